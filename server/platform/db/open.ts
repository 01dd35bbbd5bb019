import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { Client } from 'pg'
import type { Config } from '../config.ts'
import { loadSecrets } from '../secrets.ts'
import type { DatabaseAddress } from './connect.ts'
import { startManagedPostgres, type ManagedPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'
import { ensureRoles } from './roles.ts'

/** Oldest server versions without known holes in row level security. */
const MINIMUM: Record<number, number> = { 15: 150014, 16: 160010, 17: 170006 }

/** A database that is migrated and ready, managed by us or given by DATABASE_URL. */
export interface OpenedDatabase {
  readonly address: DatabaseAddress
  /** Our own PostgreSQL, null when DATABASE_URL names one. */
  readonly managed: ManagedPostgres | null
  readonly sessionSecret: string
  readonly applied: readonly string[]
}

const DATABASE = 'maillage'

async function withClient<T>(client: Client, work: (client: Client) => Promise<T>): Promise<T> {
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** A client of the owning role. */
export function ownerClient(address: DatabaseAddress): Client {
  return new Client({
    host: address.host,
    port: address.port,
    database: address.database,
    user: address.owner,
    password: address.ownerPassword,
    options: '-c search_path=app',
    ...(address.ssl === undefined ? {} : { ssl: address.ssl }),
  })
}

async function prepareManaged(managed: ManagedPostgres, password: string): Promise<DatabaseAddress> {
  const owner = `${DATABASE}_owner`
  const base = { host: '127.0.0.1', port: managed.port, user: managed.superuser, password: managed.password }
  await withClient(new Client({ ...base, database: 'postgres' }), async (client) => {
    const role = await client.query('select 1 from pg_roles where rolname = $1', [owner])
    const secret = client.escapeLiteral(password)
    await client.query(role.rowCount === 0 ? `create role ${owner} login createrole createdb password ${secret}` : `alter role ${owner} password ${secret}`)
    const database = await client.query('select 1 from pg_database where datname = $1', [DATABASE])
    if (database.rowCount === 0) await client.query(`create database ${DATABASE} owner ${owner}`)
  })
  return { host: '127.0.0.1', port: managed.port, database: DATABASE, owner, ownerPassword: password, rolePrefix: DATABASE, rolePassword: password }
}

/** The address that a DATABASE_URL names. */
export function addressOf(url: string, rolePassword: string): DatabaseAddress {
  const parsed = new URL(url)
  const database = decodeURIComponent(parsed.pathname.slice(1)) || 'postgres'
  return {
    host: parsed.hostname,
    port: parsed.port === '' ? 5432 : Number(parsed.port),
    database,
    owner: decodeURIComponent(parsed.username),
    ownerPassword: decodeURIComponent(parsed.password),
    rolePrefix: database,
    rolePassword,
    ...(parsed.searchParams.get('sslmode') === 'require' ? { ssl: { rejectUnauthorized: false } } : {}),
  }
}

async function checkServer(client: Client): Promise<void> {
  const { rows } = await client.query<{ version: number; fsync: string; text: string }>(
    `select current_setting('server_version_num')::int as version, current_setting('fsync') as fsync, current_setting('server_version') as text`,
  )
  const server = rows[0]
  if (server === undefined) throw new Error('PostgreSQL did not tell its version.')
  if (server.version < 150000) throw new Error(`PostgreSQL ${server.text} is too old: version 15 or newer is needed.`)
  const minimum = MINIMUM[Math.floor(server.version / 10000)]
  if (minimum !== undefined && server.version < minimum) {
    throw new Error(`PostgreSQL ${server.text} has known holes in row level security: update it to its newest minor version.`)
  }
  if (server.fsync !== 'on') throw new Error('PostgreSQL runs with fsync off: an acknowledged figure could be lost. Refusing to start.')
}

/** Opens the database of a configuration: starts the managed server if needed, makes roles, migrates. */
export async function openConfiguredDatabase(config: Config, migrationsFolder: string): Promise<OpenedDatabase> {
  const secrets = config.databaseUrl === null || config.secret === null ? loadSecrets(resolve(config.dataFolder)) : null
  const sessionSecret = config.secret ?? (secrets as NonNullable<typeof secrets>).sessions
  let managed: ManagedPostgres | null = null
  let address: DatabaseAddress
  if (config.databaseUrl === null) {
    const own = secrets as NonNullable<typeof secrets>
    managed = await startManagedPostgres({ folder: config.dataFolder, password: own.postgres })
    address = await prepareManaged(managed, own.roles)
  } else {
    const rolePassword = secrets?.roles ?? createHash('sha256').update(`maillage roles\n${config.secret}`).digest('base64url')
    address = addressOf(config.databaseUrl, rolePassword)
  }
  try {
    const applied = await withClient(ownerClient(address), async (client) => {
      await checkServer(client)
      await ensureRoles(client, address.rolePrefix, address.rolePassword)
      return migrate(client, migrationsFolder)
    })
    return { address, managed, sessionSecret, applied }
  } catch (error) {
    if (managed !== null && !managed.adopted) await managed.stop()
    throw error
  }
}
