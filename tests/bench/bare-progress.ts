import type { Pool } from 'pg'
import { assembleSeries, type KnownPeriod, type Series } from '#shared/progress/assemble.ts'
import type { CellComponents } from '#shared/progress/components.ts'
import { planVersions, type VersionPlan } from '#server/features/progress/plan.ts'
import type { BaselineRow, PeriodRow, PlaceRow, VersionRow } from '#server/features/progress/queries.ts'
import { readPeriods, readPlaces, readRules } from '#server/features/progress/scope.ts'

export interface Facts {
  readonly initiativeId: string
  readonly userId: string
  readonly today: string
  readonly topId: string
}

interface ScopeRow {
  versions: VersionRow[]
  periods: PeriodRow[]
  places: PlaceRow[]
  baselines: BaselineRow[]
  latest: { indicator_id: string; period_id: string }[] | null
}

/**
 * Definitions, targets, periods, places, baselines and the last period of each indicator, written for each question alone.
 * $1 initiative, $2 today, $3 top territory, $4 level or territory, $5 indicator.
 */
const scopeOf = (place: 'level' | 'territory', isOneIndicator: boolean) => `
  with version as materialized (
    select v.id, v.indicator_id, i.code, i.scope, v.valid_from, v.unit_kind, v.counting_unit, v.temporal_kind, v.accumulation, v.tracked_accumulation, v.periods_distinct, v.direction,
      v.maintain_lo::text, v.maintain_hi::text, v.containment, v.parts_unknown, v.denominator_shared, v.complete_list, v.frequency, v.every_n_years, v.status_periods, v.overlap_partners,
      v.overlap_territories, v.tolerance::text, v.on_track_ratio::text, v.watch_ratio::text, v.min_coverage::text, v.min_denominator, v.due_days, i.position,
      (select json_agg(t) from (select tp.scope, tp.territory_id, tp.partner_id, tp.category, tp.value::text, tp.decided_on, tp.superseded_on, tp.period_id
        from app.target_points tp where tp.initiative_id = $1 and tp.indicator_version_id = v.id) t) as targets
    from app.indicators i join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
    where i.initiative_id = $1 ${isOneIndicator ? 'and i.code = $5' : ''}),
  place as materialized (
    select t.id, t.code, l.code as level, l.id as level_id, l.rank, t.id = $3::uuid as is_top, false as is_above_top, t.valid_from, t.valid_to
    from app.territory_levels l join app.territories t on t.initiative_id = l.initiative_id and t.level_id = l.id
    where l.initiative_id = $1 and ${place === 'level' ? 'l' : 't'}.code = $4),
  past as materialized (select id, ends_on from app.reporting_periods where initiative_id = $1 and ends_on <= $2::date order by ends_on desc)
  select
    (select json_agg(v order by v.position, v.code) from version v) as versions,
    (select json_agg(p order by p.ends_on) from (select id, kind, code, starts_on, ends_on from app.reporting_periods where initiative_id = $1) p) as periods,
    (select json_agg(p order by p.code) from place p) as places,
    (select coalesce(json_agg(b), '[]') from (
      select b.indicator_version_id as version_id, b.territory_id, b.category, b.value::text, b.numerator::text, b.denominator::text, b.period_id
      from version cross join place join app.baselines b on b.initiative_id = $1 and b.indicator_version_id = version.id and b.territory_id = place.id) b) as baselines,
    (select json_agg(x) from (
      select v.indicator_id, (
        select past.id from past where past.ends_on + v.due_days < $2::date and exists (
          select 1 from app.cells c where c.initiative_id = $1 and c.indicator_version_id = v.id and c.period_id = past.id and c.territory_id = $3::uuid and c.flavour = 'validated'
            and c.category = 'TOTAL' and c.reported_count > 0) limit 1) as period_id
      from version v) x) as latest`

const COLUMNS = `c.sum_value as "sumValue", c.sum_numerator as "sumNumerator", c.sum_denominator as "sumDenominator", c.sum_value_n as "sumValueN", c.sum_n as "sumN", c.lower_bound as "lowerBound",
  c.upper_bound as "upperBound", c.yes_count as "yesCount", c.no_count as "noCount", c.reported_count as "reportedCount", c.missing_count as "missingCount",
  c.not_applicable_count as "notApplicableCount", c.not_expected_count as "notExpectedCount", c.weight_missing_count as "weightMissingCount", c.own_value as "ownValue",
  c.own_numerator as "ownNumerator", c.own_denominator as "ownDenominator", c.own_n as "ownN", c.own_bool as "ownBool", c.own_presence as "ownPresence",
  c.expected_weight as "expectedWeight", c.received_weight as "receivedWeight", c.flags`

const CELLS = `
  select u.slot::int as slot, c.territory_id as "territoryId", null as "partnerId", null as "partnerCode", ${COLUMNS}
  from unnest($2::uuid[], $3::uuid[]) with ordinality as u(v, p, slot)
  join app.cells c on c.initiative_id = $1 and c.indicator_version_id = u.v and c.period_id = u.p and c.level_id = $4 and c.flavour = 'validated' and c.category = 'TOTAL'`

/** What each partner reported in one territory and just below it, in the shape of a cell; $4 is the territory. */
const PARTNERS = `
  with place as (select $4::uuid as id union all select tp.territory_id from app.territory_parents tp where tp.initiative_id = $1 and tp.parent_id = $4),
  total as (
    select u.slot, o.partner_id, sum(o.value) as "sumValue", sum(o.numerator) as "sumNumerator", sum(o.denominator) filter (where o.numerator is not null) as "sumDenominator",
      sum(o.value * o.sample_n) as "sumValueN", sum(o.sample_n) filter (where o.value is not null) as "sumN",
      count(*) filter (where o.presence = 'reported')::int as "reportedCount", count(*) filter (where o.presence = 'missing')::int as "missingCount",
      count(*) filter (where o.presence = 'not_applicable')::int as "notApplicableCount", count(*) filter (where o.presence = 'not_expected')::int as "notExpectedCount",
      count(*) filter (where o.value is not null and o.sample_n is null)::int as "weightMissingCount", count(*) filter (where o.presence in ('reported', 'not_applicable'))::int as received
    from unnest($2::uuid[], $3::uuid[]) with ordinality as u(v, p, slot) cross join place
    join app.observations o on o.initiative_id = $1 and o.indicator_version_id = u.v and o.period_id = u.p and o.territory_id = place.id
    where o.partner_id is not null and o.state in ('validated', 'published') and o.category = 'TOTAL'
    group by u.slot, o.partner_id),
  owed as (
    select u.slot, a.partner_id, count(*)::int as expected
    from unnest($2::uuid[], $3::uuid[]) with ordinality as u(v, p, slot) cross join place
    join app.indicator_versions iv on iv.initiative_id = $1 and iv.id = u.v
    join app.reporting_periods rp on rp.initiative_id = $1 and rp.id = u.p
    join app.reporting_assignments a on a.initiative_id = $1 and a.indicator_id = iv.indicator_id and a.territory_id = place.id
    where a.partner_id is not null and not a.paused and a.valid_from <= rp.ends_on and (a.valid_to is null or a.valid_to >= rp.ends_on)
    group by u.slot, a.partner_id)
  select slot::int as slot, $4::uuid as "territoryId", pa.id as "partnerId", pa.code as "partnerCode", t."sumValue", t."sumNumerator", t."sumDenominator", t."sumValueN", t."sumN",
    t."sumValue" as "lowerBound", t."sumValue" as "upperBound", 0 as "yesCount", 0 as "noCount", coalesce(t."reportedCount", 0) as "reportedCount", coalesce(t."missingCount", 0) as "missingCount",
    coalesce(t."notApplicableCount", 0) as "notApplicableCount", coalesce(t."notExpectedCount", 0) as "notExpectedCount", coalesce(t."weightMissingCount", 0) as "weightMissingCount",
    null as "ownValue", null as "ownNumerator", null as "ownDenominator", null as "ownN", null as "ownBool", null as "ownPresence",
    greatest(w.expected, t.received, 0)::text as "expectedWeight", coalesce(t.received, 0)::text as "receivedWeight", '{}'::text[] as flags
  from total t full join owed w using (slot, partner_id) join app.partners pa on pa.initiative_id = $1 and pa.id = partner_id`

interface ReadRow extends CellComponents {
  slot: number
  territoryId: string
  partnerId: string | null
  partnerCode: string | null
}

/** Progress of all or one indicator, by territory of a level or by partner of one territory, of the last period or a span. */
export async function readProgress(pool: Pool, facts: Facts, query: Record<string, string>) {
  const isByPartner = query.by === 'partner'
  const isOne = query.indicator !== undefined
  const place = query.territory === undefined ? 'level' : 'territory'
  const scope = (
    await pool.query<ScopeRow>({
      name: `scope by ${place}${isOne ? ' of one' : ''}`,
      text: scopeOf(place, isOne),
      values: [facts.initiativeId, facts.today, facts.topId, query.territory ?? query.level, ...(isOne ? [query.indicator] : [])],
    })
  ).rows[0] as ScopeRow
  const periods = readPeriods(scope.periods)
  const places = readPlaces(scope.places, [])
  const rules = readRules(scope.versions, scope.baselines, periods)
  const latest = new Map(scope.latest?.map((row) => [row.indicator_id, row.period_id]))
  const inSpan = periods.filter(({ code }) => query.from !== undefined && query.to !== undefined && code >= query.from && code <= query.to)
  const plans = planVersions(
    rules,
    periods,
    (indicator) => (query.from === undefined ? periods.filter(({ id }) => id === latest.get(indicator)) : inSpan),
    isByPartner,
  )
  const slots = plans.flatMap((plan) => plan.read.map((period) => ({ plan, period })))
  const values = [
    facts.initiativeId,
    slots.map(({ plan }) => plan.rules.versionId),
    slots.map(({ period }) => period.id),
    isByPartner ? places[0]?.id : scope.places[0]?.level_id,
  ]
  const { rows } = await pool.query<ReadRow>(isByPartner ? { name: 'partners', text: PARTNERS, values } : { name: 'cells', text: CELLS, values })
  return {
    basis: 'validated',
    asOf: facts.today,
    release: null,
    cells: plans.flatMap((plan) => seriesOf(plan, places, rows, slots, isByPartner).flatMap((series) => assemble(series, plan, facts.today, query))),
  }
}

function seriesOf(
  plan: VersionPlan,
  places: ReturnType<typeof readPlaces>,
  rows: readonly ReadRow[],
  slots: readonly { plan: VersionPlan; period: KnownPeriod }[],
  isByPartner: boolean,
): Series[] {
  const byPlace = new Map(places.map((place) => [place.id, place]))
  const found = new Map<string, { series: Series; rows: Map<string, CellComponents> }>()
  if (!isByPartner) for (const place of places) found.set(place.id, open({ rules: plan.rules, place, partner: null, category: 'TOTAL' }))
  for (const row of rows) {
    const slot = slots[row.slot - 1]
    const place = byPlace.get(row.territoryId)
    if (slot?.plan !== plan || place === undefined) continue
    const key = isByPartner ? `${row.partnerCode}` : row.territoryId
    const partner = row.partnerId === null || row.partnerCode === null ? null : { id: row.partnerId, code: row.partnerCode }
    const one = found.get(key) ?? open({ rules: plan.rules, place, partner, category: 'TOTAL' })
    found.set(key, one)
    one.rows.set(slot.period.id, row)
  }
  const all = [...found]
  return (isByPartner ? all.sort(([a], [b]) => (a < b ? -1 : 1)) : all).map(([, { series }]) => series)
}

function open(series: Omit<Series, 'rows'>): { series: Series; rows: Map<string, CellComponents> } {
  const rows = new Map<string, CellComponents>()
  return { series: { ...series, rows }, rows }
}

function assemble(series: Series, plan: VersionPlan, today: string, query: Record<string, string>) {
  return assembleSeries(series, {
    periods: plan.read,
    shown: plan.shown,
    previousOf: plan.previousOf,
    precedingOf: plan.precedingOf,
    isOwed: () => false,
    showsAbsent: () => false,
    standpoint: { today, latestBy: query.from === undefined ? today : null },
    fiscalStartMonth: 4,
    showsComputed: true,
  })
}
