import type { Pool, PoolClient } from 'pg'
import type { Facts } from './bare-progress.ts'

export interface SaveItem {
  indicator: string
  territory: string
  partner: string
  period: string
  value?: string
  numerator?: string
  denominator?: string
  sampleN?: string
  version?: number
}
export interface MoveItem {
  id: string
  version: number
}

interface Looked {
  index: number
  v: string
  t: string
  pa: string
  p: string
  id: string | null
  version: number | null
  old: unknown
}
interface Written {
  index: number
  id: string
  version: number
  created: boolean
  partner_id: string
  old: unknown
  new: unknown
}

const CONTENT = (
  row: string,
) => `jsonb_strip_nulls(jsonb_build_object('presence', ${row}.presence, 'value', ${row}.value::text, 'numerator', ${row}.numerator::text,
  'denominator', ${row}.denominator::text, 'sample_n', ${row}.sample_n::text))`

/** Codes looked up, and what stands under their key, locked. */
const LOOK = `
  select r.index, v.id as v, t.id as t, pa.id as pa, p.id as p, o.id, o.version, ${CONTENT('o')} as old
  from json_to_recordset($2::json) as r(index int, indicator text, territory text, partner text, period text)
  join app.indicators i on i.initiative_id = $1 and i.code = r.indicator
  join app.indicator_versions v on v.initiative_id = $1 and v.indicator_id = i.id
  join app.territories t on t.initiative_id = $1 and t.code = r.territory
  join app.partners pa on pa.initiative_id = $1 and pa.code = r.partner
  join app.reporting_periods p on p.initiative_id = $1 and p.code = r.period
  left join lateral (
    select x.id, x.version, x.presence, x.value, x.numerator, x.denominator, x.sample_n from app.observations x
    where x.initiative_id = $1 and x.indicator_version_id = v.id and x.period_id = p.id and x.territory_id = t.id and x.partner_id = pa.id and x.category = 'TOTAL' for update) o on true
  order by r.index`

/** Written over what stands where that is the version that was seen. */
const SAVE = `
  insert into app.observations as o (initiative_id, id, indicator_version_id, territory_id, partner_id, period_id, category, value, numerator, denominator, sample_n, state, origin,
    entered_on_behalf, entered_by, version, updated_at)
  select $1, coalesce(id, gen_random_uuid()), v, t, pa, p, 'TOTAL', value, numerator, denominator, "sampleN", 'draft', 'backbone', true, $3, coalesce(version, 0) + 1, $4::timestamptz
  from json_to_recordset($2::json) as r(id uuid, v uuid, t uuid, pa uuid, p uuid, value numeric, numerator numeric, denominator numeric, "sampleN" numeric, version int) order by v, p, t, pa
  on conflict on constraint observations_one_current_key do update set value = excluded.value, numerator = excluded.numerator, denominator = excluded.denominator, sample_n = excluded.sample_n,
    state = 'draft', origin = 'backbone', entered_on_behalf = true, entered_by = excluded.entered_by, submitted_at = null, validated_by = null, validated_at = null, same_person = false,
    version = excluded.version, updated_at = excluded.updated_at
    where o.version = excluded.version - 1 and o.state in ('draft', 'returned')
  returning o.id, o.version, o.partner_id, o.indicator_version_id || o.territory_id::text || o.partner_id || o.period_id as key, ${CONTENT('o')} as new`

const MOVE = `
  with item as (select r.* from json_to_recordset($2::json) as r(index int, id uuid, version int))
  update app.observations o set state = $3, version = o.version + 1, updated_at = $4::timestamptz, submitted_at = case when $3 = 'submitted' then $4::timestamptz end
  from item where o.initiative_id = $1 and o.id = item.id and o.version = item.version
  returning item.index, o.id, o.version, false as created, o.partner_id, ${CONTENT('o')} as old, ${CONTENT('o')} as new, o.indicator_version_id as v, o.territory_id as t, o.period_id as p`

const REVISIONS = `
  insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, author_id, at)
  select $1, r.id, r.version, r.partner_id, r.old, r.new, case when r.created then null else $3 end, $4, $5, $6, $7::timestamptz
  from json_to_recordset($2::json) as r(id uuid, version int, partner_id uuid, created boolean, old jsonb, new jsonb)`

const AUDIT = `
  insert into app.audit_log (initiative_id, at, actor_id, role, action, object_type, object_id, details) values ($1, $2, $3, 'backbone', $4, 'observation', $5, $6)`

async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const result = await work(client)
    await client.query('commit')
    return result
  } catch (error) {
    await client.query('rollback')
    throw error
  } finally {
    client.release()
  }
}

const answerOf = (rows: readonly Written[], state: string) => ({
  results: rows.map((row) => ({ index: row.index, outcome: row.created ? 'created' : 'changed', code: null, field: null, version: row.version, state })),
})

async function remember(
  client: PoolClient,
  { initiativeId, userId }: Facts,
  rows: readonly Written[],
  change: { oldState: string; newState: string; reason: string; action: string; now: Date },
): Promise<void> {
  const { oldState, newState, reason, action, now } = change
  await client.query({ name: 'revisions', text: REVISIONS, values: [initiativeId, JSON.stringify(rows), oldState, newState, reason, userId, now] })
  await client.query({
    name: 'audit',
    text: AUDIT,
    values: [initiativeId, now, userId, action, rows.length === 1 ? rows[0]?.id : null, JSON.stringify({ count: rows.length })],
  })
}

/** Saves figures as drafts. */
export function saveFigures(pool: Pool, facts: Facts, items: readonly SaveItem[]) {
  const now = new Date()
  return inTransaction(pool, async (client) => {
    const looked = (
      await client.query<Looked>({ name: 'look', text: LOOK, values: [facts.initiativeId, JSON.stringify(items.map((item, index) => ({ ...item, index })))] })
    ).rows
    const found = new Map(looked.map((row) => [`${row.v}${row.t}${row.pa}${row.p}`, row]))
    const saved = (
      await client.query<Omit<Written, 'index' | 'created' | 'old'> & { key: string }>({
        name: 'save',
        text: SAVE,
        values: [
          facts.initiativeId,
          JSON.stringify(looked.map((row) => ({ ...items[row.index], ...row, version: items[row.index]?.version ?? 0 }))),
          facts.userId,
          now,
        ],
      })
    ).rows
    const rows = saved
      .map((row): Written => {
        const before = found.get(row.key) as Looked
        return { ...row, index: before.index, created: before.id === null, old: before.id === null ? null : before.old }
      })
      .sort((a, b) => a.index - b.index)
    await remember(client, facts, rows, { oldState: 'draft', newState: 'draft', reason: 'entry', action: 'observations.save', now })
    return answerOf(rows, 'draft')
  })
}

/** Hands figures in or takes them back; the cells above them follow. */
export function moveFigures(pool: Pool, facts: Facts, move: 'submit' | 'take_back', items: readonly MoveItem[]) {
  const now = new Date()
  const [oldState, newState] = move === 'submit' ? (['draft', 'submitted'] as const) : (['submitted', 'draft'] as const)
  return inTransaction(pool, async (client) => {
    const { rows } = await client.query<Written & { v: string; t: string; p: string }>({
      name: 'move',
      text: MOVE,
      values: [facts.initiativeId, JSON.stringify(items.map((item, index) => ({ ...item, index }))), newState, now],
    })
    await remember(client, facts, rows, { oldState, newState, reason: move === 'submit' ? 'submission' : 'entry', action: `observations.${move}`, now })
    await client.query({
      name: 'recompute',
      text: 'select app.recompute_cells($1, $2::uuid[], $3::uuid[], $4::uuid[])',
      values: [facts.initiativeId, rows.map((row) => row.v), rows.map((row) => row.t), rows.map((row) => row.p)],
    })
    return answerOf(rows, newState)
  })
}
