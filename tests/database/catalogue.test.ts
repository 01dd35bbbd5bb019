import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Pool } from 'pg'
import { openTestDatabase, type TestDatabase } from '../support/database.ts'

let database: TestDatabase
let owner: Pool
beforeAll(async () => {
  database = await openTestDatabase()
  owner = database.pool('owner')
})
afterAll(() => database.close())

/** Every row that the question finds, as one text each; none is expected. */
async function offenders(sql: string): Promise<string[]> {
  const { rows } = await owner.query<{ what: string }>(sql)
  return rows.map((row) => row.what)
}

const TENANT_TABLES = `select c.oid, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname = 'app' and c.relkind in ('r', 'p') and c.relname not in (select name from app.rls_exempt)`
/** The table of initiatives is keyed by its own id. */
const WITH_TENANT_COLUMN = `${TENANT_TABLES} and c.relname <> 'initiatives'`

describe('the catalogue keeps the walls standing (reliability C6)', () => {
  it('every table of schema app forces row level security, or says why not', async () => {
    expect(
      await offenders(
        `select t.relname as what from (${TENANT_TABLES}) t join pg_class c on c.oid = t.oid where not (c.relrowsecurity and c.relforcerowsecurity)`,
      ),
    ).toEqual([])
  })
  it('every tenant table has a permissive policy for every command', async () => {
    expect(
      await offenders(`
      select cmd || ' on ' || t.relname as what from (${TENANT_TABLES}) t cross join unnest(array['r', 'a', 'w', 'd']) as cmd
      where not exists (select 1 from pg_policy p where p.polrelid = t.oid and p.polpermissive and p.polcmd in ('*', cmd::"char"))`),
    ).toEqual([])
  })
  it('policies name the tenant and have no branch for an absent setting', async () => {
    expect(
      await offenders(`
      select t.relname || '.' || p.polname as what from (${TENANT_TABLES}) t join pg_policy p on p.polrelid = t.oid and p.polpermissive
      where pg_get_expr(p.polqual, p.polrelid) not like '%app.initiative%' or pg_get_expr(p.polqual, p.polrelid) ~* 'coalesce'`),
    ).toEqual([])
  })
  it('policies read only the row and the settings, so that the schema can be distributed', async () => {
    expect(
      await offenders(`
      select c.relname || '.' || p.polname as what from pg_policy p join pg_class c on c.oid = p.polrelid
      where coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') ~* 'select '`),
    ).toEqual([])
    const allowed = new Set(['current_setting'])
    const { rows } = await owner.query<{ policy: string; text: string }>(`
      select c.relname || '.' || p.polname as policy, coalesce(pg_get_expr(p.polqual, p.polrelid), '') || coalesce(pg_get_expr(p.polwithcheck, p.polrelid), '') as text
      from pg_policy p join pg_class c on c.oid = p.polrelid`)
    const calls = rows.flatMap(({ policy, text }) => [...text.matchAll(/([a-z_][a-z_0-9]*)\(/g)].map((match) => `${policy} calls ${match[1]}`))
    expect(calls.filter((call) => !allowed.has(call.split(' calls ')[1] ?? ''))).toEqual([])
  })
  it('roles of the application are weak and own nothing', async () => {
    const prefix = database.address.rolePrefix
    expect(
      await offenders(
        `select rolname as what from pg_roles where rolname like '${prefix}\\_%' and rolname <> '${prefix}_owner' and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)`,
      ),
    ).toEqual([])
    expect(
      await offenders(
        `select c.relname as what from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname like '${prefix}\\_%' and r.rolname <> '${prefix}_owner'`,
      ),
    ).toEqual([])
  })
  it('the API role cannot read sessions, passwords or who wrote a note', async () => {
    const api = database.pool('api')
    for (const statement of [
      'select token from auth.sessions',
      'select password from auth.credentials',
      'select author_id from app.learning_notes',
      'update app.audit_log set action = action',
      'delete from app.audit_log',
      'delete from app.observation_revisions',
      'update app.observation_revisions set note = note',
    ]) {
      await expect(api.query(statement), statement).rejects.toMatchObject({ code: '42501' })
    }
  })
  it('without a context every table is empty for the API role', async () => {
    const { rows } = await owner.query<{ relname: string }>(`${WITH_TENANT_COLUMN} order by c.relname`)
    const api = database.pool('api')
    for (const { relname } of rows) {
      const answer = await api.query(`select initiative_id from app.${relname} limit 1`).catch((error: { code?: string }) => error)
      expect('rows' in answer ? answer.rows : [], relname).toEqual([])
    }
  })
  it('functions that run as their owner are on the list, with a fixed search path', async () => {
    expect(
      await offenders(`
      select p.proname as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace
      where n.nspname in ('app', 'auth') and p.prosecdef and (p.proname not in (select name from app.definer_allowed) or p.proconfig::text not like '%search_path%')`),
    ).toEqual([])
  })
  it('no view or materialised view bypasses the walls', async () => {
    expect(
      await offenders(`
      select c.relname as what from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname = 'app' and (c.relkind = 'm' or (c.relkind = 'v' and not coalesce(c.reloptions::text like '%security_invoker=true%', false)))`),
    ).toEqual([])
  })
})

describe('the schema can be distributed by initiative (scale, section 2)', () => {
  it('every tenant table begins with initiative_id, not null', async () => {
    expect(
      await offenders(`
      select t.relname as what from (${WITH_TENANT_COLUMN}) t
      where not exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attname = 'initiative_id' and a.attnotnull and a.attnum = 1)`),
    ).toEqual([])
  })
  it('every primary key, unique key and exclusion begins with the tenant', async () => {
    expect(
      await offenders(`
      select i.indexrelid::regclass::text as what from (${WITH_TENANT_COLUMN}) t join pg_index i on i.indrelid = t.oid
      join pg_attribute a on a.attrelid = t.oid and a.attname = 'initiative_id'
      where (i.indisunique or i.indisexclusion) and i.indkey[0] <> a.attnum`),
    ).toEqual([])
  })
  it('foreign keys between tenant tables carry the tenant first on both sides', async () => {
    expect(
      await offenders(`
      select f.conname as what from pg_constraint f
      join (${WITH_TENANT_COLUMN}) child on child.oid = f.conrelid join (${WITH_TENANT_COLUMN}) parent on parent.oid = f.confrelid
      join pg_attribute c on c.attrelid = f.conrelid and c.attname = 'initiative_id' join pg_attribute p on p.attrelid = f.confrelid and p.attname = 'initiative_id'
      where f.contype = 'f' and (f.conkey[1] <> c.attnum or f.confkey[1] <> p.attnum)`),
    ).toEqual([])
  })
  it('no foreign key sets null, and none leaves or enters the tenants except for the initiative itself', async () => {
    expect(
      await offenders(`
      select f.conname as what from pg_constraint f join pg_class c on c.oid = f.conrelid join pg_namespace n on n.oid = c.relnamespace
      join pg_class r on r.oid = f.confrelid join pg_namespace rn on rn.oid = r.relnamespace
      where f.contype = 'f' and (f.confdeltype in ('n', 'd') or n.nspname <> rn.nspname)`),
    ).toEqual([])
  })
  it('every index that a tenant table is read by begins with the tenant, but the one that finds a person’s own hats', async () => {
    expect(
      await offenders(`
      select i.indexrelid::regclass::text as what from (${WITH_TENANT_COLUMN}) t join pg_index i on i.indrelid = t.oid
      join pg_attribute a on a.attrelid = t.oid and a.attname = 'initiative_id'
      where i.indkey[0] <> a.attnum and i.indexrelid::regclass::text not like '%role_assignments_user_idx'`),
    ).toEqual([])
  })
  it('no trigger stands on a tenant table', async () => {
    expect(await offenders(`select g.tgname as what from pg_trigger g join (${TENANT_TABLES}) t on t.oid = g.tgrelid where not g.tgisinternal`)).toEqual([])
  })
  it('every function of schema app keeps the context by SET LOCAL, never by set_config', async () => {
    expect(
      await offenders(
        `select proname as what from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname in ('app', 'auth') and prosrc ~ 'set_config'`,
      ),
    ).toEqual([])
  })
})
