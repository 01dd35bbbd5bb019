import type { PoolClient } from 'pg'
import { HATS, READABLE, WHOLE_TENANT, type HatKind } from './walls.ts'
import type { ActorName, Stage } from './stage.ts'
import { WRITES } from './wall-writes.ts'

/** A hat as row level security is told of it. */
interface Context {
  readonly kind: HatKind
  readonly actorId: string
  readonly partnerId: string | null
}

/** A table with what the probes need to know of it. */
export interface Table {
  readonly name: string
  readonly tenant: string
  readonly key: string
  readonly writable: readonly string[]
}

export interface Probes {
  readonly tables: ReadonlyMap<string, Table>
  /** What is wrong with what the hats see of a table, and with what they may do to it; nothing when the walls stand. */
  faultsOf(table: string): Promise<string[]>
}

const WORN_BY: Readonly<Record<HatKind, readonly ActorName[]>> = {
  backbone: ['coordination', 'equipe'],
  partner_contributor: ['contribution', 'deux_chapeaux_p14'],
  partner_viewer: ['lecture'],
  funder: ['bailleur'],
  funder_committed: ['deux_chapeaux_funder'],
}

const hash = (key: string) => `coalesce(sum(('x' || substr(md5(${key}), 1, 15))::bit(60)::bigint), 0)::text`

async function describeTables(stage: Stage): Promise<Map<string, Table>> {
  const api = `${stage.world.database.address.rolePrefix}_api`
  const { rows } = await stage.world.owner.query<Table>(
    `
    select c.relname as name, case c.relname when 'initiatives' then 'id' else 'initiative_id' end as tenant,
      (select 'concat_ws(''/'', ' || string_agg('t.' || quote_ident(a.attname), ', ' order by a.attnum) || ')'
       from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey) where i.indrelid = c.oid and i.indisprimary) as key,
      coalesce((select array_agg(quote_ident(a.attname) order by a.attnum) from pg_attribute a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
         and has_column_privilege($1, c.oid, a.attnum, 'insert')), '{}') as writable
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'app' and c.relkind in ('r', 'p') and c.relrowsecurity order by 1`,
    [api],
  )
  return new Map(rows.map((row) => [row.name, row]))
}

/** The hats of the demo accounts, and rows that exist in the other initiative for each table. */
export async function openProbes(stage: Stage): Promise<Probes> {
  const tables = await describeTables(stage)
  const pool = stage.world.database.pool('api', 1)
  const contexts: Context[] = []
  for (const kind of HATS) {
    for (const name of WORN_BY[kind]) {
      const [hat] = await stage.rows<{ user_id: string; partner_id: string | null }>(
        'select user_id, partner_id from app.role_assignments where initiative_id = $1 and id = $2',
        [stage.actors[name].hatId],
      )
      contexts.push({ kind, actorId: hat?.user_id ?? '', partnerId: hat?.partner_id ?? null })
    }
  }

  const literal = (id: string | null) => (id === null ? 'null::uuid' : `'${id}'::uuid`)
  const fill = (sql: string, { actorId, partnerId }: Context) =>
    sql.replaceAll(':actor', literal(actorId)).replaceAll(':partner', literal(partnerId)).replaceAll(':here', literal(stage.here))

  /** Work of the API's own role under a hat, undone afterwards. */
  async function under<T>(context: Context | null, work: (client: PoolClient) => Promise<T>, purpose = '', cowrites = ''): Promise<T> {
    const client = await pool.connect()
    try {
      await client.query('begin')
      if (context !== null) {
        const role = context.kind.startsWith('funder') ? 'funder' : context.kind
        await client.query('select app.set_ctx($1, $2, $3, $4, $5)', [
          stage.here,
          context.actorId,
          role,
          context.partnerId,
          context.kind === 'funder_committed',
        ])
        // What a release holds is read by those who opened it.
        await client.query('select app.open_release($1, null)', [stage.here])
        if (cowrites !== '') await client.query(`select set_config('app.cowrites', $1, true)`, [cowrites])
        if (purpose !== '') await client.query('select app.set_purpose($1)', [purpose])
      }
      return await work(client)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }

  async function readFaults(table: Table): Promise<string[]> {
    const faults: string[] = []
    for (const context of contexts) {
      const rule = fill((READABLE[table.name] ?? WHOLE_TENANT)[context.kind], context)
      const [due] = await stage.rows<{ seen: string }>(
        `select count(*) || ' ' || ${hash(table.key)} as seen from app.${table.name} t where t.${table.tenant} = $1 and (${rule})`,
      )
      // A person's own roles are theirs in every initiative (D21).
      const foreign =
        table.name === 'role_assignments' ? `t.initiative_id <> $1 and t.user_id is distinct from '${context.actorId}'::uuid` : `t.${table.tenant} <> $1`
      const seen = await under(context, (client) =>
        client.query<{ seen: string; foreign: number }>(
          `select count(*) filter (where t.${table.tenant} = $1) || ' ' || ${hash(`case when t.${table.tenant} = $1 then ${table.key} end`)} as seen,
           count(*) filter (where ${foreign})::int as foreign from app.${table.name} t`,
          [stage.here],
        ),
      )
      if (seen.rows[0]?.seen !== due?.seen) faults.push(`${context.kind} sees ${seen.rows[0]?.seen} rows of ${table.name} instead of ${due?.seen}`)
      if (seen.rows[0]?.foreign !== 0) faults.push(`${context.kind} sees ${seen.rows[0]?.foreign} rows of ${table.name} of others`)
    }
    // The tenant's wall alone: maintenance lifts the others, and lists initiatives by design.
    const [elsewhere] = await stage.rows<{ count: number }>(
      `select count(*)::int as count from app.${table.name} t where t.${table.tenant} = $1`,
      [],
      stage.elsewhere,
    )
    if (elsewhere?.count === 0) faults.push(`${table.name} has no row elsewhere, so nothing is proved of it`)
    const others = table.name === 'role_assignments' ? `t.user_id is distinct from '${contexts[0]?.actorId}'::uuid and` : ''
    const maintained = await under(
      contexts[0] as Context,
      (client) =>
        client.query<{ foreign: number }>(`select count(*)::int as foreign from app.${table.name} t where ${others} t.${table.tenant} <> $1`, [stage.here]),
      'maintenance',
    )
    if (table.name !== 'initiatives' && maintained.rows[0]?.foreign !== 0)
      faults.push(`${maintained.rows[0]?.foreign} rows of ${table.name} of others are seen`)
    const unset = await under(null, (client) => client.query<{ count: number }>(`select count(*)::int as count from app.${table.name} t`))
    if (unset.rows[0]?.count !== 0) faults.push(`without a context ${unset.rows[0]?.count} rows of ${table.name} are seen`)
    return faults
  }

  /** A row of our own cannot be written into another initiative, whatever the purpose. */
  async function tenantWriteFaults(table: Table): Promise<string[]> {
    if (!table.writable.includes(table.tenant)) return []
    const [sample] = await stage.rows<{ row: Record<string, unknown> }>(
      `select to_jsonb(t) as row from app.${table.name} t where t.${table.tenant} = $1 limit 1`,
    )
    if (sample === undefined) return [`${table.name} has no row to try`]
    const columns = table.writable.join(', ')
    return under(
      contexts[0] as Context,
      async (client) => {
        try {
          const moved = JSON.stringify({ ...sample.row, [table.tenant]: stage.elsewhere })
          await client.query(`insert into app.${table.name} (${columns}) select ${columns} from jsonb_populate_record(null::app.${table.name}, $1)`, [moved])
          return [`a row of ${table.name} was written into another initiative`]
        } catch (error) {
          const { message } = error as Error
          return message.includes('row-level security') ? [] : [`${table.name}: ${message}`]
        }
      },
      'maintenance',
    )
  }

  async function writeFaults(table: string): Promise<string[]> {
    const faults: string[] = []
    for (const write of WRITES.filter((one) => one.table === table)) {
      for (const [attempt, due] of [
        [write.refused, 'refused'],
        [write.allowed, 'done'],
      ] as const) {
        if (attempt === undefined) continue
        const context = contexts.find(({ kind }) => kind === attempt.as) as Context
        const sql = fill(attempt.sql, context)
        const [cowritten] =
          attempt.cowrites === undefined
            ? []
            : await stage.rows<{ ids: string }>(
                `select array_agg(n.id)::text as ids from app.learning_notes n where n.initiative_id = $1 and ${fill(attempt.cowrites, context)}`,
              )
        const attempted = async (client: PoolClient) => {
          try {
            return (await client.query(sql)).rowCount === 0 ? 'refused' : 'done'
          } catch (error) {
            // Any other refusal comes after the wall: it did not hold.
            const { message } = error as Error
            return message.includes('row-level security') ? 'refused' : message
          }
        }
        const outcome = await under(context, attempted, '', cowritten?.ids ?? '')
        if (outcome !== due) faults.push(`${write.what}: ${outcome} for ${attempt.as}`)
      }
    }
    return faults
  }

  return {
    tables,
    async faultsOf(name) {
      const table = tables.get(name) as Table
      return [...(await readFaults(table)), ...(await tenantWriteFaults(table)), ...(await writeFaults(name))]
    },
  }
}
