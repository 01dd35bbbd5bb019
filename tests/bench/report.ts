import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '#server/platform/root.ts'
import { CONNECTIONS, REST_SECONDS, type Measures } from './measure.ts'
import type { RealImport } from './real-import.ts'
import type { XlsxImport } from './xlsx-import.ts'

/** What is promised; passing one of these limits makes the run fail. */
const PROMISED = {
  ratio: 2,
  growth: 1.5,
  bulkSeconds: 2,
  mebibytes: 200,
  importSeconds: 20,
  workbook: { seconds: 30, mebibytes: 100, dashboard: 2, liveMilliseconds: 200 },
}

/** Everything one run found. */
export interface Findings {
  readonly all: readonly Measures[]
  /** Median of Q1 with the most observations over that with the fewest, both asked in turns; null with one size. */
  readonly growth: number | null
  readonly imported: RealImport | null
  /** Null in a quick run. */
  readonly workbook: XlsxImport | null
}

const figure = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
const secondsOf = ({ readSeconds, checkSeconds, importSeconds }: XlsxImport) => readSeconds + checkSeconds + importSeconds
const many = (value: number) => value.toLocaleString('en')

/** Where the run took place: figures of another machine do not compare. */
export function machineLine(): string {
  return `${availableParallelism()} cores, Node ${process.versions.node}, load average ${(loadavg()[0] ?? 0).toFixed(1)} at the start`
}

/** Each limit that was passed, in a sentence. */
export function passedLimits({ all, growth, imported, workbook }: Findings): string[] {
  const faults = all.flatMap(({ size, rows }) =>
    rows.flatMap(({ question, pairs }) =>
      pairs.flatMap(({ ratio }, at) =>
        ratio <= PROMISED.ratio ? [] : [`${many(size)}, ${question}, ${CONNECTIONS[at]} at once: ratio ${figure(ratio)} above ${PROMISED.ratio}`],
      ),
    ),
  )
  for (const { size, bulkSeconds, memory } of all) {
    if (bulkSeconds > PROMISED.bulkSeconds) faults.push(`${many(size)}: 10,000 rows in ${figure(bulkSeconds)} s, above ${PROMISED.bulkSeconds} s`)
    if (memory !== null && memory.now > PROMISED.mebibytes)
      faults.push(`${many(size)}: the server holds ${figure(memory.now)} MiB, above ${PROMISED.mebibytes}`)
  }
  if (growth !== null && growth > PROMISED.growth) faults.push(`Q1 grows by ${figure(growth)}, above ${PROMISED.growth}`)
  if (imported !== null && imported.firstSeconds > PROMISED.importSeconds)
    faults.push(`the real file took ${figure(imported.firstSeconds)} s, above ${PROMISED.importSeconds} s`)
  if (workbook !== null) {
    const { seconds, mebibytes, dashboard, liveMilliseconds } = PROMISED.workbook
    const taken = secondsOf(workbook)
    if (taken > seconds) faults.push(`the workbook took ${figure(taken)} s, above ${seconds} s`)
    if (workbook.grownMiB > mebibytes) faults.push(`the workbook grew the server by ${figure(workbook.grownMiB)} MiB, above ${mebibytes}`)
    if (workbook.meanwhileP95 > dashboard * workbook.usualP95)
      faults.push(`meanwhile the dashboard took ${figure(workbook.meanwhileP95 / workbook.usualP95)} times as long as usual, above ${dashboard}`)
    if (workbook.liveMost > liveMilliseconds) faults.push(`meanwhile /live took ${figure(workbook.liveMost)} ms, above ${liveMilliseconds} ms`)
  }
  return faults
}

/** The table of the README, with the promise beside each figure. */
export function table({ all, growth, imported, workbook }: Findings, machine: string): string {
  const lines = [
    'Median of the API with session, hat and row level security, and its ratio to a bare Fastify + pg server that sends plain SQL on the same tables in the same run; promised: at most ' +
      `× ${PROMISED.ratio}. Answers are equal by hash. ${machine}.`,
    '',
    `| Observations | Question | ${CONNECTIONS.map((count) => `${count} at once`).join(' | ')} |`,
    `|---|---|${CONNECTIONS.map(() => '---').join('|')}|`,
    ...all.flatMap(({ size, rows }) =>
      rows.map(
        ({ question, pairs }) => `| ${many(size)} | ${question} | ${pairs.map((pair) => `${figure(pair.real)} ms, × ${figure(pair.ratio)}`).join(' | ')} |`,
      ),
    ),
    '',
  ]
  const [first, last] = [all[0], all[all.length - 1]]
  if (growth !== null)
    lines.push(`- Q1 from ${many(first?.size ?? 0)} to ${many(last?.size ?? 0)} observations: × ${figure(growth)} (promised: at most ${PROMISED.growth}).`)
  for (const one of all)
    lines.push(
      `- The first figure of an indicator handed in for a quarter, which makes the totals of every place that owes, ${many(one.size)} observations: ${figure(one.opening)} ms at most.`,
    )
  for (const one of all)
    lines.push(
      `- Q5, 10,000 rows in one call, ${many(one.size)} observations: ${figure(one.bulkSeconds)} s, × ${figure(one.bulkRatio)} (promised: ${PROMISED.bulkSeconds} s).`,
    )
  if (last !== undefined && last.memory !== null)
    lines.push(
      `- The server after all of it and ${last.memory.pages} pages and ${REST_SECONDS} s of rest: ${figure(last.memory.now)} MiB, ${figure(last.memory.peak)} at most meanwhile (promised: ${PROMISED.mebibytes}).`,
    )
  if (imported !== null)
    lines.push(
      `- A real file of ${many(imported.rows)} rows: ${figure(imported.firstSeconds)} s, and ${figure(imported.secondSeconds)} s the second time (promised: ${PROMISED.importSeconds} s).`,
    )
  if (workbook !== null)
    lines.push(
      `- A workbook of ${many(workbook.rows)} rows: ${figure(secondsOf(workbook))} s, server ${figure(workbook.grownMiB)} MiB larger, dashboard × ${figure(workbook.meanwhileP95 / workbook.usualP95)} meanwhile (promised: ${PROMISED.workbook.seconds} s, ${PROMISED.workbook.mebibytes} MiB, × ${PROMISED.workbook.dashboard}).`,
    )
  lines.push('- Every total computed again from its figures after all of it: no difference.')
  return lines.join('\n')
}

/** Puts the table under its marker, up to the next heading. */
export function writeReadme(text: string): void {
  const path = join(ROOT, 'README.md')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/<!-- bench -->[\s\S]*?(?=\n## )/, `<!-- bench -->\n\n${text}\n`))
}
