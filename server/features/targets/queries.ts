import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Territories by code as they stand on a day. */
export function territoriesOn(trx: Trx, initiativeId: string, codes: readonly string[], on: string) {
  return trx
    .selectFrom('territories')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .where((eb) => eb.or([eb('valid_from', 'is', null), eb('valid_from', '<=', on)]))
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>', on)]))
    .execute()
}

/** Code of a territory. */
export async function codeOfTerritory(trx: Trx, initiativeId: string, id: string | null): Promise<string | null> {
  if (id === null) return null
  const row = await trx.selectFrom('territories').select('code').where('initiative_id', '=', initiativeId).where('id', '=', id).executeTakeFirst()
  return row?.code ?? null
}

export function partnersNamed(trx: Trx, initiativeId: string, codes: readonly string[]) {
  return trx
    .selectFrom('partners')
    .select(['id', 'code'])
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .execute()
}

/** Locks the version whose baselines and targets are about to change: two savers follow one another. */
export async function lockVersion(trx: Trx, initiativeId: string, versionId: string): Promise<void> {
  await trx.selectFrom('indicator_versions').select('id').where('initiative_id', '=', initiativeId).where('id', '=', versionId).forNoKeyUpdate().execute()
}

export interface BaselineRecord {
  readonly territory: string
  readonly category: string
  readonly period: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
  readonly pending: boolean
  readonly due: string | null
  readonly sourceFr: string | null
  readonly sourceEn: string | null
}

/** Sets baselines by territory and category. */
export async function upsertBaselines(trx: Trx, initiativeId: string, versionId: string, records: readonly BaselineRecord[]): Promise<void> {
  await sql`
    insert into app.baselines (initiative_id, indicator_version_id, territory_id, category, period_id, value, numerator, denominator, sample_n, is_pending, due_on, source_fr, source_en)
    select ${initiativeId}::uuid, ${versionId}::uuid, r.territory, r.category, r.period, r.value, r.numerator, r.denominator, r.n, r.pending, r.due, r."sourceFr", r."sourceEn"
    from json_to_recordset(${JSON.stringify(records)}::json) as r(territory uuid, category text, period uuid, value numeric, numerator numeric, denominator numeric, n numeric,
      pending boolean, due date, "sourceFr" text, "sourceEn" text)
    order by r.territory, r.category
    on conflict (initiative_id, indicator_version_id, territory_id, category) do update set
      period_id = excluded.period_id, value = excluded.value, numerator = excluded.numerator, denominator = excluded.denominator, sample_n = excluded.sample_n,
      is_pending = excluded.is_pending, due_on = excluded.due_on, source_fr = excluded.source_fr, source_en = excluded.source_en`.execute(trx)
}

export interface MeasuredBaseline {
  readonly id: string
  readonly territory: string
  readonly category: string
  readonly period: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly n: string | null
}

/** Baselines of a version that have a figure: pending ones replace nothing. */
export function measuredBaselines(trx: Trx, initiativeId: string, versionId: string): Promise<MeasuredBaseline[]> {
  return trx
    .selectFrom('baselines')
    .select(['id', 'territory_id as territory', 'category', 'period_id as period', 'value', 'numerator', 'denominator', 'sample_n as n'])
    .where('initiative_id', '=', initiativeId)
    .where('indicator_version_id', '=', versionId)
    .where('is_pending', '=', false)
    .execute()
}

/** Keeps baselines as they are now, before they change. */
export async function keepBaselines(
  trx: Trx,
  initiativeId: string,
  ids: readonly string[],
  change: { reasonFr: string | null; reasonEn: string | null; on: string },
): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into app.baseline_revisions (initiative_id, indicator_version_id, territory_id, category, period_id, value, numerator, denominator, sample_n,
      source_fr, source_en, reason_fr, reason_en, replaced_on)
    select b.initiative_id, b.indicator_version_id, b.territory_id, b.category, b.period_id, b.value, b.numerator, b.denominator, b.sample_n,
      b.source_fr, b.source_en, ${change.reasonFr}, ${change.reasonEn}, ${change.on}::date
    from app.baselines b where b.initiative_id = ${initiativeId}::uuid and b.id = any (${ids}::uuid[])`.execute(trx)
}

/** Baselines of a version, with the last day of their periods. */
export function baselinesOf(trx: Trx, initiativeId: string, versionId: string) {
  return trx
    .selectFrom('baselines as b')
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'b.initiative_id').onRef('t.id', '=', 'b.territory_id'))
    .leftJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'b.initiative_id').onRef('p.id', '=', 'b.period_id'))
    .select(['t.code as territoryCode', 'b.category', 'b.value', 'b.numerator', 'b.denominator', 'p.ends_on as endsOn'])
    .where('b.initiative_id', '=', initiativeId)
    .where('b.indicator_version_id', '=', versionId)
    .execute()
}

export interface PointRow {
  id: string
  scope: 'whole' | 'each' | 'one'
  territoryId: string | null
  territoryCode: string | null
  category: string
  periodId: string
  periodCode: string
  endsOn: string
  value: string
}

/** The initiative's own points of a version that hold now. */
export function activePoints(trx: Trx, initiativeId: string, versionId: string): Promise<PointRow[]> {
  return trx
    .selectFrom('target_points as tp')
    .innerJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'tp.initiative_id').onRef('p.id', '=', 'tp.period_id'))
    .leftJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'tp.initiative_id').onRef('t.id', '=', 'tp.territory_id'))
    .select([
      'tp.id',
      'tp.territory_id as territoryId',
      't.code as territoryCode',
      'tp.category',
      'tp.period_id as periodId',
      'p.code as periodCode',
      'p.ends_on as endsOn',
      'tp.value',
    ])
    .select(sql<'whole' | 'each' | 'one'>`tp.scope`.as('scope'))
    .where('tp.initiative_id', '=', initiativeId)
    .where('tp.indicator_version_id', '=', versionId)
    .where('tp.superseded_on', 'is', null)
    .where('tp.partner_id', 'is', null)
    .execute()
}

/** Keeps points as superseded from a day. */
export async function supersedePoints(trx: Trx, initiativeId: string, ids: readonly string[], on: string): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('target_points')
    .set({ superseded_on: on })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', sql<string>`any (${ids}::uuid[])`)
    .execute()
}

export interface PointRecord {
  readonly scope: 'whole' | 'each' | 'one'
  readonly territory: string | null
  readonly category: string
  readonly period: string
  readonly value: string
  readonly decision: string | null
  readonly decided: string | null
  readonly reasonFr: string | null
  readonly reasonEn: string | null
}

export async function insertPoints(trx: Trx, initiativeId: string, versionId: string, records: readonly PointRecord[]): Promise<void> {
  if (records.length === 0) return
  await trx
    .insertInto('target_points')
    .values(
      records.map((record) => ({
        initiative_id: initiativeId,
        indicator_version_id: versionId,
        scope: record.scope,
        territory_id: record.territory,
        category: record.category,
        period_id: record.period,
        value: record.value,
        decision: record.decision,
        decided_on: record.decided,
        reason_fr: record.reasonFr,
        reason_en: record.reasonEn,
      })),
    )
    .execute()
}
