import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { inContext, withPurpose, type DbContext, type Trx } from './db/context.ts'
import type { Db } from './db/connect.ts'

/** Whoever looks first does it sooner; nobody waits for this. */
const EVERY_MS = 10 * 60_000
const NOBODY: Omit<DbContext, 'initiativeId'> = { actorId: null, role: null, partnerId: null, commitment: false }

/** Does in one initiative what its day asks for. @param today the day of that initiative: by its fixed clock, else in its time zone */
export type DayWork = (trx: Trx, initiativeId: string, today: string, now: Date) => Promise<void>

/**
 * Does the work of the day in each initiative, each in a transaction of its own, as its backbone would. One that fails does not keep the others from theirs.
 * @throws AggregateError with what failed, once all have had their turn
 */
export async function dayWorkIn(db: Db, now: Date, work: DayWork): Promise<void> {
  const rows = await inContext(db, { initiativeId: null, ...NOBODY }, (trx) =>
    withPurpose(
      trx,
      'maintenance',
      async () => (await sql<{ id: string; today: string }>`select id, app.day_of(id)::text as today from app.initiatives`.execute(trx)).rows,
    ),
  )
  const failures: unknown[] = []
  for (const { id, today } of rows)
    await inContext(db, { ...NOBODY, initiativeId: id, role: 'backbone' }, (trx) => work(trx, id, today, now)).catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures)
}

/** Does the work of the day every few minutes, while the server runs. @param what is said in the log when it fails */
export function everyDay(app: FastifyInstance, deps: { db: Db; now: () => Date }, what: string, work: DayWork): void {
  const timer = setInterval(() => {
    dayWorkIn(deps.db, deps.now(), work).catch((error: unknown) => app.log.error({ err: error }, `${what} could not be done`))
  }, EVERY_MS)
  timer.unref()
  app.addHook('onClose', async () => clearInterval(timer))
}
