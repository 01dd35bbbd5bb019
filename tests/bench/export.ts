/**
 * `node tests/bench/export.ts [--size 1M] [--at-once 3]`: every format of an export of all figures over HTTP, on a server of
 * its own. Prints first byte, whole, rows and how much the server's memory grew; exit code 1 when it grew by more than 64 MiB.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import { memoryOf, startReal, stopAll } from './children.ts'
import { headersOf, pathOf } from './questions.ts'
import { buildSynthetic } from './synthetic.ts'

const MIB = 1024 * 1024
const MAXIMUM_GROWTH = 64
const FORMATS = ['csv', 'json', 'xlsx', 'datapackage'] as const
const print = (line: string) => void process.stdout.write(`${line}\n`)
const seconds = (since: number) => ((performance.now() - since) / 1000).toFixed(1)

const { values } = parseArgs({ options: { size: { type: 'string', default: '100000' }, 'at-once': { type: 'string', default: '1' } } })
const size = Number(values.size.replace('k', '000').replace('M', '000000'))
const folder = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
const postgres = await startManagedPostgres({ folder, password: randomBytes(12).toString('hex') })
try {
  const data = await buildSynthetic(postgres, size)
  const server = await startReal(data, mkdtempSync(join(folder, 'server-')))
  const take = async (format: string, more = '') => {
    const start = performance.now()
    const answer = await fetch(`${server.origin}${pathOf(data, `/exports?format=${format}&basis=provisional${more}`)}`, {
      headers: headersOf({ data, server }),
    })
    let [bytes, first, lines] = [0, '', 0]
    for await (const chunk of answer.body ?? []) {
      if (bytes === 0) first = seconds(start)
      bytes += chunk.length
      if (format === 'csv') for (const byte of chunk) if (byte === 10) lines += 1
    }
    return `${answer.status}, first byte ${first} s, whole ${seconds(start)} s, ${(bytes / MIB).toFixed(1)} MiB${format === 'csv' ? `, ${lines} lines` : ''}`
  }
  for (const format of FORMATS) await take(format, '&period=2026-Q1')
  for (const format of FORMATS) {
    const before = memoryOf(server.pid).now
    let most = before
    const watch = setInterval(() => (most = Math.max(most, memoryOf(server.pid).now)), 100)
    const told = await Promise.all(Array.from({ length: Number(values['at-once']) }, () => take(format)))
    clearInterval(watch)
    const grown = Math.round(most - before)
    for (const one of told) print(`${format}: ${one}`)
    print(`${format}: memory ${Math.round(before)} → ${Math.round(most)} MiB (+${grown})`)
    if (grown > MAXIMUM_GROWTH) process.exitCode = 1
  }
} finally {
  await stopAll()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
