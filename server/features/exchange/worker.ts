import { join } from 'node:path'
import type { DatabaseAddress } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { ROOT } from '#server/platform/root.ts'
import { runInProcess, type WorkerLine } from '#server/platform/worker-process.ts'

export type { WorkerLine }

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

const WORKER = join(ROOT, 'server/features/exchange/worker/main.ts')
const LIMITS = { memoryMib: 384, timeLimitMs: 10 * 60_000 }

/** Does the work of a large file in a process of its own. @throws what the work refused; an Error when the process ended otherwise */
export function runWorker(job: WorkerJob, onProgress?: (done: number, total: number) => void): Promise<void> {
  return runInProcess(WORKER, job, LIMITS, onProgress)
}
