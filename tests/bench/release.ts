/**
 * `node tests/bench/release.ts [--size 1M]`: one release of all figures, asked over HTTP of a server of its own. Prints how long
 * until it can be looked at, the steps of the progress that was told, and the most that server and worker held; exit code 1
 * above 60 s or 512 MiB. Linux only: memory is read from /proc.
 */
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import type { Release } from '#shared/releases/contract.ts'
import { memoryOf, startReal, stopAll } from './children.ts'
import { headersOf, pathOf } from './questions.ts'
import { buildSynthetic } from './synthetic.ts'

const PROMISED = { seconds: 60, mebibytes: 512 }
const print = (line: string) => void process.stdout.write(`${line}\n`)

/** Processes that a process started, its workers among them. */
const childrenOf = (pid: number): number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((one) => {
      try {
        return (
          one > 0 &&
          Number(
            readFileSync(`/proc/${one}/stat`, 'utf8')
              .replace(/^.*\) /s, '')
              .split(' ')[1],
          ) === pid
        )
      } catch {
        return false
      }
    })

/** Resident memory in MiB; nothing of a process that is gone. */
const held = (pid: number): number => {
  try {
    return memoryOf(pid).now
  } catch {
    return 0
  }
}

const { values } = parseArgs({ options: { size: { type: 'string', default: '100k' } } })
const size = Number(values.size.replace('k', '000').replace('M', '000000'))
const folder = mkdtempSync(join(tmpdir(), 'maillage-bench-'))
const postgres = await startManagedPostgres({ folder, password: randomBytes(12).toString('hex') })
try {
  const data = await buildSynthetic(postgres, size)
  print(`${size} observations built`)
  const server = await startReal(data, mkdtempSync(join(folder, 'server-')))
  const ask = async (method: string, path: string, body?: object): Promise<Release> => {
    const answer = await fetch(`${server.origin}${pathOf(data, path)}`, {
      method,
      headers: { ...headersOf({ data, server }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const told = (await answer.json()) as Release & { release?: Release }
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${JSON.stringify(told)}`)
    return told.release ?? told
  }
  const start = performance.now()
  let release = await ask('POST', '/releases', { name: 'Banc' })
  const steps = new Set<number>()
  let [serverMost, workerMost] = [0, 0]
  while (release.state === 'building') {
    await sleep(200)
    serverMost = Math.max(serverMost, held(server.pid))
    for (const child of childrenOf(server.pid)) workerMost = Math.max(workerMost, held(child))
    release = await ask('GET', `/releases/${release.number}`)
    steps.add(release.done)
  }
  const seconds = (performance.now() - start) / 1000
  print(`${release.state} after ${seconds.toFixed(1)} s: ${release.cellCount} cells, progress told in ${steps.size} steps of ${release.total}`)
  print(`hidden: ${JSON.stringify(release.maskReport && { ...release.maskReport, indicators: undefined })}`)
  print(`memory: server ${Math.round(serverMost)} MiB, worker ${Math.round(workerMost)} MiB at most`)
  if (release.state !== 'ready' || seconds > PROMISED.seconds || Math.max(serverMost, workerMost) > PROMISED.mebibytes) process.exitCode = 1
} finally {
  await stopAll()
  await postgres.stop()
  rmSync(folder, { recursive: true, force: true })
}
