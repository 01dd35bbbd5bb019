/** `npm run check`: types, boundaries of the rooms, lint and format; every stage runs, then the faults are summed. */
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../server/platform/root.ts'

const bin = (path: string) => join(ROOT, 'node_modules', path)
const STAGES: readonly [string, string, readonly string[]][] = [
  ['messages', join(ROOT, 'shared/i18n/build.ts'), []],
  ['types', bin('@typescript/native/bin/tsc'), ['-b']],
  ['pages synchronised', bin('@sveltejs/kit/svelte-kit.js'), ['sync']],
  ['types of the pages', bin('svelte-check/bin/svelte-check'), ['--tsconfig', 'web/tsconfig.json', '--fail-on-warnings', '--output', 'human']],
  ['lint', bin('eslint/bin/eslint.js'), ['.', '--max-warnings', '0']],
  ['boundaries', bin('dependency-cruiser/bin/dependency-cruiser.mjs'), ['--config', '.dependency-cruiser.cjs', 'server', 'shared', 'web/src']],
  ['format', bin('prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
]

let failed = 0
for (const [name, program, args] of STAGES) {
  const started = Date.now()
  const { status } = spawnSync(process.execPath, [program, ...args], { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) failed += 1
  process.stdout.write(`${status === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
}
process.stdout.write(failed === 0 ? 'check: everything holds\n' : `check: ${failed} of ${STAGES.length} stages failed\n`)
process.exit(failed === 0 ? 0 : 1)
