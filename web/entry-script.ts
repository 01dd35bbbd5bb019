import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'
import { BASE_LOCALE, LOCALES, type Locale } from '../shared/i18n/locales.ts'

const ROOT = join(import.meta.dirname, '..')
const ENTRY = 'web/src/lib/features/observations/grid/main.ts'
/** Shows the last sheet without a network; at the root, so that it may be limited to the entry page of one initiative. */
const WORKER = { entry: 'web/src/lib/features/observations/worker/main.ts', path: 'entry-worker.js' } as const

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

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 10)

/** One file without a framework. */
async function bundle(entry: string, isMinified: boolean, more: { plugins?: Plugin[]; define?: Record<string, string> }): Promise<string> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    ...more,
    build: {
      write: false,
      minify: isMinified,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(ROOT, entry), output: { format: 'iife', codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new TypeError(`${entry} was not built`)
  return output.output[0].code
}

/** The grid in one language; its name carries its content. */
async function gridScript(locale: Locale, isMinified: boolean): Promise<Script> {
  const code = await bundle(ENTRY, isMinified, { plugins: [inOneLanguage(locale)] })
  return { path: `_app/immutable/entry-grid.${locale}.${hashOf(code)}.js`, code }
}

/** The worker of the entry page. It carries the version of what it keeps: another version's pages are not shown by it. */
const workerScript = (version: string, isMinified: boolean) => bundle(WORKER.entry, isMinified, { define: { __ENTRY_BUILD__: JSON.stringify(version) } })

/**
 * Builds the script of the entry grid beside the pages and tells them its address in each language as `__ENTRY_GRID__`:
 * a page without the framework's script enhances its table with one file that browsers keep.
 */
export function entryScript(): Plugin {
  let made: Promise<Map<Locale, Script>> | null = null
  const all = async () => new Map(await Promise.all(LOCALES.map(async (locale) => [locale, await gridScript(locale, true)] as const)))
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
      const scripts = [...(await made).values()]
      for (const { path, code } of scripts) this.emitFile({ type: 'asset', fileName: path, source: code })
      const version = hashOf(scripts.map(({ path }) => path).join(' '))
      this.emitFile({ type: 'asset', fileName: WORKER.path, source: await workerScript(version, true) })
    },
    configureServer(server) {
      server.middlewares.use(`/${WORKER.path}`, (_request, response) => {
        void workerScript('development', false).then((code) => {
          response.setHeader('content-type', 'text/javascript')
          response.end(code)
        })
      })
      server.middlewares.use('/entry-grid.js', (request, response) => {
        const locale = LOCALES.find((one) => request.url?.endsWith(`?${one}`)) ?? BASE_LOCALE
        void gridScript(locale, false).then(({ code }) => {
          response.setHeader('content-type', 'text/javascript')
          response.end(code)
        })
      })
    },
  }
}
