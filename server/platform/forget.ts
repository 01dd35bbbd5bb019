import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { inContext, withPurpose, type DbContext, type Trx } from './db/context.ts'
import type { Db } from './db/connect.ts'

const EVERY_MS = 30 * 60_000
const NOBODY: Omit<DbContext, 'initiativeId'> = { actorId: null, role: null, partnerId: null, commitment: false }

/** Removes of one initiative what is over at this moment. */
export type Forget = (trx: Trx, initiativeId: string, now: Date) => Promise<void>

/** Removes what is over in each initiative, each in a transaction of its own. */
export async function forgetIn(db: Db, now: Date, forget: Forget): Promise<void> {
  const ids = await inContext(db, { initiativeId: null, ...NOBODY }, (trx) =>
    withPurpose(trx, 'maintenance', async () => (await sql<{ id: string }>`select i.id from app.initiatives i`.execute(trx)).rows),
  )
  for (const { id } of ids) await inContext(db, { initiativeId: id, ...NOBODY }, (trx) => withPurpose(trx, 'maintenance', () => forget(trx, id, now)))
}

/** Forgets every half hour, while the server runs. @param what is said in the log when it fails */
export function forgetOnTime(app: FastifyInstance, deps: { db: Db; now: () => Date }, what: string, forget: Forget): void {
  const timer = setInterval(() => {
    forgetIn(deps.db, deps.now(), forget).catch((error: unknown) => app.log.error({ err: error }, `${what} could not be forgotten`))
  }, EVERY_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
