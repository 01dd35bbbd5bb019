import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** What a file of indicators may write besides figures. */
export type LoadedKind = 'indicator' | 'indicator_version' | 'baseline' | 'baseline_revision' | 'target_point' | 'target_proposal'

const KINDS = [
  ['indicator', 'indicators', 's1'],
  ['indicator_version', 'indicator_versions', 's2'],
  ['baseline', 'baselines', 's3'],
  ['baseline_revision', 'baseline_revisions', 's4'],
  ['target_point', 'target_points', 's5'],
  ['target_proposal', 'target_proposals', 's6'],
] as const satisfies readonly (readonly [LoadedKind, string, string])[]

/** Every row that belongs to some indicators, whole, with the code of its indicator. */
function rowsOf(initiativeId: string, codes: readonly string[]) {
  const ofVersion = (table: 'baselines' | 'baseline_revisions' | 'target_points' | 'target_proposals', kind: LoadedKind) => sql`
    select ${kind}::text, o.id, v.code, to_jsonb(o) from app.${sql.id(table)} o join versions v on v.id = o.indicator_version_id
    where o.initiative_id = ${initiativeId}::uuid`
  return sql`(
    with named as (select i.id, i.code from app.indicators i where i.initiative_id = ${initiativeId}::uuid and i.code = any (${codes}::text[])),
      versions as (select v.id, n.code from app.indicator_versions v join named n on n.id = v.indicator_id where v.initiative_id = ${initiativeId}::uuid)
    select 'indicator' as kind, o.id as row_id, o.code as indicator_code, to_jsonb(o) as whole
    from app.indicators o join named n on n.id = o.id where o.initiative_id = ${initiativeId}::uuid
    union all
    select 'indicator_version', o.id, v.code, to_jsonb(o) from app.indicator_versions o join versions v on v.id = o.id where o.initiative_id = ${initiativeId}::uuid
    union all ${ofVersion('baselines', 'baseline')}
    union all ${ofVersion('baseline_revisions', 'baseline_revision')}
    union all ${ofVersion('target_points', 'target_point')}
    union all ${ofVersion('target_proposals', 'target_proposal')})`
}

/** Locks the versions of some indicators: whoever sets their baselines and targets follows. */
export async function lockVersionsOf(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<void> {
  await sql`
    select 1 from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    where v.initiative_id = ${initiativeId}::uuid and i.code = any (${codes}::text[]) order by v.id for no key update of v`.execute(trx)
}

/** Before a file changes anything of these indicators: every row as it stands. */
export async function keepStanding(trx: Trx, initiativeId: string, loadId: string, codes: readonly string[]): Promise<void> {
  await sql`
    insert into app.loaded_rows (initiative_id, load_id, kind, row_id, indicator_code, former)
    select ${initiativeId}::uuid, ${loadId}::uuid, s.kind, s.row_id, s.indicator_code, s.whole from ${rowsOf(initiativeId, codes)} s`.execute(trx)
}

/** Afterwards: every row as the file left it; what it did not touch is forgotten. */
export async function keepMadeRows(trx: Trx, initiativeId: string, loadId: string, codes: readonly string[]): Promise<void> {
  await sql`
    insert into app.loaded_rows as l (initiative_id, load_id, kind, row_id, indicator_code, made)
    select ${initiativeId}::uuid, ${loadId}::uuid, s.kind, s.row_id, s.indicator_code, s.whole from ${rowsOf(initiativeId, codes)} s
    on conflict (initiative_id, load_id, kind, row_id) do update set made = excluded.made`.execute(trx)
  await sql`delete from app.loaded_rows l where l.initiative_id = ${initiativeId}::uuid and l.load_id = ${loadId}::uuid and l.former is not distinct from l.made`.execute(
    trx,
  )
}

export interface LoadedRow {
  readonly kind: LoadedKind
  readonly id: string
  readonly code: string
  readonly isCreated: boolean
  /** Somebody changed or removed it since. */
  readonly isTouched: boolean
  readonly territory: string | null
  readonly period: string | null
}

/** What a file wrote with what stands now. */
export async function loadedRows(trx: Trx, initiativeId: string, loadId: string): Promise<LoadedRow[]> {
  // One by one by the key, whatever the planner thinks of a table that has just been filled.
  const standing = sql.join(
    KINDS.map(
      ([kind, table, name]) =>
        sql`left join app.${sql.id(table)} ${sql.id(name)} on l.kind = ${kind}::text and ${sql.id(name)}.initiative_id = l.initiative_id and ${sql.id(name)}.id = l.row_id`,
    ),
    sql` `,
  )
  const whole = sql`coalesce(${sql.join(KINDS.map(([, , name]) => sql`to_jsonb(${sql.id(name)})`))})`
  const { rows } = await sql<LoadedRow>`
    select l.kind, l.row_id as id, l.indicator_code as code, l.former is null as "isCreated", ${whole} is distinct from l.made as "isTouched", t.code as territory, p.code as period
    from app.loaded_rows l
    ${standing}
    left join app.territories t on t.initiative_id = l.initiative_id and t.id = (l.made ->> 'territory_id')::uuid
    left join app.reporting_periods p on p.initiative_id = l.initiative_id and p.id = (l.made ->> 'period_id')::uuid
    where l.initiative_id = ${initiativeId}::uuid and l.load_id = ${loadId}::uuid
    order by l.indicator_code, l.kind, t.code, p.code`.execute(trx)
  return rows
}

export async function codesOfLoad(trx: Trx, initiativeId: string, loadId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('loaded_rows')
    .select('indicator_code')
    .distinct()
    .where('initiative_id', '=', initiativeId)
    .where('load_id', '=', loadId)
    .execute()
  return rows.map((row) => row.indicator_code)
}

const TABLES = { baseline: 'baselines', baseline_revision: 'baseline_revisions', target_point: 'target_points', target_proposal: 'target_proposals' } as const

/** Removes rows that a file created. */
export async function removeLoaded(trx: Trx, initiativeId: string, kind: keyof typeof TABLES, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`delete from app.${sql.id(TABLES[kind])} o where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])`.execute(trx)
}

/** Gives baselines that a file replaced their former row back. */
export async function restoreBaselines(trx: Trx, initiativeId: string, loadId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update app.baselines o set period_id = f.period_id, value = f.value, numerator = f.numerator, denominator = f.denominator, sample_n = f.sample_n,
      is_pending = f.is_pending, due_on = f.due_on, source_fr = f.source_fr, source_en = f.source_en, flags = f.flags,
      decision = f.decision, decided_by = f.decided_by, decided_on = f.decided_on, reason_fr = f.reason_fr, reason_en = f.reason_en, set_by = f.set_by
    from app.loaded_rows l cross join lateral jsonb_populate_record(null::app.baselines, l.former) f
    where l.initiative_id = ${initiativeId}::uuid and l.load_id = ${loadId}::uuid and l.kind = 'baseline' and l.row_id = any (${ids}::uuid[])
      and o.initiative_id = l.initiative_id and o.id = l.row_id`.execute(trx)
}

/** Target points that a file superseded hold again. */
export async function restorePoints(trx: Trx, initiativeId: string, loadId: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    update app.target_points o set superseded_on = f.superseded_on, superseded_by = f.superseded_by,
      superseded_reason_fr = f.superseded_reason_fr, superseded_reason_en = f.superseded_reason_en
    from app.loaded_rows l cross join lateral jsonb_populate_record(null::app.target_points, l.former) f
    where l.initiative_id = ${initiativeId}::uuid and l.load_id = ${loadId}::uuid and l.kind = 'target_point' and l.row_id = any (${ids}::uuid[])
      and o.initiative_id = l.initiative_id and o.id = l.row_id`.execute(trx)
}

export async function forgetRows(trx: Trx, initiativeId: string, loadIds: readonly string[]): Promise<void> {
  if (loadIds.length === 0) return
  await sql`delete from app.loaded_rows l where l.initiative_id = ${initiativeId}::uuid and l.load_id = any (${loadIds}::uuid[])`.execute(trx)
}
