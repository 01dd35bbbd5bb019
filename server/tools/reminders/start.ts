import { join } from 'node:path'
import type { Pool } from 'pg'
import type { Logger } from 'pino'
import { isAnythingDue } from '#server/features/notifications/outbox-queries.ts'
import { sealingKey } from '#server/features/notifications/service.ts'
import type { DatabaseAddress, Db } from '#server/platform/db/connect.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { ROOT } from '#server/platform/root.ts'
import { runInProcess } from '#server/platform/worker-process.ts'
import { sweptInitiatives } from './sweep.ts'

/** What the process that sweeps and sends is asked. */
export interface ReminderJob {
  readonly address: DatabaseAddress
  readonly sweep: boolean
  /** Null: there is no mail server, or nothing waits. */
  readonly smtpUrl: string | null
  readonly from: string
  readonly origin: string
  /** The key that secrets of links are sealed with, base64. */
  readonly key: string
}

const WORKER = join(ROOT, 'server/tools/reminders/main.ts')
const LIMITS = { memoryMib: 256, timeLimitMs: 10 * 60_000 }
const MINUTE = 60_000
const SWEEP_EVERY = 60 * MINUTE
/** How long to leave a server alone that did not answer. */
const PAUSE = 5 * MINUTE

/** Runs one round in a process of its own: what it reads into memory goes with it. */
export function runReminders(job: ReminderJob): Promise<void> {
  return runInProcess(WORKER, job, LIMITS)
}

/**
 * Looks every minute whether a mail is due, and every hour whether there is something to tell; the work itself is done
 * beside the server. @returns what ends it
 */
export function startReminders(deps: {
  readonly db: Db
  readonly authPool: Pool
  readonly address: DatabaseAddress
  readonly smtpUrl: string | null
  readonly from: string
  readonly origin: string
  readonly sessionSecret: string
  readonly log: Pick<Logger, 'warn'>
}): () => void {
  let isRunning = false
  let sweptAt = 0
  let pausedUntil = 0
  const round = async () => {
    const now = Date.now()
    const sweep = now - sweptAt >= SWEEP_EVERY && (await sweptInitiatives(deps.db)).length > 0
    const send = deps.smtpUrl !== null && now >= pausedUntil && (sweep || (await isAnythingDue(deps.authPool, new Date(now))))
    if (now - sweptAt >= SWEEP_EVERY) sweptAt = now
    if (!sweep && !send) return
    const key = sealingKey(deps.sessionSecret).toString('base64')
    await runReminders({ address: deps.address, sweep, smtpUrl: send ? deps.smtpUrl : null, from: deps.from, origin: deps.origin, key })
  }
  const tick = () => {
    if (isRunning) return
    isRunning = true
    round()
      .catch((error: unknown) => {
        if (error instanceof Problem) pausedUntil = Date.now() + PAUSE
        deps.log.warn(
          error instanceof Problem ? {} : { err: error },
          error instanceof Problem ? 'the mail server did not answer' : 'a round of reminders failed',
        )
      })
      .finally(() => (isRunning = false))
  }
  const timer = setInterval(tick, MINUTE)
  timer.unref()
  return () => clearInterval(timer)
}
