import { sql } from 'kysely'
import type { Trx } from './context.ts'
import { isForeignKeyViolation } from './errors.ts'

const PLACE = sql.id('unless_referenced')

/** Runs a removal; when something refers to what it removes, the transaction goes on as if it had not been tried. @returns null then */
export async function unlessReferenced<T>(trx: Trx, work: () => Promise<T>): Promise<T | null> {
  await sql`savepoint ${PLACE}`.execute(trx)
  let result: T | null = null
  try {
    result = await work()
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    await sql`rollback to savepoint ${PLACE}`.execute(trx)
  }
  await sql`release savepoint ${PLACE}`.execute(trx)
  return result
}
