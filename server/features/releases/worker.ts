import { join } from 'node:path'
import type { DatabaseAddress } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { runInProcess } from '#server/platform/worker-process.ts'
import { ROOT } from '#server/platform/root.ts'

/** What the process that builds releases is asked. */
export interface ReleaseJob {
  readonly kind: 'build' | 'settle'
  readonly address: DatabaseAddress
  readonly actor: Actor
  readonly number: number
  /** The moment of the request, in milliseconds. */
  readonly now: number
}

const WORKER = join(ROOT, 'server/features/releases/worker/main.ts')
const MEMORY_MIB = 384
const TIME_LIMIT_MS = 15 * 60_000

/** Does the work in a process of its own, with its own connection: everybody else's requests are spared. */
export function runReleaseWorker(job: ReleaseJob): Promise<void> {
  return runInProcess(WORKER, job, { memoryMib: MEMORY_MIB, timeLimitMs: TIME_LIMIT_MS })
}
