import { setPriority } from 'node:os'
import { inContext } from '#server/platform/db/context.ts'
import { openDatabase, openPool } from '#server/platform/db/connect.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { checkDraft } from '../draft-check.ts'
import { writeDraft } from '../draft-run.ts'
import type { WorkerJob, WorkerLine } from '../worker.ts'

/** The process for large files: one job, one transaction, one connection; then it ends. */

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
  await inContext(openDatabase(pool), context, async (trx) => {
    if (kind === 'check') await checkDraft(trx, actor, now, draftId)
    else await writeDraft(trx, actor, now, draftId, importId, (done, total) => tell({ done, total }))
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
