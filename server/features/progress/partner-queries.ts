import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { treeBelow, type ComponentRow, type Pairs } from './queries.ts'

/**
 * What each partner reported in the given territories and below, in the shape of a cell, and who
 * owed a figure and gave none. Read from the observations by index (D19): each lookup stands in a subquery of its
 * own, because the planner takes row level security for far more selective than it is and would join whole tables.
 * @param partnerIds whose figures; null for every partner
 */
export async function readPartnerFigures(
  trx: Trx,
  initiativeId: string,
  pairs: Pairs,
  territoryIds: readonly string[],
  partnerIds: readonly string[] | null,
  states: readonly string[],
  category: string,
): Promise<ComponentRow[]> {
  const ofPartners = (column: ReturnType<typeof sql>) => (partnerIds === null ? sql`${column} is not null` : sql`${column} = any (${partnerIds}::uuid[])`)
  const { rows } = await sql<ComponentRow>`
    with recursive ${treeBelow(initiativeId, territoryIds)},
    reach as materialized (
      select day.ends_on, tree.root, array_agg(tree.id) as ids
      from (select distinct d.ends_on from app.reporting_periods d where d.initiative_id = ${initiativeId} and d.id = any (${pairs.periodIds}::uuid[])) day
      join tree on tree.since <= day.ends_on and (tree.until is null or tree.until > day.ends_on)
      group by day.ends_on, tree.root),
    asked as materialized (
      select u.slot, u.v, u.p, iv.indicator_id, iv.overlap_territories, rp.ends_on, split_part(rp.code, '-', 2) as ending, reach.root, reach.ids,
        rp.kind = case iv.frequency when 'every_n_years' then 'year' else iv.frequency end as owes
      from unnest(${pairs.versionIds}::uuid[], ${pairs.periodIds}::uuid[]) with ordinality as u(v, p, slot)
      join app.indicator_versions iv on iv.initiative_id = ${initiativeId} and iv.id = u.v
      join app.reporting_periods rp on rp.initiative_id = ${initiativeId} and rp.id = u.p
      join reach on reach.ends_on = rp.ends_on),
    figure as (
      select q.slot, q.root, o.partner_id, o.category, o.value, o.numerator, o.denominator, o.sample_n, o.bool_value, o.presence, o.flags,
        o.is_direct_total and o.territory_id = q.root as is_own, q.overlap_territories
      from asked q
      cross join lateral (
        select * from app.observations x
        where x.initiative_id = ${initiativeId} and x.indicator_version_id = q.v and x.period_id = q.p and x.territory_id = any (q.ids) and ${ofPartners(sql`x.partner_id`)}
          and x.state = any (${states}::text[]) ${category === '*' ? sql`` : sql`and x.category = ${category}`} offset 0) o
      where not o.is_direct_total or o.territory_id = q.root),
    total as (
      select slot, root, partner_id, category,
        sum(value) filter (where not is_own) as sum_value, sum(numerator) filter (where not is_own) as sum_numerator,
        sum(denominator) filter (where not is_own and numerator is not null) as sum_denominator,
        sum(value * sample_n) filter (where not is_own) as sum_value_n, sum(sample_n) filter (where not is_own and value is not null) as sum_n,
        case when min(overlap_territories) = 'none' then sum(value) filter (where not is_own) else max(value) filter (where not is_own) end as lower_bound,
        count(*) filter (where bool_value and not is_own)::int as yes_count, count(*) filter (where not bool_value and not is_own)::int as no_count,
        count(*) filter (where presence = 'reported' and not is_own)::int as reported_count, count(*) filter (where presence = 'missing' and not is_own)::int as missing_count,
        count(*) filter (where presence = 'not_applicable' and not is_own)::int as not_applicable_count,
        count(*) filter (where presence = 'not_expected' and not is_own)::int as not_expected_count,
        count(*) filter (where value is not null and sample_n is null and not is_own)::int as weight_missing_count,
        (array_agg(value) filter (where is_own))[1] as own_value, (array_agg(numerator) filter (where is_own))[1] as own_numerator,
        (array_agg(denominator) filter (where is_own))[1] as own_denominator, (array_agg(sample_n) filter (where is_own))[1] as own_n,
        (array_agg(bool_value) filter (where is_own))[1] as own_bool, (array_agg(presence) filter (where is_own))[1] as own_presence,
        count(*) filter (where presence in ('reported', 'not_applicable'))::int as received
      from figure group by slot, root, partner_id, category),
    flag as (
      select slot, root, partner_id, category, array_agg(distinct name order by name) as flags
      from figure cross join lateral unnest(figure.flags) as name group by slot, root, partner_id, category),
    owed as (
      select q.slot, q.root, a.partner_id, count(*)::int as expected
      from asked q
      cross join lateral (
        select x.partner_id from app.reporting_assignments x
        where q.owes and x.initiative_id = ${initiativeId} and x.indicator_id = q.indicator_id and x.territory_id = any (q.ids) and ${ofPartners(sql`x.partner_id`)} and not x.paused
          and x.valid_from <= q.ends_on and (x.valid_to is null or x.valid_to >= q.ends_on) and (x.period_filter is null or q.ending = any (x.period_filter)) offset 0) a
      group by q.slot, q.root, a.partner_id)
    select coalesce(total.slot, owed.slot)::int as slot, coalesce(total.root, owed.root) as "territoryId", coalesce(total.category, 'TOTAL') as category,
      coalesce(total.partner_id, owed.partner_id) as "partnerId",
      total.sum_value as "sumValue", total.sum_numerator as "sumNumerator", total.sum_denominator as "sumDenominator", total.sum_value_n as "sumValueN", total.sum_n as "sumN",
      total.lower_bound as "lowerBound", total.sum_value as "upperBound", coalesce(total.yes_count, 0) as "yesCount", coalesce(total.no_count, 0) as "noCount",
      coalesce(total.reported_count, 0) as "reportedCount", coalesce(total.missing_count, 0) as "missingCount", coalesce(total.not_applicable_count, 0) as "notApplicableCount",
      coalesce(total.not_expected_count, 0) as "notExpectedCount", coalesce(total.weight_missing_count, 0) as "weightMissingCount",
      total.own_value as "ownValue", total.own_numerator as "ownNumerator", total.own_denominator as "ownDenominator", total.own_n as "ownN", total.own_bool as "ownBool",
      total.own_presence as "ownPresence", greatest(owed.expected, total.received, 0)::text as "expectedWeight", coalesce(total.received, 0)::text as "receivedWeight",
      coalesce(flag.flags, '{}') as flags
    from total
    full join owed on owed.slot = total.slot and owed.root = total.root and owed.partner_id = total.partner_id and total.category = 'TOTAL'
    left join flag on flag.slot = total.slot and flag.root = total.root and flag.partner_id = total.partner_id and flag.category = total.category
    where total.slot is not null or ${category === '*' || category === 'TOTAL'}`.execute(trx)
  return rows
}
