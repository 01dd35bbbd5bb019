import { sql } from 'kysely'
import type { CellComponents } from '#shared/progress/components.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What is asked about, before anything is known of it. */
export interface ScopeQuestion {
  readonly initiativeId: string
  readonly today: string
  readonly topTerritoryId: string | null
  readonly level: string | null
  readonly territories: readonly string[] | null
  readonly indicators: readonly string[] | null
  readonly partners: readonly string[] | null
  readonly byPartner: boolean
  /** How the last period is looked for, with the day it must have ended by; null when periods are named. */
  readonly latest: { readonly by: string; readonly basis: string; readonly partnerIds: readonly string[] | null; readonly states: readonly string[] } | null
}

export interface VersionRow {
  id: string
  indicator_id: string
  code: string
  scope: 'population' | 'performance'
  valid_from: string
  unit_kind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  counting_unit: 'persons' | 'households' | 'organisations' | 'places' | 'events' | 'things' | 'money'
  temporal_kind: 'flow' | 'stock' | 'snapshot'
  accumulation: 'per_period' | 'year_to_date' | 'since_start'
  tracked_accumulation: 'per_period' | 'year_to_date' | 'since_start'
  periods_distinct: boolean
  direction: 'increase' | 'decrease' | 'maintain'
  maintain_lo: string | null
  maintain_hi: string | null
  containment: boolean
  parts_unknown: boolean
  denominator_shared: boolean
  complete_list: boolean
  frequency: 'month' | 'quarter' | 'semester' | 'year' | 'school_year' | 'fiscal_year' | 'every_n_years' | 'ad_hoc'
  every_n_years: number | null
  status_periods: string[] | null
  overlap_partners: 'none' | 'possible' | 'unknown'
  overlap_territories: 'none' | 'possible' | 'unknown'
  tolerance: string | null
  on_track_ratio: string
  watch_ratio: string
  min_coverage: string
  min_denominator: number
  due_days: number
  targets: TargetRow[] | null
  overlaps: { territory_id: string | null; rate: string; estimated_on: string; applies_from: string | null; applies_to: string | null }[] | null
}
export interface PeriodRow {
  id: string
  kind: string
  code: string
  starts_on: string
  ends_on: string
}
export interface TargetRow {
  scope: 'whole' | 'each' | 'one'
  territory_id: string | null
  partner_id: string | null
  category: string
  value: string
  decided_on: string | null
  superseded_on: string | null
  period_id: string
}
export interface PlaceRow {
  id: string
  code: string
  level: string
  level_id: string
  rank: number
  is_top: boolean
  is_above_top: boolean
  valid_from: string | null
  valid_to: string | null
}
export interface BaselineRow {
  version_id: string
  territory_id: string
  category: string
  value: string | null
  numerator: string | null
  denominator: string | null
  period_id: string | null
}
export interface Scope {
  versions: VersionRow[]
  periods: PeriodRow[]
  places: PlaceRow[]
  baselines: BaselineRow[]
  breaks: { territory_id: string; occurred_on: string }[]
  partners: { id: string; code: string }[]
  latest: { indicator_id: string; period_id: string }[]
  known_territories: string[]
  level_exists: boolean
}

/** Indicators asked for, in every version, with target points and overlap estimates. */
const versionsPart = ({ initiativeId, indicators }: ScopeQuestion) => sql`
  select v.id, v.indicator_id, i.code, i.scope, v.valid_from, v.unit_kind, v.counting_unit, v.temporal_kind, v.accumulation, v.tracked_accumulation, v.periods_distinct,
    v.direction, v.maintain_lo::text, v.maintain_hi::text, v.containment, v.parts_unknown, v.denominator_shared, v.complete_list, v.frequency, v.every_n_years,
    v.status_periods, v.overlap_partners, v.overlap_territories, v.tolerance::text, v.on_track_ratio::text, v.watch_ratio::text, v.min_coverage::text,
    v.min_denominator, v.due_days, i.position,
    (select json_agg(t) from (
      select tp.scope, tp.territory_id, tp.partner_id, tp.category, tp.value::text, tp.decided_on, tp.superseded_on, tp.period_id
      from app.target_points tp where tp.initiative_id = ${initiativeId} and tp.indicator_version_id = v.id) t) as targets,
    (select json_agg(e) from (
      select o.territory_id, o.rate::text, o.estimated_on, o.applies_from, o.applies_to
      from app.overlap_estimates o
      where o.initiative_id = ${initiativeId} and (o.indicator_version_id = v.id or o.indicator_id = v.indicator_id) and o.withdrawn_at is null
      order by o.estimated_on desc, o.created_at desc, o.id) e) as overlaps
  from app.indicators i
  join app.indicator_versions v on v.initiative_id = i.initiative_id and v.indicator_id = i.id
  where i.initiative_id = ${initiativeId} and i.archived_on is null and (${indicators}::text[] is null or i.code = any (${indicators}::text[]))`

/** Territories asked for: of a level, of the given codes, of the level within the given codes, or the top. */
function placesPart({ initiativeId, today, topTerritoryId, level, territories }: ScopeQuestion) {
  const withinCodes = sql`t.id in (
    with recursive within as (
      select w.id, wl.hierarchy from app.territories w join app.territory_levels wl on wl.initiative_id = w.initiative_id and wl.id = w.level_id
      where w.initiative_id = ${initiativeId} and w.code = any (${territories}::text[])
      union
      select tp.territory_id, within.hierarchy from within cross join lateral (
        select x.* from app.territory_parents x where x.initiative_id = ${initiativeId} and x.parent_id = within.id offset 0) tp
      where tp.hierarchy in (within.hierarchy, (select a.hierarchy from app.territory_levels a where a.initiative_id = ${initiativeId} and a.code = ${level}::text)) and tp.valid_from <= ${today} and (tp.valid_to is null or tp.valid_to > ${today}))
    select id from within)`
  const chosen =
    level !== null
      ? territories === null
        ? sql`l.code = ${level}`
        : sql`l.code = ${level} and ${withinCodes}`
      : territories !== null
        ? sql`t.code = any (${territories}::text[])`
        : topTerritoryId !== null
          ? sql`t.id = ${topTerritoryId}`
          : sql`l.id = (select h.id from app.territory_levels h where h.initiative_id = ${initiativeId} and h.hierarchy = 'main' order by h.rank desc limit 1)`
  return sql`
    select t.id, t.code, l.code as level, l.id as level_id, l.rank, coalesce(t.id = ${topTerritoryId}::uuid, false) as is_top,
      coalesce(l.hierarchy = top.hierarchy and l.rank > top.rank, false) as is_above_top, t.valid_from, t.valid_to
    from app.territories t
    join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
    left join (
      select tl.hierarchy, tl.rank from app.territories tt join app.territory_levels tl on tl.initiative_id = tt.initiative_id and tl.id = tt.level_id
      where tt.initiative_id = ${initiativeId} and tt.id = ${topTerritoryId}::uuid) top on true
    where t.initiative_id = ${initiativeId} and ${chosen}`
}

/**
 * For each indicator the last period whose status counts: in season, and due or sufficiently covered.
 * It is read from the whole initiative's cell, else from the asked territories; of one territory from its own; for a
 * partner hat from its own figures.
 */
function latestPart({ initiativeId, today, topTerritoryId, territories, level }: ScopeQuestion, latest: NonNullable<ScopeQuestion['latest']>) {
  const inOrder = sql`
    select x.* from candidate x where x.indicator_id = i.indicator_id order by x.ends_on desc offset 0`
  const counts = sql`(c.reported_count > 0 or c.own_presence = 'reported') and (x.due_on < ${today} or c.own_presence = 'reported' or c.received_weight >= x.min_coverage * c.expected_weight)`
  const cell = (where: ReturnType<typeof sql>) => sql`exists (
    select 1 from app.cells c where c.initiative_id = ${initiativeId} and c.indicator_version_id = x.version_id and c.period_id = x.period_id
      and c.flavour = ${latest.basis} and c.category = 'TOTAL' and ${where} and ${counts})`
  const ofPartner = sql`exists (
    select 1 from app.observations o where o.initiative_id = ${initiativeId} and o.indicator_version_id = x.version_id and o.period_id = x.period_id
      and o.partner_id = any (${latest.partnerIds}::uuid[]) and o.state = any (${latest.states}::text[]) and o.presence = 'reported')`
  // One territory asked for by itself shows its own last figure; territories side by side show one period.
  const isAlone = level === null && territories?.length === 1
  const whole = cell(
    sql`c.territory_id = ${topTerritoryId}::uuid and c.level_id = (select t.level_id from app.territories t where t.initiative_id = ${initiativeId} and t.id = ${topTerritoryId}::uuid)`,
  )
  const second = cell(sql`(c.territory_id, c.level_id) in (select place.id, place.level_id from place)`)
  const first = latest.partnerIds !== null ? ofPartner : isAlone ? second : whole
  return sql`
    select i.indicator_id, coalesce(whole.period_id, asked.period_id, begun.period_id) as period_id
    from (select distinct indicator_id from version) i
    left join lateral (select x.period_id from (${inOrder}) x where ${first} limit 1) whole on true
    left join lateral (select x.period_id from (${inOrder}) x where whole.period_id is null and ${latest.partnerIds !== null ? sql`false` : second} limit 1) asked on true
    left join lateral (
      select x.period_id from candidate x where x.indicator_id = i.indicator_id and whole.period_id is null and asked.period_id is null
      order by (x.due_on < ${today}) desc, x.ends_on desc limit 1) begun on true`
}

/** Pairs of indicator and period among which the last one is looked for; the version is the one that held. */
const candidatesPart = (initiativeId: string, today: string, by: string) => sql`
  , candidate as materialized (
    select distinct on (v.indicator_id, p.id) v.indicator_id, v.id as version_id, p.id as period_id, p.ends_on, p.ends_on + v.due_days as due_on, v.min_coverage::numeric
    from version v
    join app.reporting_periods p on p.initiative_id = ${initiativeId} and p.kind = case v.frequency when 'every_n_years' then 'year' else v.frequency end
      and p.starts_on <= ${today} and p.ends_on <= ${by} and v.valid_from <= p.ends_on
      and (v.status_periods is null or cardinality(v.status_periods) = 0 or split_part(p.code, '-', 2) = any (v.status_periods) or p.code = any (v.status_periods))
    order by v.indicator_id, p.id, v.valid_from desc)`

/** Everything needed to plan the reading of figures, in one round trip; what is not asked is not looked up. */
export async function readScope(trx: Trx, question: ScopeQuestion): Promise<Scope> {
  const { initiativeId, today, territories, partners, byPartner, level, latest } = question
  const none = sql`'[]'::json`
  const { rows } = await sql<Scope>`
    with version as materialized (${versionsPart(question)}),
    place as materialized (${placesPart(question)})
    ${latest === null ? sql`` : candidatesPart(initiativeId, today, latest.by)}
    select
      (select coalesce(json_agg(v order by v.position, v.code, v.valid_from), ${none}) from version v) as versions,
      (select coalesce(json_agg(p order by p.ends_on), ${none}) from (
        select r.id, r.kind, r.code, r.starts_on, r.ends_on from app.reporting_periods r where r.initiative_id = ${initiativeId}) p) as periods,
      (select coalesce(json_agg(t order by t.rank desc, t.code), ${none}) from place t) as places,
      (select coalesce(json_agg(b), ${none}) from (
        select bl.indicator_version_id as version_id, bl.territory_id, bl.category, bl.value::text, bl.numerator::text, bl.denominator::text, bl.period_id
        from app.baselines bl
        where bl.initiative_id = ${initiativeId} and not bl.is_pending and bl.indicator_version_id = any (array(select v.id from version v))
          and bl.territory_id = any (array(select p.id from place p))) b) as baselines,
      (select coalesce(json_agg(s), ${none}) from (
        select place.id as territory_id, ts.occurred_on from app.territory_successions ts join place on place.id in (ts.from_id, ts.to_id) and place.id is distinct from ts.territory_id
        where ts.initiative_id = ${initiativeId} and ts.kind <> 'rename') s) as breaks,
      ${latest === null ? none : sql`(select coalesce(json_agg(l), ${none}) from (${latestPart(question, latest)}) l)`} as latest,
      ${
        !byPartner
          ? none
          : sql`(select coalesce(json_agg(q), ${none}) from (
        select pa.id, pa.code from app.partners pa where pa.initiative_id = ${initiativeId} and (${partners}::text[] is null or pa.code = any (${partners}::text[]))) q)`
      } as partners,
      ${territories === null ? none : sql`(select coalesce(json_agg(distinct k.code), ${none}) from app.territories k where k.initiative_id = ${initiativeId} and k.code = any (${territories}::text[]))`} as known_territories,
      ${level === null ? sql`true` : sql`exists (select 1 from app.territory_levels l where l.initiative_id = ${initiativeId} and l.code = ${level}::text)`} as level_exists`.execute(
    trx,
  )
  return rows[0] as Scope
}

/** A cell, or a partner's figure in the same shape. `slot` counts the asked pairs of version and period from 1. */
export interface ComponentRow extends CellComponents {
  slot: number
  territoryId: string
  category: string
  partnerId: string | null
}

export interface Pairs {
  readonly versionIds: readonly string[]
  readonly periodIds: readonly string[]
}

/** Cells of the given pairs of version and period, of the given territories. */
export async function readCells(
  trx: Trx,
  initiativeId: string,
  pairs: Pairs,
  places: readonly PlaceRow[],
  basis: string,
  category: string,
): Promise<ComponentRow[]> {
  const { rows } = await sql<ComponentRow>`
    select u.slot::int as slot, c.territory_id as "territoryId", c.category, null as "partnerId",
      c.sum_value as "sumValue", c.sum_numerator as "sumNumerator", c.sum_denominator as "sumDenominator", c.sum_value_n as "sumValueN", c.sum_n as "sumN",
      c.lower_bound as "lowerBound", c.upper_bound as "upperBound", c.yes_count as "yesCount", c.no_count as "noCount", c.reported_count as "reportedCount",
      c.missing_count as "missingCount", c.not_applicable_count as "notApplicableCount", c.not_expected_count as "notExpectedCount",
      c.weight_missing_count as "weightMissingCount", c.own_value as "ownValue", c.own_numerator as "ownNumerator", c.own_denominator as "ownDenominator",
      c.own_n as "ownN", c.own_bool as "ownBool", c.own_presence as "ownPresence", c.expected_weight as "expectedWeight", c.received_weight as "receivedWeight", c.flags
    from unnest(${pairs.versionIds}::uuid[], ${pairs.periodIds}::uuid[]) with ordinality as u(v, p, slot)
    join app.cells c on c.initiative_id = ${initiativeId} and c.indicator_version_id = u.v and c.period_id = u.p and c.flavour = ${basis}
      and c.level_id = any (${[...new Set(places.map((place) => place.level_id))]}::uuid[]) and c.territory_id = any (${places.map((place) => place.id)}::uuid[])
      ${category === '*' ? sql`` : sql`and c.category = ${category}`}`.execute(trx)
  return rows
}

/**
 * The given territories with everything below them, each with the days between which it lay there:
 * `tree(root, id, since, until)`. What is below one is looked up for it alone: a join would read every territory at each step.
 */
export const treeBelow = (initiativeId: string, territoryIds: readonly string[]) => sql`
  tree as (
    select t.id as root, t.id, l.hierarchy, date '0001-01-01' as since, null::date as until
    from app.territories t join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
    where t.initiative_id = ${initiativeId} and t.id = any (${territoryIds}::uuid[])
    union all
    select tree.root, tp.territory_id, tree.hierarchy, greatest(tree.since, tp.valid_from), least(tree.until, tp.valid_to)
    from tree cross join lateral (
      select x.* from app.territory_parents x where x.initiative_id = ${initiativeId} and x.parent_id = tree.id and x.hierarchy = tree.hierarchy offset 0) tp
    where coalesce(least(tree.until, tp.valid_to) > greatest(tree.since, tp.valid_from), true))`

/** Pairs and territories for which somebody owes a figure, there or below: slots with territory ids. */
export async function listOwed(
  trx: Trx,
  initiativeId: string,
  pairs: Pairs,
  territoryIds: readonly string[],
): Promise<{ slot: number; territoryId: string }[]> {
  const { rows } = await sql<{ slot: number; territoryId: string }>`
    with recursive ${treeBelow(initiativeId, territoryIds)}
    select distinct u.slot::int as slot, tree.root as "territoryId"
    from unnest(${pairs.versionIds}::uuid[], ${pairs.periodIds}::uuid[]) with ordinality as u(v, p, slot)
    ${assignmentsOf(initiativeId)}
    join tree on tree.id = a.territory_id and tree.since <= rp.ends_on and (tree.until is null or tree.until > rp.ends_on)`.execute(trx)
  return rows
}

/** Assignments `a` that hold for the pair `u(v, p)` at the end of its period `rp`. */
const assignmentsOf = (initiativeId: string) => sql`
    join app.indicator_versions iv on iv.initiative_id = ${initiativeId} and iv.id = u.v
    join app.reporting_periods rp on rp.initiative_id = ${initiativeId} and rp.id = u.p and rp.kind = case iv.frequency when 'every_n_years' then 'year' else iv.frequency end
    join app.reporting_assignments a on a.initiative_id = ${initiativeId} and a.indicator_id = iv.indicator_id and not a.paused
      and a.valid_from <= rp.ends_on and (a.valid_to is null or a.valid_to >= rp.ends_on) and (a.period_filter is null or split_part(rp.code, '-', 2) = any (a.period_filter))`

/** A partner's code. */
export async function codeOfPartner(trx: Trx, initiativeId: string, partnerId: string): Promise<string | null> {
  const row = await trx.selectFrom('partners').select('code').where('initiative_id', '=', initiativeId).where('id', '=', partnerId).executeTakeFirst()
  return row?.code ?? null
}
