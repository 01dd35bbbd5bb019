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
  readonly decision: string | null
  readonly decidedBy: string | null
  readonly decidedOn: string | null
  /** Not the figure that stands: how it was decided is told anew. */
  readonly fresh: boolean
}

/** Why figures change, on which day and by which account. */
export interface Why {
  readonly reasonFr: string | null
  readonly reasonEn: string | null
  readonly on: string
  readonly by: string | null
}

/** Sets baselines by territory and category; a figure that stays keeps what was said of its decision where nothing new is. */
export async function upsertBaselines(trx: Trx, initiativeId: string, versionId: string, records: readonly BaselineRecord[], why: Why): Promise<void> {
  const given = sql`json_to_recordset(${JSON.stringify(records)}::json) as r(territory uuid, category text, period uuid, value numeric, numerator numeric, denominator numeric,
    n numeric, pending boolean, due date, "sourceFr" text, "sourceEn" text, decision text, "decidedBy" text, "decidedOn" date, fresh boolean)`
  await sql`
    insert into app.baselines (initiative_id, indicator_version_id, territory_id, category, period_id, value, numerator, denominator, sample_n, is_pending, due_on, source_fr, source_en)
    select ${initiativeId}::uuid, ${versionId}::uuid, r.territory, r.category, r.period, r.value, r.numerator, r.denominator, r.n, r.pending, r.due, r."sourceFr", r."sourceEn"
    from ${given}
    order by r.territory, r.category
    on conflict (initiative_id, indicator_version_id, territory_id, category) do update set
      period_id = excluded.period_id, value = excluded.value, numerator = excluded.numerator, denominator = excluded.denominator, sample_n = excluded.sample_n,
      is_pending = excluded.is_pending, due_on = excluded.due_on, source_fr = excluded.source_fr, source_en = excluded.source_en`.execute(trx)
  await sql`
    update app.baselines b set
      decision = case when r.fresh then r.decision else coalesce(r.decision, b.decision) end,
      decided_by = case when r.fresh then r."decidedBy" else coalesce(r."decidedBy", b.decided_by) end,
      decided_on = case when r.fresh then coalesce(r."decidedOn", ${why.on}::date) else coalesce(r."decidedOn", b.decided_on) end,
      reason_fr = case when r.fresh then ${why.reasonFr}::text else coalesce(b.reason_fr, ${why.reasonFr}::text) end,
      reason_en = case when r.fresh then ${why.reasonEn}::text else coalesce(b.reason_en, ${why.reasonEn}::text) end,
      set_by = case when r.fresh then ${why.by}::uuid else b.set_by end
    from ${given}
    where b.initiative_id = ${initiativeId}::uuid and b.indicator_version_id = ${versionId}::uuid and b.territory_id = r.territory and b.category = r.category`.execute(
    trx,
  )
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
export async function keepBaselines(trx: Trx, initiativeId: string, ids: readonly string[], why: Why): Promise<void> {
  if (ids.length === 0) return
  await sql`
    insert into app.baseline_revisions (initiative_id, indicator_version_id, territory_id, category, period_id, value, numerator, denominator, sample_n,
      source_fr, source_en, reason_fr, reason_en, replaced_on, replaced_by, decision, decided_on, decided_by, set_reason_fr, set_reason_en)
    select b.initiative_id, b.indicator_version_id, b.territory_id, b.category, b.period_id, b.value, b.numerator, b.denominator, b.sample_n,
      b.source_fr, b.source_en, ${why.reasonFr}, ${why.reasonEn}, ${why.on}::date, ${why.by}::uuid, b.decision, b.decided_on, b.decided_by, b.reason_fr, b.reason_en
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

/** Keeps points as superseded from a day, with the reason. */
export async function supersedePoints(trx: Trx, initiativeId: string, ids: readonly string[], why: Why): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('target_points')
    .set({ superseded_on: why.on, superseded_by: why.by, superseded_reason_fr: why.reasonFr, superseded_reason_en: why.reasonEn })
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
  readonly decidedBy: string | null
  readonly decidedOn: string | null
  readonly reasonFr: string | null
  readonly reasonEn: string | null
  readonly setBy: string | null
  /** The point whose place it takes. */
  readonly replaces: string | null
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
        decided_by: record.decidedBy,
        decided_on: record.decidedOn,
        reason_fr: record.reasonFr,
        reason_en: record.reasonEn,
        set_by: record.setBy,
        replaces_id: record.replaces,
      })),
    )
    .execute()
}
