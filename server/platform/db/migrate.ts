import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from 'pg'

const LOCK = 4_155_260_001

/** Migration files in order: four digits and a name. */
export function listMigrations(folder: string): { name: string; sql: string }[] {
  return readdirSync(folder)
    .filter((file) => /^\d{4}_[a-z0-9_]+\.sql$/.test(file))
    .sort()
    .map((file) => ({ name: file, sql: readFileSync(join(folder, file), 'utf8') }))
}

/**
 * Applies what is missing, one migration a transaction, under one lock: two runners never meet and
 * a killed run goes on where it stopped.
 * @returns names applied now
 * @throws when the database knows a migration that this program does not (an older program)
 */
export async function migrate(client: Client, folder: string): Promise<string[]> {
  await client.query('select pg_advisory_lock($1)', [LOCK])
  try {
    await client.query('create table if not exists public.schema_migrations (name text primary key, applied_at timestamptz not null default now())')
    const { rows } = await client.query<{ name: string }>('select name from public.schema_migrations order by name')
    const applied = new Set(rows.map((row) => row.name))
    const known = listMigrations(folder)
    const unknown = [...applied].filter((name) => !known.some((migration) => migration.name === name))
    if (unknown.length > 0) {
      throw new Error(`This database was made by a newer Maillage (${unknown.join(', ')}). Update the program; nothing was changed.`)
    }
    const done: string[] = []
    for (const migration of known.filter(({ name }) => !applied.has(name))) {
      await client.query('begin')
      try {
        await client.query(`set local search_path = app, public; ${migration.sql}`)
        await client.query('insert into public.schema_migrations (name) values ($1)', [migration.name])
        await client.query('commit')
      } catch (error) {
        await client.query('rollback')
        throw new Error(`Migration ${migration.name} failed: ${(error as Error).message}`, { cause: error })
      }
      done.push(migration.name)
    }
    return done
  } finally {
    await client.query('select pg_advisory_unlock($1)', [LOCK])
  }
}
