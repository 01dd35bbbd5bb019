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

/** Copies the template; other files may be copying it too, so a busy template is asked again. */
export async function openTestDatabase(): Promise<TestDatabase> {
  const template = inject('template')
  const database = `maillage_${randomUUID().replaceAll('-', '').slice(0, 16)}`
  await asOwner((client) => patiently(client, `create database ${database} template ${template.database}`, '55006'))
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
