import { PostgresDialect, Transaction, type DatabaseConnection } from 'kysely'
import type { Db } from './connect.ts'
import type { Trx } from './context.ts'
import type { Database } from './schema.ts'

/** Builds statements alone: the connection is the transaction's own. */
const DIALECT = new PostgresDialect({ pool: () => Promise.reject(new Error('a request has one connection')) })
const DRIVER = DIALECT.createDriver()

/** The same transaction, whose statements do not wait for one another: they go out at once and are carried out in the order in which they were given. */
async function pipelined(trx: Trx): Promise<Trx> {
  const executor = trx.getExecutor()
  const connection = await executor.provideConnection((own: DatabaseConnection) => Promise.resolve(own))
  return new Transaction<Database>({
    config: { dialect: DIALECT },
    dialect: DIALECT,
    driver: DRIVER,
    executor: executor.withConnectionProvider({ provideConnection: (consumer) => consumer(connection) }),
  })
}

/**
 * Runs work in one transaction. What is asked together with `Promise.all` travels to the database and
 * back once; what needs an answer before it asks on waits for it as always.
 */
export function inTransaction<T>(db: Db, work: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (trx) => work(await pipelined(trx)))
}
