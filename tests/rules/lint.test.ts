import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'

it('a promise that nobody waits for and a case that nobody handles are found by their types', () => {
  const oxlint = join(ROOT, 'node_modules/oxlint/bin/oxlint')
  const { stdout, status } = spawnSync(process.execPath, [oxlint, '--type-aware', '--format', 'json', 'tests/rules/planted/types'], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; labels: { span: { line: number } }[] }[] }
  expect(diagnostics.map(({ code, labels }) => `${code} ${labels[0]?.span.line}`)).toEqual([
    'typescript(no-floating-promises) 7',
    'typescript(switch-exhaustiveness-check) 8',
  ])
  expect(status).toBe(1)
})
