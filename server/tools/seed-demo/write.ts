import type { QueryResultRow } from 'pg'

/** What writes: the owner's client, or a request's transaction. */
export interface Writing {
  query<R extends QueryResultRow>(text: string, values?: unknown[]): Promise<{ rows: R[] }>
}

type Row = Record<string, unknown>

/** PostgreSQL takes at most 65,535 parameters in one statement. */
const PARAMETERS = 60_000

/** Inserts rows of one shape, as few statements as the limit of parameters allows. */
export async function insertRows(client: Writing, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  const size = Math.floor(PARAMETERS / Math.max(1, columns.length))
  for (let start = 0; start < rows.length; start += size) {
    const part = rows.slice(start, start + size)
    const places = part.map((_, index) => `(${columns.map((_column, column) => `$${index * columns.length + column + 1}`).join(', ')})`)
    await client.query(
      `insert into ${table} (${columns.join(', ')}) values ${places.join(', ')}`,
      part.flatMap((row) => columns.map((column) => row[column] ?? null)),
    )
  }
}

/** What a code of the demo files stands for. */
export class Names {
  readonly #ids = new Map<string, string>()

  /** Keeps the id of a code. */
  set(kind: string, code: string, id: string): string {
    this.#ids.set(`${kind} ${code}`, id)
    return id
  }

  /** @throws when the demo files name something that they do not define */
  get(kind: string, code: string): string {
    const id = this.#ids.get(`${kind} ${code}`)
    if (id === undefined) throw new Error(`the demo names an unknown ${kind}: ${code}`)
    return id
  }

  /** As `get`, null when there is nothing to look up or nothing found. */
  find(kind: string, code: string | undefined): string | null {
    return code === undefined || code === '' ? null : (this.#ids.get(`${kind} ${code}`) ?? null)
  }
}

/** What every part of the seed needs. */
export interface Seeding {
  readonly client: Writing
  readonly initiativeId: string
  readonly names: Names
}
