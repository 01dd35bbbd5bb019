import { sql, type Transaction } from 'kysely'
import type { Db } from './connect.ts'
import type { Database } from './schema.ts'

export type Trx = Transaction<Database>

/** What row level security is told of a request or a job. */
export interface DbContext {
  readonly initiativeId: string | null
  readonly actorId: string | null
  readonly role: string | null
  readonly partnerId: string | null
  readonly commitment: boolean
}

/** Sets the context; must be the first statement of a transaction (D10, D20). */
export async function setContext(trx: Trx, context: DbContext): Promise<void> {
  await sql`select app.set_ctx(${context.initiativeId}::uuid, ${context.actorId}::uuid, ${context.role}::text,
    ${context.partnerId}::uuid, ${context.commitment}::boolean)`.execute(trx)
}

/** Runs a job in its own transaction with a context. */
export function inContext<T>(db: Db, context: DbContext, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => {
    await setContext(trx, context)
    return work(trx)
  })
}

/** As `inContext`, reading everything as it stood at one moment: for work that takes long and must agree with itself. */
export function inSnapshot<T>(db: Db, context: DbContext, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (trx) => {
      await setContext(trx, context)
      return work(trx)
    })
}

/** Runs work under a purpose beyond the hat, then gives the purpose back. */
export async function withPurpose<T>(trx: Trx, purpose: 'recompute' | 'maintenance', work: () => Promise<T>): Promise<T> {
  await sql`select app.set_purpose(${purpose})`.execute(trx)
  const result = await work()
  await sql`select app.set_purpose('')`.execute(trx)
  return result
}
