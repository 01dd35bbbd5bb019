import type { Trx } from './context.ts'
import { isForeignKeyViolation } from './errors.ts'
import { savepoint } from './savepoint.ts'

/** Runs a removal; when something refers to what it removes, the transaction goes on as if it had not been tried. @returns null then */
export async function unlessReferenced<T>(trx: Trx, work: () => Promise<T>): Promise<T | null> {
  const before = await savepoint(trx, 'unless_referenced')
  try {
    const result = await work()
    await before.keep()
    return result
  } catch (error) {
    if (!isForeignKeyViolation(error)) throw error
    await before.back()
    return null
  }
}
