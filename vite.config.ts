import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'

/** In development the API runs beside Vite, with the pages it serves left unused. */
const apiOrigin = process.env.MAILLAGE_API ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [
    sveltekit({
      adapter: adapter({ out: 'dist/web' }),
      files: { src: 'web/src', assets: 'web/static' },
      outDir: 'web/.svelte-kit',
      csp: {
        mode: 'hash',
        directives: {
          'default-src': ['none'],
          'script-src': ['self'],
          'style-src': ['self'],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
        },
      },
      version: { pollInterval: 0 },
    }),
  ],
  server: { proxy: { '/api': { target: apiOrigin, changeOrigin: false } } },
})
