import type { Reporter, TestCase, TestModule } from 'vitest/node'

/** Rows of the domain's table, S01 to S81. */
const ROWS = 81
const ROW_OF = /^S(\d\d)\b/

/** How the tests that bear a row's number went: green when there are some and all passed. */
export function rowsOf(tests: readonly { readonly name: string; readonly passed: boolean }[]): { green: string[]; red: string[] } {
  const rows = new Map<string, boolean>()
  for (const { name, passed } of tests) {
    const row = ROW_OF.exec(name)?.[0]
    if (row !== undefined) rows.set(row, (rows.get(row) ?? true) && passed)
  }
  const all = [...rows.keys()].sort()
  return { green: all.filter((row) => rows.get(row)), red: all.filter((row) => !rows.get(row)) }
}

/** Says at the end of a run how many rows of the domain have a test that shows what their « Verify » cell asks. */
export default class DomainRows implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]).filter((test: TestCase) => test.result().state !== 'skipped')
    const { green, red } = rowsOf(tests.map((test) => ({ name: test.name, passed: test.result().state === 'passed' })))
    if (green.length + red.length === 0) return
    process.stdout.write(
      `\nRows of the domain shown by a test: ${green.length} of ${ROWS} (${green.join(' ')})${red.length === 0 ? '' : `; red: ${red.join(' ')}`}\n`,
    )
  }
}
