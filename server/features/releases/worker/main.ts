import { setPriority } from 'node:os'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { buildInDatabase, settleInDatabase } from '../job.ts'
import type { ReleaseJob } from '../worker.ts'

/** The process that builds a release: one job, one connection; then it ends. */

// Other people's requests come first.
setPriority(10)

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const job = JSON.parse(Buffer.concat(chunks).toString('utf8')) as ReleaseJob
const frozen = job.actor.initiative.clockFrozenAt
const actor = { ...job.actor, initiative: { ...job.actor.initiative, clockFrozenAt: frozen === null ? null : new Date(frozen) } }
const pool = openPool(job.address, 'job', 2, (error) => process.stderr.write(`${error.message}\n`))
try {
  const db = openDatabase(pool)
  if (job.kind === 'build') await buildInDatabase(db, actor, job.number, new Date(job.now))
  else await settleInDatabase(db, actor, job.number)
} finally {
  await pool.end()
}
