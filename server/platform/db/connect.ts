import { Kysely, PostgresDialect, type LogEvent } from 'kysely'
import { Pool, types, type PoolConfig } from 'pg'
import { preparingPool } from './prepared.ts'
import type { Database } from './schema.ts'

// Calendar dates and exact decimals cross as text; instants stay Date (better-auth compares them).
// int8 is a number and refuses to be an unsafe one.
const PARSERS: Record<number, (text: string) => unknown> = {
  1082: (text) => text,
  1700: (text) => text,
  20: (text) => {
    const value = Number(text)
    if (!Number.isSafeInteger(value)) throw new RangeError(`bigint out of the safe range: ${text}`)
    return value
  },
}

export type Db = Kysely<Database>

/** Where a database is, and the prefix of its roles (its own name unless it is a copy of a template). */
export interface DatabaseAddress {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly owner: string
  readonly ownerPassword: string
  readonly rolePrefix: string
  readonly rolePassword: string
  readonly ssl?: PoolConfig['ssl']
}

export type PoolRole = 'owner' | 'api' | 'auth' | 'public' | 'job'

const SEARCH_PATH: Record<PoolRole, string> = { owner: 'app', api: 'app', public: 'app', job: 'app', auth: 'auth,app' }

/** Limits of every statement, in milliseconds (reliability F13). */
const LIMITS = 'statement_timeout=10000 lock_timeout=5000 idle_in_transaction_session_timeout=15000'

/**
 * A request's statements are planned once for each connection and kept, so a plan must not depend on the
 * values of one request nor on how full the tables were that moment: every lookup has its index.
 */
const KEPT_PLANS = 'plan_cache_mode=force_generic_plan enable_seqscan=off'

const asOptions = (settings: string) =>
  settings
    .split(' ')
    .map((setting) => ` -c ${setting}`)
    .join('')

/** Settings for one role's connections. */
export function poolConfig(address: DatabaseAddress, role: PoolRole, max: number): PoolConfig {
  const limits = role === 'owner' ? '' : asOptions(LIMITS)
  return {
    host: address.host,
    port: address.port,
    database: address.database,
    user: role === 'owner' ? address.owner : `${address.rolePrefix}_${role}`,
    password: role === 'owner' ? address.ownerPassword : address.rolePassword,
    ...(address.ssl === undefined ? {} : { ssl: address.ssl }),
    max,
    // A statement may be sent before the one before it is answered.
    pipeline: role !== 'auth',
    connectionTimeoutMillis: 3000,
    idleTimeoutMillis: 60_000,
    options: `-c search_path=${SEARCH_PATH[role]}${limits}${role === 'api' ? asOptions(KEPT_PLANS) : ''}`,
    types: { getTypeParser: (oid: number, format?: 'text' | 'binary') => PARSERS[oid] ?? types.getTypeParser(oid, format) } as NonNullable<PoolConfig['types']>,
  }
}

/** A pool of one role. Errors of idle connections are handed to `onError` instead of ending the process. */
export function openPool(address: DatabaseAddress, role: PoolRole, max: number, onError: (error: Error) => void): Pool {
  const pool = new Pool(poolConfig(address, role, max))
  pool.on('error', onError)
  // A connection that is lent out and lost between two statements has nobody else to hear of it; its next
  // statement fails and tells the request.
  pool.on('connect', (client) => client.on('error', onError))
  return pool
}

/** Kysely over a pool; statements that come again are prepared. */
export function openDatabase(pool: Pool, log?: (event: LogEvent) => void): Db {
  return new Kysely<Database>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }), ...(log === undefined ? {} : { log }) })
}
