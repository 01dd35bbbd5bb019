import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

export interface CompletenessRow {
  period: string
  indicator: string
  partner: string | null
  expected: number
  received: number
  onTime: number
  validated: number
}

/**
 * What was owed for a period and came in, by indicator and partner: only counts leave the database.
 * Owed: the assignment holds, its due date has passed, and no event excuses it (flag S) (domain 3.10).
 * @param period code; null: the last period of which something is due
 */
export async function countReports(trx: Trx, initiativeId: string, period: string | null, today: string, timeZone: string): Promise<CompletenessRow[]> {
  const { rows } = await sql<CompletenessRow>`
    with owed as (
      select p.id as period_id, p.code as period, p.ends_on, i.code as indicator, v.id as version_id, a.territory_id, a.partner_id, p.ends_on + v.due_days as due_on
      from app.reporting_periods p
      join app.indicator_versions v on v.initiative_id = p.initiative_id and p.kind = case v.frequency when 'every_n_years' then 'year' else v.frequency end
        and v.valid_from <= p.ends_on and (v.valid_to is null or v.valid_to >= p.ends_on)
      join app.indicators i on i.initiative_id = p.initiative_id and i.id = v.indicator_id and i.archived_on is null
      join app.reporting_assignments a on a.initiative_id = p.initiative_id and a.indicator_id = i.id and not a.paused
        and a.valid_from <= p.ends_on and (a.valid_to is null or a.valid_to >= p.ends_on)
        and (a.period_filter is null or split_part(p.code, '-', 2) = any (a.period_filter))
      where p.initiative_id = ${initiativeId} and p.ends_on + v.due_days < ${today}
        and ${
          period === null
            ? sql`p.ends_on = (
          select max(q.ends_on) from app.reporting_periods q
          join app.indicator_versions w on w.initiative_id = q.initiative_id and q.kind = case w.frequency when 'every_n_years' then 'year' else w.frequency end
            and w.valid_from <= q.ends_on and (w.valid_to is null or w.valid_to >= q.ends_on)
          join app.indicators j on j.initiative_id = q.initiative_id and j.id = w.indicator_id and j.archived_on is null
          where q.initiative_id = ${initiativeId} and q.ends_on + w.due_days < ${today} and exists (
            select 1 from app.reporting_assignments b where b.initiative_id = ${initiativeId} and b.indicator_id = j.id and not b.paused
              and b.valid_from <= q.ends_on and (b.valid_to is null or b.valid_to >= q.ends_on)
              and (b.period_filter is null or split_part(q.code, '-', 2) = any (b.period_filter))))`
            : sql`p.code = ${period}`
        }),
    report as (
      select owed.*, o.state in ('submitted', 'validated', 'published') and o.presence in ('reported', 'not_applicable') as is_received,
        o.state in ('validated', 'published') as is_validated,
        (coalesce(o.submitted_at, o.validated_at, o.updated_at) at time zone ${timeZone})::date <= owed.due_on as is_on_time
      from owed
      left join app.observations o on o.initiative_id = ${initiativeId} and o.indicator_version_id = owed.version_id and o.period_id = owed.period_id
        and o.territory_id = owed.territory_id and o.partner_id is not distinct from owed.partner_id and o.category = 'TOTAL'
      where not coalesce(o.presence = 'missing' and 'S' = any (o.flags), false))
    select report.period, report.indicator, pa.code as partner, count(*)::int as expected, count(*) filter (where is_received)::int as received,
      count(*) filter (where is_received and is_on_time)::int as "onTime", count(*) filter (where is_received and is_validated)::int as validated
    from report left join app.partners pa on pa.initiative_id = ${initiativeId} and pa.id = report.partner_id
    group by report.period, report.ends_on, report.indicator, pa.code
    order by report.ends_on, report.period, report.indicator, pa.code`.execute(trx)
  return rows
}
