import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../platform/root.ts'

/** What the built web part depends on; a change in any of them builds it anew. */
const SOURCES = ['web/src/**/*', 'web/static/**/*', 'web/*.ts', 'shared/**/*.{ts,json}', 'vite.config.ts', 'package-lock.json']

function fingerprint(): string {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { cwd: ROOT, withFileTypes: true, exclude: (entry) => entry.name === 'paraglide' || entry.name === '.svelte-kit' })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
  for (const file of files) hash.update(file.slice(ROOT.length)).update(readFileSync(file))
  return hash.digest('hex')
}

/** What a program says is shown when it fails: the hints of a build tool are not for whoever starts the product. */
function run(program: string, args: readonly string[]): void {
  const { status, error, stdout, stderr } = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' })
  if (error !== undefined) throw error
  if (status === 0) return
  process.stderr.write(`${stdout}${stderr}`)
  process.exit(status ?? 1)
}

/** Compiles the messages, and builds the web part unless it is built from these very sources. */
export function prepare(): void {
  run(process.execPath, [join(ROOT, 'shared/i18n/build.ts')])
  const stamp = join(ROOT, 'dist/web/.built-from')
  const due = fingerprint()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === due) return
  process.stdout.write('Building the web part, once for this version: a minute or two…\n')
  run(process.execPath, [join(ROOT, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'error'])
  mkdirSync(join(ROOT, 'dist/web'), { recursive: true })
  writeFileSync(stamp, due)
}

if (process.argv[1] === import.meta.filename) prepare()
