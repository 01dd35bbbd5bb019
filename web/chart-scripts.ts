import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { build, type Plugin } from 'vite'

const ROOT = join(import.meta.dirname, '..')
/** The script of every chart, and the drawing library that comes when somebody explores one. */
const ENTRIES = { tools: 'web/src/lib/charts/tools/main.ts', explorer: 'web/src/lib/charts/explorer/main.ts' } as const
type Name = keyof typeof ENTRIES
const NAMES = Object.keys(ENTRIES) as Name[]

interface Script {
  readonly path: string
  readonly code: string
}

/** One module without a framework; its name carries its content. */
async function bundle(name: Name, isMinified: boolean): Promise<Script> {
  const built = await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    build: {
      write: false,
      minify: isMinified,
      target: 'es2022',
      modulePreload: false,
      rolldownOptions: { input: join(ROOT, ENTRIES[name]), preserveEntrySignatures: 'strict', output: { format: 'es', codeSplitting: false } },
    },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (output === undefined || !('output' in output)) throw new TypeError(`the script ${name} of the charts was not built`)
  const { code } = output.output[0]
  const hash = createHash('sha256').update(code).digest('base64url').slice(0, 10)
  return { path: `_app/immutable/chart-${name}.${hash}.js`, code }
}

/**
 * Builds what charts load beside the pages and tells them the addresses as `__CHART_SCRIPTS__`: pages have no framework's
 * script, and the drawing library travels only on demand (ux.md, chart rule 10).
 */
export function chartScripts(): Plugin {
  let made: Promise<Record<Name, Script>> | null = null
  const all = async () => Object.fromEntries(await Promise.all(NAMES.map(async (name) => [name, await bundle(name, true)] as const))) as Record<Name, Script>
  return {
    name: 'maillage:chart-scripts',
    async config(_config, { command }) {
      const scripts = command === 'build' ? await (made ??= all()) : null
      const addresses = Object.fromEntries(NAMES.map((name) => [name, scripts === null ? `/chart-${name}.js` : `/${scripts[name].path}`]))
      return { define: { __CHART_SCRIPTS__: JSON.stringify(addresses) } }
    },
    async generateBundle() {
      if (this.environment.name !== 'client' || made === null) return
      for (const { path, code } of Object.values(await made)) this.emitFile({ type: 'asset', fileName: path, source: code })
    },
    configureServer(server) {
      for (const name of NAMES) {
        server.middlewares.use(`/chart-${name}.js`, (_request, response) => {
          void bundle(name, false).then(({ code }) => {
            response.setHeader('content-type', 'text/javascript')
            response.end(code)
          })
        })
      }
    },
  }
}
