import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { DatabaseAddress } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { ROOT } from '#server/platform/root.ts'

/** What the process for large files is asked: to find what a draft's import would do, or to do it. */
export interface WorkerJob {
  readonly kind: 'check' | 'run'
  readonly address: DatabaseAddress
  readonly actor: Actor
  readonly draftId: string
  /** The trace that was begun; null for a check. */
  readonly importId: string | null
  /** The moment of the request, in milliseconds. */
  readonly now: number
}

/** What it tells, a line each. */
export type WorkerLine = { readonly done: number; readonly total: number } | { readonly refused: string; readonly params: Record<string, string | number> }

const WORKER = join(ROOT, 'server/features/exchange/worker/main.ts')
const MEMORY_MIB = 384
const TIME_LIMIT_MS = 10 * 60_000

const workers = new Set<ChildProcess>()
process.once('exit', () => {
  for (const worker of workers) worker.kill('SIGKILL')
})

/**
 * Does the work of a large file in a process of its own, with its own connection: the server's memory and
 * everybody else's requests are spared. The job goes over its input, never its arguments: it holds a password.
 * @throws what the work refused; an Error when the process ended otherwise
 */
export function runWorker(job: WorkerJob, onProgress: (done: number, total: number) => void = () => undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = spawn(process.execPath, [`--max-old-space-size=${MEMORY_MIB}`, WORKER], { env: {}, cwd: ROOT, stdio: ['pipe', 'pipe', 'pipe'] })
    workers.add(worker)
    let complaint = ''
    let refusal: Error | null = null
    const timer = setTimeout(() => worker.kill('SIGKILL'), TIME_LIMIT_MS)
    createInterface({ input: worker.stdout }).on('line', (line) => {
      const told = JSON.parse(line) as WorkerLine
      if ('refused' in told) refusal = problem(told.refused as 'not_found', told.params)
      else onProgress(told.done, told.total)
    })
    worker.stderr.on('data', (chunk: Buffer) => {
      if (complaint.length < 4000) complaint += chunk.toString('utf8')
    })
    worker.stdin.on('error', () => undefined)
    worker.on('error', reject)
    worker.on('close', (code, signal) => {
      workers.delete(worker)
      clearTimeout(timer)
      if (refusal !== null) reject(refusal)
      else if (code === 0) resolve()
      else reject(new Error(`the import process ended with ${signal ?? code}: ${complaint.slice(0, 2000)}`))
    })
    worker.stdin.end(JSON.stringify(job))
  })
}
