import { randomUUID } from 'node:crypto'
import { Client, type Pool } from 'pg'
import { inject } from 'vitest'
import { openPool, type DatabaseAddress, type PoolRole } from '#server/platform/db/connect.ts'

/** A database of its own for one test file, copied from the migrated template. */
export interface TestDatabase {
  readonly address: DatabaseAddress
  pool(role: PoolRole, connections?: number): Pool
  close(): Promise<void>
}

async function asOwner(work: (client: Client) => Promise<unknown>): Promise<void> {
  const { host, port, owner, ownerPassword } = inject('template')
  const client = new Client({ host, port, user: owner, password: ownerPassword, database: 'postgres' })
  await client.connect()
  try {
    await work(client)
  } finally {
    await client.end()
  }
}

/** Runs a statement that another process may stand in the way of, until it is gone: 5 s at most. */
async function patiently(client: Client, statement: string, busy: string): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await client.query(statement)
      return
    } catch (error) {
      if ((error as { code?: string }).code !== busy || attempt === 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  }
}

const copy = (client: Client, database: string, of: string) => patiently(client, `create database ${database} template ${of}`, '55006')

/**
 * A second template with what `fill` loads, for all files of a run that ask for it: the first one fills it while the others
 * wait, and it has its name only once it is whole.
 */
async function filledTemplate(name: string, fill: (address: DatabaseAddress) => Promise<void>): Promise<string> {
  const template = inject('template')
  const filled = `${template.database}_${name}`
  await asOwner(async (client) => {
    await client.query('select pg_advisory_lock(hashtext($1))', [filled])
    const { rowCount } = await client.query('select from pg_database where datname = $1', [filled])
    if (rowCount === 1) return
    await client.query(`drop database if exists ${filled}_unfinished with (force)`)
    await copy(client, `${filled}_unfinished`, template.database)
    await fill({ ...template, database: `${filled}_unfinished` })
    await patiently(client, `alter database ${filled}_unfinished rename to ${filled}`, '55006')
  })
  return filled
}

/** Copies the template, or one that `filled` fills; other files may be copying it too, so a busy template is asked again. */
export async function openTestDatabase(filled?: { name: string; fill: (address: DatabaseAddress) => Promise<void> }): Promise<TestDatabase> {
  const template = inject('template')
  const database = `maillage_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  const source = filled === undefined ? template.database : await filledTemplate(filled.name, filled.fill)
  await asOwner((client) => copy(client, database, source))
  const address: DatabaseAddress = { ...template, database }
  const pools: Pool[] = []
  return {
    address,
    pool(role, connections = 2) {
      const pool = openPool(address, role, connections, () => undefined)
      pools.push(pool)
      return pool
    },
    async close() {
      await Promise.all(pools.map((pool) => (pool.ending ? undefined : pool.end())))
      // The server's own vacuum may be at work in it, and only the server may stop that.
      await asOwner((client) => patiently(client, `drop database if exists ${database} with (force)`, '42501'))
    },
  }
}
