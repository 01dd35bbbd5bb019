import { setPriority } from 'node:os'
import { sendDue } from '#server/features/notifications/sender.ts'
import { deliverBySmtp } from '#server/features/notifications/smtp.ts'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import type { ReminderJob } from './start.ts'
import { sweepAll } from './sweep.ts'

/** The process that sweeps and sends: one round, two connections; then it ends, and its memory with it. */

// Other people's requests come first.
setPriority(10)

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const job = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReminderJob
const complain = (what: string) => (error: unknown) => process.stderr.write(`${what}: ${error instanceof Error ? error.message : 'failed'}\n`)
const pool = openPool(job.address, 'job', 1, complain('database'))
const authPool = openPool(job.address, 'auth', 1, complain('database'))
const db = openDatabase(pool)
try {
  if (job.sweep) await sweepAll(db, new Date(), (slug, error) => complain(`sweep of ${slug}`)(error))
  if (job.smtpUrl !== null) {
    const { deliver, close } = deliverBySmtp(job.smtpUrl, job.from)
    const { isUnreachable } = await sendDue({ db, authPool, key: Buffer.from(job.key, 'base64'), origin: job.origin, deliver, now: () => new Date() })
    close()
    if (isUnreachable) process.stdout.write(`${JSON.stringify({ refused: 'unavailable', params: {} })}\n`)
  }
} finally {
  await Promise.all([pool.end(), authPool.end()])
}
