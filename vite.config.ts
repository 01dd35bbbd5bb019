import adapter from '@sveltejs/adapter-node'
import { sveltekit } from '@sveltejs/kit/vite'
import { defineConfig } from 'vite'
import { chartScripts } from './web/chart-scripts.ts'
import { entryScript } from './web/entry-script.ts'

/** In development the API runs beside Vite, with the pages it serves left unused. */
const apiOrigin = process.env.MAILLAGE_API ?? 'http://127.0.0.1:3000'

export default defineConfig({
  plugins: [
    entryScript(),
    chartScripts(),
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
          // The one inline style of a page: SvelteKit's own hidden line that announces the new page.
          'style-src-attr': ['unsafe-hashes', 'sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo='],
          'img-src': ['self', 'data:'],
          'font-src': ['self'],
          'connect-src': ['self'],
          'manifest-src': ['self'],
          'worker-src': ['self'],
          'form-action': ['self'],
          'base-uri': ['none'],
          'frame-ancestors': ['none'],
        },
      },
      version: { pollInterval: 0 },
    }),
  ],
  // Few requests matter more than the last unused byte on the links of our users (ux.md e): what pages share
  // travels in a few files, each page adds its own.
  environments: {
    // Node keeps the text of what it runs: without comments it is half of it.
    ssr: { build: { minify: true } },
    client: {
      build: {
        rolldownOptions: {
          output: {
            codeSplitting: {
              groups: [
                { name: 'framework', test: /node_modules[\\/](?:svelte|@sveltejs|esm-env|clsx|devalue)[\\/]/, minShareCount: 2, priority: 3 },
                { name: 'common', test: /web[\\/]src[\\/](?:app\.css|lib[\\/](?:state|features[\\/]frame|ui[\\/](?!Text|Check|Radio|ErrorS)))/, priority: 2 },
                {
                  name: 'figures',
                  test: /web[\\/]src[\\/]lib[\\/](?:charts[\\/](?:Chart(?:Figure|Table|Legend)|Sparkline|SafeSvg)|features[\\/]progress[\\/](?:FigureCell|ReasonLine|StatusMatrix|Tally))/,
                  priority: 1,
                },
                { name: 'public', test: /web[\\/]src[\\/]lib[\\/]features[\\/]progress[\\/]public[\\/]/, priority: 2 },
                { name: 'forms', test: /web[\\/]src[\\/]lib[\\/]ui[\\/]/, priority: 1 },
              ],
            },
          },
        },
      },
    },
  },
  server: { proxy: { '/api': { target: apiOrigin, changeOrigin: false } } },
})
