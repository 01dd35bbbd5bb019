import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { inContext, withPurpose, type DbContext } from '#server/platform/db/context.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { forgetImportedFigures } from '#server/features/observations/service.ts'
import { deleteExpired } from './draft-queries.ts'
import { importsEndedBefore } from './queries.ts'
import { UNDO_DAYS } from './undo-limit.ts'

const EVERY_MS = 30 * 60_000
const NOBODY: Omit<DbContext, 'initiativeId'> = { actorId: null, role: null, partnerId: null, commitment: false }

/** Removes drafts whose day is over, and what undos that are no longer possible would have needed. */
export async function forgetOld(db: Db, now: Date): Promise<void> {
  const ids = await inContext(db, { initiativeId: null, ...NOBODY }, (trx) =>
    withPurpose(trx, 'maintenance', async () => (await sql<{ id: string }>`select i.id from app.initiatives i`.execute(trx)).rows),
  )
  const limit = new Date(now.getTime() - UNDO_DAYS * 86_400_000)
  for (const { id } of ids) {
    await inContext(db, { initiativeId: id, ...NOBODY }, (trx) =>
      withPurpose(trx, 'maintenance', async () => {
        await deleteExpired(trx, id, now)
        await forgetImportedFigures(trx, id, await importsEndedBefore(trx, id, limit))
      }),
    )
  }
}

/** Forgets every half hour, while the server runs. */
export function forgetOnTime(app: FastifyInstance, deps: { db: Db; now: () => Date }): void {
  const timer = setInterval(() => {
    forgetOld(deps.db, deps.now()).catch((error: unknown) => app.log.error({ err: error }, 'expired imports could not be forgotten'))
  }, EVERY_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
