import { sql } from 'kysely'
import type { Trx } from './context.ts'

/** A place in a transaction to come back to; places that were set since go with it. */
export interface Savepoint {
  /** Undoes everything since; locks taken since are given back. */
  readonly back: () => Promise<void>
  /** What was done stays. */
  readonly keep: () => Promise<void>
}

/** Marks the place. @param name tells it from the places around it */
export async function savepoint(trx: Trx, name: string): Promise<Savepoint> {
  const place = sql.id(name)
  await sql`savepoint ${place}`.execute(trx)
  const keep = async () => {
    await sql`release savepoint ${place}`.execute(trx)
  }
  const back = async () => {
    await sql`rollback to savepoint ${place}`.execute(trx)
    await keep()
  }
  return { back, keep }
}
