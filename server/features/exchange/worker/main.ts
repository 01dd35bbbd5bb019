import { setPriority } from 'node:os'
import { inContext } from '#server/platform/db/context.ts'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { checkDraft, extractApart } from '../draft-check.ts'
import { writeDraft } from '../draft-run.ts'
import type { WorkerJob, WorkerLine } from '../worker.ts'

/** The process for large files: one job, its file read outside of any transaction, its figures in one; then it ends. */

// Other people's requests come first.
setPriority(10)

const tell = (line: WorkerLine) => process.stdout.write(`${JSON.stringify(line)}\n`)

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const { kind, address, actor: given, draftId, importId, now: at } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as WorkerJob
const now = new Date(at)
const frozen = given.initiative.clockFrozenAt
const actor = { ...given, initiative: { ...given.initiative, clockFrozenAt: frozen === null ? null : new Date(frozen) } }
const pool = openPool(address, 'api', 1, (error) => process.stderr.write(`${error.message}\n`))
const context = { initiativeId: actor.initiative.id, actorId: actor.userId, role: actor.role, partnerId: actor.partnerId, commitment: actor.commitment }
try {
  const db = openDatabase(pool)
  const { reading, readRows } = await inContext(db, context, (trx) => extractApart(trx, actor, now, draftId))
  await reading
  await inContext(db, context, async (trx) => {
    if (kind === 'check') await checkDraft(trx, actor, now, draftId, readRows)
    else await writeDraft(trx, actor, now, draftId, importId, (done, total) => tell({ done, total }), readRows)
  })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  tell({
    refused: error.code,
    params: Object.fromEntries(Object.entries(error.params).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value as string)])),
  })
} finally {
  await pool.end()
}
