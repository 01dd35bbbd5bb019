import { Client } from 'pg'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { addressOf } from '#server/platform/db/open.ts'
import { startManagedPostgres } from '#server/platform/db/embedded.ts'
import { migrate } from '#server/platform/db/migrate.ts'
import { ensureRoles } from '#server/platform/db/roles.ts'
import { ROOT } from '#server/platform/root.ts'
import type { DatabaseAddress } from '#server/platform/db/connect.ts'

declare module 'vitest' {
  export interface ProvidedContext {
    template: DatabaseAddress
  }
}

const PASSWORD = 'test-password-of-a-throwaway-server'

/** The server that the suite runs on: `DATABASE_URL` when given, else a managed one in a folder of its own. */
async function openServer(): Promise<{ base: Omit<DatabaseAddress, 'database' | 'rolePrefix'>; stop: () => Promise<void> }> {
  if (process.env.DATABASE_URL !== undefined && process.env.DATABASE_URL !== '') {
    const { host, port, owner, ownerPassword } = addressOf(process.env.DATABASE_URL, PASSWORD)
    return { base: { host, port, owner, ownerPassword, rolePassword: PASSWORD }, stop: async () => undefined }
  }
  const folder = mkdtempSync(join(tmpdir(), 'maillage-test-'))
  // A crash of the machine may lose what a test wrote: waiting for the disk is tested where it matters (tests/process).
  const managed = await startManagedPostgres({
    folder,
    password: PASSWORD,
    tuning: ['synchronous_commit=off', 'max_connections=200', 'autovacuum=off', 'wal_level=minimal', 'max_wal_senders=0'],
  })
  return {
    base: { host: '127.0.0.1', port: managed.port, owner: managed.superuser, ownerPassword: PASSWORD, rolePassword: PASSWORD },
    stop: async () => {
      await managed.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** One PostgreSQL for the whole run and one migrated template; each file copies it (architecture 2.11). */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { base, stop } = await openServer()
  const database = `maillage_test_${process.pid}_${project.name}`
  const template: DatabaseAddress = { ...base, owner: `${database}_owner`, database, rolePrefix: database }
  const admin = new Client({ host: base.host, port: base.port, user: base.owner, password: base.ownerPassword, database: 'postgres' })
  await admin.connect()
  try {
    // The product refuses to start on such a server; a throwaway one only has to be quick.
    for (const setting of process.env.DATABASE_URL ? [] : ['fsync', 'full_page_writes']) await admin.query(`alter system set ${setting} = off`)
    await admin.query('select pg_reload_conf()')
    await admin.query(`create role ${template.owner} login createrole createdb password '${PASSWORD}'`)
    await admin.query(`create database ${database} owner ${template.owner}`)
  } finally {
    await admin.end()
  }
  const owned: DatabaseAddress = { ...template, ownerPassword: PASSWORD }
  const client = new Client({ host: owned.host, port: owned.port, user: owned.owner, password: PASSWORD, database })
  await client.connect()
  try {
    await ensureRoles(client, database, PASSWORD)
    await migrate(client, join(ROOT, 'migrations'))
  } finally {
    await client.end()
  }
  project.provide('template', owned)
  return stop
}
