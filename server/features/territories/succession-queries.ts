import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { SuccessionRow } from './change-draft.ts'

/** Successions with the codes of the territories, oldest first. */
export function listSuccessions(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('territory_successions as s')
    .innerJoin('territories as f', (join) => join.onRef('f.initiative_id', '=', 's.initiative_id').onRef('f.id', '=', 's.from_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 's.initiative_id').onRef('t.id', '=', 's.to_id'))
    .leftJoin('territories as p', (join) => join.onRef('p.initiative_id', '=', 's.initiative_id').onRef('p.id', '=', 's.territory_id'))
    .select(['s.id', 'f.code as from_code', 't.code as to_code', 'p.code as territory_code', 's.kind', 's.occurred_on', 's.weight', 's.note_fr', 's.note_en'])
    .select([
      'f.name_fr as from_fr',
      'f.name_en as from_en',
      't.name_fr as to_fr',
      't.name_en as to_en',
      'p.name_fr as territory_fr',
      'p.name_en as territory_en',
    ])
    .select(['s.former_code', 's.former_name_fr', 's.former_name_en'])
    .where('s.initiative_id', '=', initiativeId)
    .orderBy('s.occurred_on')
    .orderBy('s.id')
    .execute()
}

/** Merges and splits that ended some territories. */
export function listEndings(trx: Trx, initiativeId: string, territoryIds: readonly string[]) {
  return trx
    .selectFrom('territory_successions')
    .select(['from_id', 'to_id', 'occurred_on'])
    .where('initiative_id', '=', initiativeId)
    .where('from_id', '=', sql<string>`any (${territoryIds}::uuid[])`)
    .where('kind', 'in', ['merge', 'split'])
    .orderBy('occurred_on')
    .orderBy('id')
    .execute()
}

/** What became of territories, with the day and a word of explanation. */
export interface SuccessionRecord extends SuccessionRow {
  readonly occurredOn: string
  readonly noteFr: string | null
  readonly noteEn: string | null
}

/** Records successions. @returns their identifiers */
export async function insertSuccessions(trx: Trx, initiativeId: string, rows: readonly SuccessionRecord[]): Promise<Set<string>> {
  if (rows.length === 0) return new Set()
  const written = await trx
    .insertInto('territory_successions')
    .values(
      rows.map((row) => ({
        initiative_id: initiativeId,
        from_id: row.fromId,
        to_id: row.toId,
        territory_id: row.territoryId,
        kind: row.kind,
        occurred_on: row.occurredOn,
        weight: row.weight,
        former_code: row.formerCode,
        former_name_fr: row.formerNameFr,
        former_name_en: row.formerNameEn,
        note_fr: row.noteFr,
        note_en: row.noteEn,
      })),
    )
    .returning('id')
    .execute()
  return new Set(written.map(({ id }) => id))
}

/** A target or a starting point that was decided for a territory as it was before a day. */
export interface ReviewRow {
  what: 'target' | 'baseline'
  indicator: string
  name_fr: string
  name_en: string | null
  territory_code: string
  territory_fr: string
  territory_en: string | null
  period: string | null
  value: string | null
  occurred_on: string
}

/** Territories with a day on which they changed, and whether they ended on it; given or those on record. */
const changesOf = (initiativeId: string, given: readonly { id: string; on: string; ended: boolean }[] | null) =>
  given === null
    ? sql`
      select place.id, max(s.occurred_on) as occurred_on, bool_or(coalesce(t.valid_to <= s.occurred_on, false)) as ended
      from app.territory_successions s
      cross join lateral unnest(array[s.from_id, s.to_id]) as place(id)
      join app.territories t on t.initiative_id = s.initiative_id and t.id = place.id
      where s.initiative_id = ${initiativeId}::uuid and s.kind <> 'rename' and place.id is distinct from s.territory_id
      group by place.id`
    : sql`select r.id, r.occurred_on, r.ended from jsonb_to_recordset(${JSON.stringify(given.map(({ id, on, ended }) => ({ id, occurred_on: on, ended })))}::jsonb) as r(id uuid, occurred_on date, ended boolean)`

/**
 * Targets that hold after a day on which their territory changed and were decided before it, and starting points from
 * before it (situation 2); of partners' own targets none, and of a territory that ended no starting point: it stays its own.
 * @param given territories of a change that is only looked at; null: of every change on record
 */
export async function listReviews(trx: Trx, initiativeId: string, given: readonly { id: string; on: string; ended: boolean }[] | null): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`
    with change as materialized (${changesOf(initiativeId, given)}),
    whole as (select i.top_territory_id as id from app.initiatives i where i.id = ${initiativeId}::uuid),
    item as (
      select 'target' as what, tp.indicator_version_id, coalesce(tp.territory_id, whole.id) as territory_id, tp.period_id, tp.value::text as value, change.occurred_on
      from app.target_points tp
      cross join whole
      join app.reporting_periods rp on rp.initiative_id = ${initiativeId}::uuid and rp.id = tp.period_id
      join change on change.id = coalesce(tp.territory_id, whole.id) and rp.ends_on >= change.occurred_on
        and (tp.decided_on is null or tp.decided_on < change.occurred_on)
      where tp.initiative_id = ${initiativeId}::uuid and tp.superseded_on is null and tp.partner_id is null and tp.scope <> 'each'
      union all
      select 'baseline', b.indicator_version_id, b.territory_id, b.period_id,
        coalesce(b.value::text, b.numerator::text || '/' || b.denominator::text), change.occurred_on
      from app.baselines b
      join change on change.id = b.territory_id and not change.ended
      join app.reporting_periods rp on rp.initiative_id = ${initiativeId}::uuid and rp.id = b.period_id and rp.ends_on < change.occurred_on
      where b.initiative_id = ${initiativeId}::uuid and not b.is_pending and b.category = 'TOTAL')
    select item.what, i.code as indicator, v.name_fr, v.name_en, t.code as territory_code, t.name_fr as territory_fr, t.name_en as territory_en,
      rp.code as period, item.value, item.occurred_on
    from item
    join app.indicator_versions v on v.initiative_id = ${initiativeId}::uuid and v.id = item.indicator_version_id
    join app.indicators i on i.initiative_id = ${initiativeId}::uuid and i.id = v.indicator_id and i.archived_on is null
    join app.territories t on t.initiative_id = ${initiativeId}::uuid and t.id = item.territory_id
    join app.reporting_periods rp on rp.initiative_id = ${initiativeId}::uuid and rp.id = item.period_id
    where v.valid_to is null or v.valid_to >= item.occurred_on
    order by item.occurred_on desc, t.code, i.position, i.code, item.what desc, rp.ends_on
    limit 500`.execute(trx)
  return rows
}

/** How many assignments hold in territories after a day, and how many figures of later periods stand there. */
export async function countLeft(
  trx: Trx,
  initiativeId: string,
  territoryIds: readonly string[],
  on: string,
): Promise<{ assignments: number; figures: number }> {
  const { rows } = await sql<{ assignments: number; figures: number }>`
    select
      (select count(*)::int from app.reporting_assignments a
       where a.initiative_id = ${initiativeId}::uuid and a.territory_id = any (${territoryIds}::uuid[]) and (a.valid_to is null or a.valid_to >= ${on}::date)) as assignments,
      (select count(*)::int from app.observations o
       join app.reporting_periods rp on rp.initiative_id = o.initiative_id and rp.id = o.period_id and rp.ends_on >= ${on}::date
       where o.initiative_id = ${initiativeId}::uuid and o.territory_id = any (${territoryIds}::uuid[])) as figures`.execute(trx)
  return rows[0] ?? { assignments: 0, figures: 0 }
}
