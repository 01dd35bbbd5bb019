import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, loadavg } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '#server/platform/root.ts'
import { CONNECTIONS, REST_SECONDS, type Measures } from './measure.ts'
import type { RealImport } from './real-import.ts'

/** What is promised; passing one of these limits makes the run fail. */
const PROMISED = { ratio: 2, growth: 1.5, bulkSeconds: 2, mebibytes: 200, importSeconds: 20 }

/** Everything one run found. */
export interface Findings {
  readonly all: readonly Measures[]
  /** Median of Q1 with the most observations over that with the fewest, both asked in turns; null with one size. */
  readonly growth: number | null
  readonly imported: RealImport | null
}

const figure = (value: number) => (value < 10 ? value.toFixed(2) : value.toFixed(0))
const many = (value: number) => value.toLocaleString('en')

/** Where the run took place: figures of another machine do not compare. */
export function machineLine(): string {
  return `${availableParallelism()} cores, Node ${process.versions.node}, load average ${(loadavg()[0] ?? 0).toFixed(1)} at the start`
}

/** Each limit that was passed, in a sentence. */
export function passedLimits({ all, growth, imported }: Findings): string[] {
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
  return faults
}

/** The table of the README, with the promise beside each figure. */
export function table({ all, growth, imported }: Findings, machine: string): string {
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
  lines.push('- Every total computed again from its figures after all of it: no difference.')
  return lines.join('\n')
}

/** Puts the table under its marker, up to the next heading. */
export function writeReadme(text: string): void {
  const path = join(ROOT, 'README.md')
  writeFileSync(path, readFileSync(path, 'utf8').replace(/<!-- bench -->[\s\S]*?(?=\n## )/, `<!-- bench -->\n\n${text}\n`))
}
