/** `npm run check`: types, boundaries of the rooms, lint and format; every stage runs, then the faults are summed. */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from '../../server/platform/root.ts'

type Stage = readonly [name: string, program: string, args: readonly string[]]

const bin = (path: string) => join(ROOT, 'node_modules', path)
/** What the others read. */
const FIRST: readonly Stage[] = [
  ['messages', join(ROOT, 'shared/i18n/build.ts'), []],
  ['pages synchronised', bin('@sveltejs/kit/svelte-kit.js'), ['sync']],
]
/** The longest first: two run at once. */
const THEN: readonly Stage[] = [
  ['lint', bin('eslint/bin/eslint.js'), ['.', '--max-warnings', '0']],
  ['format', bin('prettier/bin/prettier.cjs'), ['--check', '--log-level', 'warn', '.']],
  ['types of the pages', bin('svelte-check/bin/svelte-check'), ['--tsconfig', 'web/tsconfig.json', '--fail-on-warnings', '--output', 'human']],
  ['lint with types', bin('oxlint/bin/oxlint'), ['--type-aware', '--deny-warnings', '--ignore-pattern', 'tests/rules/planted/', '.']],
  ['types', bin('@typescript/native/bin/tsc'), ['-b']],
  ['boundaries', bin('dependency-cruiser/bin/dependency-cruiser.mjs'), ['--config', '.dependency-cruiser.cjs', 'server', 'shared', 'web/src']],
]

let failed = 0

/** Runs a stage; what it says is printed when it ends, so that two of them do not mix their lines. */
function run([name, program, args]: Stage): Promise<void> {
  const started = Date.now()
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, ...args], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
    child.once('close', (code) => {
      if (code !== 0) failed += 1
      process.stdout.write(`${said}${code === 0 ? 'ok  ' : 'FAIL'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)\n`)
      done()
    })
  })
}

for (const stage of FIRST) await run(stage)
const waiting = [...THEN]
const work = async () => {
  for (let stage = waiting.shift(); stage !== undefined; stage = waiting.shift()) await run(stage)
}
await Promise.all([work(), work()])
process.stdout.write(failed === 0 ? 'check: everything holds\n' : `check: ${failed} of ${FIRST.length + THEN.length} stages failed\n`)
process.exit(failed === 0 ? 0 : 1)
