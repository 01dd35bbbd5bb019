import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { BASE_LOCALE, LOCALES, type Locale } from '../shared/i18n/locales.ts'

const ROOT = join(import.meta.dirname, '..')
const ENTRY = 'web/src/lib/features/observations/grid/main.ts'

/** Messages of one language alone: the others fall away when the file is made small. */
const inOneLanguage = (locale: Locale): Plugin => ({
  name: 'maillage:one-language',
  transform(code, id) {
    if (!id.endsWith('/paraglide/runtime.js')) return null
    return code.replace('experimentalStaticLocale = undefined', `experimentalStaticLocale = ${JSON.stringify(locale)}`)
  },
})

interface Script {
  readonly path: string
  readonly code: string
}

/** One file without a framework, in one language; its name carries its content. */
async function bundle(locale: Locale, isMinified: boolean): Promise<Script> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    plugins: [inOneLanguage(locale)],
    build: {
      write: false,
      minify: isMinified,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(ROOT, ENTRY), output: { format: 'iife', codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new TypeError('the script of the entry grid was not built')
  const { code } = output.output[0]
  const hash = createHash('sha256').update(code).digest('base64url').slice(0, 10)
  return { path: `_app/immutable/entry-grid.${locale}.${hash}.js`, code }
}

/**
 * Builds the script of the entry grid beside the pages and tells them its address in each language as `__ENTRY_GRID__`:
 * a page without the framework's script enhances its table with one file that browsers keep.
 */
export function entryScript(): Plugin {
  let made: Promise<Map<Locale, Script>> | null = null
  const all = async () => new Map(await Promise.all(LOCALES.map(async (locale) => [locale, await bundle(locale, true)] as const)))
  return {
    name: 'maillage:entry-script',
    async config(_config, { command }) {
      const addresses =
        command === 'build'
          ? [...(await (made ??= all()))].map(([locale, { path }]) => [locale, `/${path}`])
          : LOCALES.map((locale) => [locale, `/entry-grid.js?${locale}`])
      return { define: { __ENTRY_GRID__: JSON.stringify(Object.fromEntries(addresses)) } }
    },
    async generateBundle() {
      if (this.environment.name !== 'client' || made === null) return
      for (const { path, code } of (await made).values()) this.emitFile({ type: 'asset', fileName: path, source: code })
    },
    configureServer(server) {
      server.middlewares.use('/entry-grid.js', (request, response) => {
        const locale = LOCALES.find((one) => request.url?.endsWith(`?${one}`)) ?? BASE_LOCALE
        void bundle(locale, false).then(({ code }) => {
          response.setHeader('content-type', 'text/javascript')
          response.end(code)
        })
      })
    },
  }
}
