import { DummyDriver, Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type CompiledQuery } from 'kysely'
import type { Trx } from './context.ts'
import type { Database } from './schema.ts'

/** Writes statements and sends none. */
const WRITER = new Kysely<Database>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
})

/** Stands in a statement for a value that each run brings. */
class Slot {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

/**
 * A statement that is built and compiled once, for what every request asks: building it anew costs more than
 * handling its answer. The text must not depend on the values, and `build` must use them as they are.
 * @param build gets a query builder and, under each name, what stands for the value
 * @returns runs it with values; gives the rows
 */
export function compiledOnce<Values extends object, Row>(
  build: (db: Kysely<Database>, values: Values) => CompiledQuery<Row>,
): (trx: Trx, values: Values) => Promise<Row[]> {
  let compiled: CompiledQuery<Row> | undefined
  return async (trx: Trx, values: Values): Promise<Row[]> => {
    compiled ??= build(WRITER, new Proxy({} as Values, { get: (_, name) => new Slot(String(name)) }))
    const parameters = compiled.parameters.map((parameter) => (parameter instanceof Slot ? values[parameter.name as keyof Values] : parameter))
    return (await trx.executeQuery<Row>({ ...compiled, parameters })).rows
  }
}
