import type { PostgresPool, PostgresPoolClient } from 'kysely'
import type { Writable } from 'node:stream'
import type { Pool, PoolClient } from 'pg'

/** A statement is prepared when it comes for the third time: code builds some once and never again. */
const SIGHTINGS = 3
/** Plans that one connection keeps; each holds some hundred kilobytes of the database's memory. */
const MAXIMUM_NAMES = 300
/** Statements that were seen and not prepared yet. */
const MAXIMUM_SEEN = 2000

/** A plan made once for a few values may be the wrong one for thousands: batches are planned for what they bring. */
const isBatch = (value: unknown) => (Array.isArray(value) && value.length > 50) || (typeof value === 'string' && value.length > 20_000)

const OWN_PLAN = 'set local plan_cache_mode = force_custom_plan; set local enable_seqscan = on'
const KEPT_PLAN = 'set local plan_cache_mode to default; set local enable_seqscan to default'

/** Names for statements that come again and again, the same in every connection of the process. */
export class StatementNames {
  readonly #names = new Map<string, string>()
  readonly #seen = new Map<string, number>()

  /** The name under which to prepare a statement; undefined while it is too rare. */
  nameOf(text: string): string | undefined {
    const name = this.#names.get(text)
    if (name !== undefined || this.#names.size >= MAXIMUM_NAMES) return name
    const sightings = (this.#seen.get(text) ?? 0) + 1
    if (sightings < SIGHTINGS) {
      if (this.#seen.size >= MAXIMUM_SEEN) this.#seen.clear()
      this.#seen.set(text, sightings)
      return undefined
    }
    this.#seen.delete(text)
    const fresh = `statement_${this.#names.size + 1}`
    this.#names.set(text, fresh)
    return fresh
  }
}

const nothing = () => undefined

/**
 * Stands before a client: prepares what comes again, and sends the beginning of a transaction together with its
 * first statement, which saves every request one way to the database and back.
 */
function standInFor(client: PoolClient, names: StatementNames): PostgresPoolClient {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection
  let isToBegin = false
  let isGathering = false

  /** What is asked in one go leaves in one go. */
  function gather() {
    if (isGathering) return
    isGathering = true
    stream.cork()
    queueMicrotask(() => {
      isGathering = false
      stream.uncork()
    })
  }

  function send(text: string, values: readonly unknown[]) {
    gather()
    if (isToBegin) {
      isToBegin = false
      // Should it fail, the connection is gone and the statement behind it fails too.
      client.query('begin').catch(nothing)
    }
    if (values?.some(isBatch)) {
      // All three leave in one go; should the first fail, so does the statement.
      client.query(OWN_PLAN).catch(nothing)
      const result = client.query(text, values as unknown[])
      client.query(KEPT_PLAN).catch(nothing)
      return result
    }
    const name = typeof text === 'string' ? names.nameOf(text) : undefined
    return name === undefined ? client.query(text, values as unknown[]) : client.query({ name, text, values: values as unknown[] })
  }

  return {
    async query(text: string, values: readonly unknown[]) {
      if (text === 'begin') {
        isToBegin = true
        return { command: 'BEGIN', rowCount: 0, rows: [] }
      }
      return send(text, values)
    },
    release: () => client.release(),
    get processID() {
      return (client as { processID?: number }).processID
    },
  } as unknown as PostgresPoolClient
}

/** How much later than told a time-out comes when it was this process that did not look. */
const OWN_DELAY_MS = 500

/**
 * A connection. A process that worked for seconds without a pause finds the time to connect run out before it has read that the
 * database answered long ago: it asks once more. A database that does not answer is given up on time (P13).
 */
async function connectOf(pool: Pool): Promise<PoolClient> {
  const asked = performance.now()
  try {
    return await pool.connect()
  } catch (error) {
    const limit = pool.options.connectionTimeoutMillis ?? 0
    if (limit === 0 || performance.now() - asked < limit + OWN_DELAY_MS) throw error
    return pool.connect()
  }
}

/**
 * A pool whose connections plan a statement once instead of at every request: planning the question
 * behind a dashboard takes longer than answering it.
 */
export function preparingPool(pool: Pool, names = new StatementNames()): PostgresPool {
  // Kysely knows a connection by its object: each client has one stand-in.
  const standIns = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    options: pool.options,
    end: () => pool.end(),
    async connect() {
      const client = await connectOf(pool)
      const known = standIns.get(client)
      if (known !== undefined) return known
      const standIn = standInFor(client, names)
      standIns.set(client, standIn)
      return standIn
    },
  }
}
