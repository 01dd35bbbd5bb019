import { sql } from 'kysely'
import type { Contribution } from '#shared/releases/contributors.ts'
import type { ReleaseCatalogue } from '#shared/releases/contract.ts'
import type { ParentFacts } from '#shared/releases/relations.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'

/** What the building of a release reads besides figures, and the places that it freezes. */

export interface VersionRow {
  id: string
  indicator: string
  indicatorId: string
  validFrom: string
  validTo: string | null
  unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  countingUnit: string
  temporalKind: 'flow' | 'stock' | 'snapshot'
  accumulation: 'per_period' | 'year_to_date' | 'since_start'
  trackedAccumulation: 'per_period' | 'year_to_date' | 'since_start'
  suppressionApplies: boolean
  sourceKind: string
}

/** Every version of the given indicators, oldest first. */
export function versionsForRelease(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<VersionRow[]> {
  return trx
    .selectFrom('indicator_versions as v')
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'v.initiative_id').onRef('i.id', '=', 'v.indicator_id'))
    .select([
      'v.id',
      'i.code as indicator',
      'i.id as indicatorId',
      'v.valid_from as validFrom',
      'v.valid_to as validTo',
      'v.unit_kind as unitKind',
      'v.counting_unit as countingUnit',
      'v.temporal_kind as temporalKind',
      'v.accumulation',
      'v.tracked_accumulation as trackedAccumulation',
      'v.suppression_applies as suppressionApplies',
      'v.source_kind as sourceKind',
    ])
    .where('v.initiative_id', '=', initiativeId)
    .where('i.code', 'in', [...codes])
    .orderBy('i.code')
    .orderBy('v.valid_from')
    .execute() as Promise<VersionRow[]>
}

/** Smallest count that is shown, and the smallest denominator of a share. */
export async function thresholdsOf(trx: Trx, initiativeId: string): Promise<{ smallestShown: number; minDenominator: number; guardsMoney: boolean }> {
  return trx
    .selectFrom('initiatives')
    .select(['small_count_k as smallestShown', 'min_denominator as minDenominator', 'guards_money as guardsMoney'])
    .where('id', '=', initiativeId)
    .executeTakeFirstOrThrow()
}

/** Amounts of money as partners gave them. */
export async function listContributions(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<Contribution[]> {
  const { rows } = await sql<Contribution>`
    select t.code as territory, rp.code as period, o.category, p.code as partner, o.value::text as amount
    from app.observations o
    join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    join app.reporting_periods rp on rp.initiative_id = o.initiative_id and rp.id = o.period_id
    join app.partners p on p.initiative_id = o.initiative_id and p.id = o.partner_id
    where o.initiative_id = ${initiativeId} and o.indicator_version_id = any (${[...versionIds]}::uuid[])
      and o.state in ('validated', 'published') and o.value is not null`.execute(trx)
  return rows
}

/** Which places lie in which, with dates. */
export async function listParents(trx: Trx, initiativeId: string): Promise<ParentFacts[]> {
  const { rows } = await sql<ParentFacts>`
    select c.code as child, p.code as parent, tp.hierarchy, tp.valid_from as "validFrom", tp.valid_to as "validTo"
    from app.territory_parents tp
    join app.territories c on c.initiative_id = tp.initiative_id and c.id = tp.territory_id
    join app.territories p on p.initiative_id = tp.initiative_id and p.id = tp.parent_id
    where tp.initiative_id = ${initiativeId}`.execute(trx)
  return rows
}

/** Starting points with their parts: of a small one nothing may be told. */
export async function listStarts(trx: Trx, initiativeId: string, versionIds: readonly string[]) {
  const { rows } = await sql<{
    versionId: string
    territory: string
    category: string
    value: string | null
    numerator: string | null
    denominator: string | null
    period: string | null
  }>`
    select b.indicator_version_id as "versionId", t.code as territory, b.category, b.value::text, b.numerator::text, b.denominator::text, p.code as period
    from app.baselines b
    join app.territories t on t.initiative_id = b.initiative_id and t.id = b.territory_id
    left join app.reporting_periods p on p.initiative_id = b.initiative_id and p.id = b.period_id
    where b.initiative_id = ${initiativeId} and b.indicator_version_id = any (${versionIds}::uuid[]) and not b.is_pending`.execute(trx)
  return rows
}

/** Categories that gather those of whom nothing is known. */
export async function unknownCategories(trx: Trx, initiativeId: string): Promise<ReadonlySet<string>> {
  const { rows } = await sql<{ text: string }>`
    select d.code || ':' || c.code as text from app.categories c
    join app.dimensions d on d.initiative_id = c.initiative_id and d.id = c.dimension_id
    where c.initiative_id = ${initiativeId} and c.is_unknown`.execute(trx)
  return new Set(rows.map(({ text }) => text))
}

/**
 * Why figures of an indicator changed since a moment, by period. A figure that was first handed in since then, past its due
 * date, is late (domain 8, situation 8): nothing of it was known at that moment.
 */
export async function reasonsSince(trx: Trx, initiativeId: string, versionIds: readonly string[], since: Date): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ period: string; reasons: string[] }>`
    select p.code as period, array_agg(distinct told.reason order by told.reason) as reasons
    from app.observation_revisions r
    join app.observations o on o.initiative_id = r.initiative_id and o.id = r.observation_id
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    join app.initiatives i on i.id = r.initiative_id
    cross join lateral (
      select case
        when r.reason not in ('entry', 'submission', 'return', 'validation') then r.reason
        when r.new_state in ('submitted', 'validated', 'published') and (r.at at time zone i.time_zone)::date > ${dueDateOf('o.partner_id')}
          and not exists (select from app.observation_revisions e where e.initiative_id = r.initiative_id and e.observation_id = r.observation_id
            and e.number < r.number and e.new_state in ('submitted', 'validated', 'published'))
          then 'late_data'
      end as reason
    ) told
    where r.initiative_id = ${initiativeId} and o.indicator_version_id = any (${versionIds}::uuid[]) and r.at > ${since}::timestamptz
      and told.reason is not null
    group by p.code`.execute(trx)
  return new Map(rows.map(({ period, reasons }) => [period, reasons]))
}

/** Freezes places of the given levels as they are on a day, with their shapes; of two that bore one code, the last. */
export async function freezeTerritories(trx: Trx, initiativeId: string, releaseId: string, levels: readonly string[], on: string): Promise<void> {
  await sql`
    insert into app.release_territories (initiative_id, release_id, code, name_fr, name_en, level, level_rank, hierarchy, parent, is_top, shape)
    select distinct on (t.code) t.initiative_id, ${releaseId}::uuid, t.code, t.name_fr, t.name_en, l.code, l.rank, l.hierarchy,
      (select p.code from app.territory_parents tp join app.territories p on p.initiative_id = tp.initiative_id and p.id = tp.parent_id
        where tp.initiative_id = t.initiative_id and tp.territory_id = t.id and tp.hierarchy = l.hierarchy and tp.valid_from <= ${on}::date
        order by tp.valid_from desc limit 1),
      coalesce(t.id = i.top_territory_id, false), s.geometry
    from app.territories t
    join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
    join app.initiatives i on i.id = t.initiative_id
    left join app.territory_shapes s on s.initiative_id = t.initiative_id and s.territory_id = t.id
    where t.initiative_id = ${initiativeId} and l.code = any (${levels}::text[])
    order by t.code, t.valid_from desc nulls last`.execute(trx)
}

/** What of the initiative and its partners is frozen beside the figures. */
export async function frozenNames(trx: Trx, initiativeId: string): Promise<Pick<ReleaseCatalogue, 'initiative' | 'levels' | 'partners'>> {
  const initiative = await trx
    .selectFrom('initiatives')
    .select([
      'slug',
      'name_fr as nameFr',
      'name_en as nameEn',
      'summary_fr as summaryFr',
      'summary_en as summaryEn',
      'main_language as mainLanguage',
      'currency_code as currencyCode',
      'is_demo as isDemo',
    ])
    .where('id', '=', initiativeId)
    .executeTakeFirstOrThrow()
  const levels = await trx
    .selectFrom('territory_levels')
    .select(['code', 'name_fr as nameFr', 'name_en as nameEn', 'rank', 'hierarchy'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('hierarchy')
    .orderBy('rank', 'desc')
    .execute()
  const partners = await trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.code', 'o.name', 'p.share_with_funder as shares'])
    .where('p.initiative_id', '=', initiativeId)
    .orderBy('p.code')
    .execute()
  return { initiative, levels, partners: partners.map(({ shares, ...one }) => ({ ...one, audience: shares ? 'funder' : 'circle' })) }
}
