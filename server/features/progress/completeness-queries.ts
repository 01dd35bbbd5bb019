import { sql, type RawBuilder } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'
import { figuresOf } from '#server/platform/db/figures-of.ts'

export interface CompletenessRow {
  period: string
  endsOn: string
  indicator: string
  partner: string | null
  expected: number
  received: number
  onTime: number
  validated: number
  excused: number
  expectedWeight: string
  receivedWeight: string
}

/** Which periods are counted; all null: the last one of which something is due. */
export interface PeriodSpan {
  readonly code: string | null
  /** First and last day of the periods. */
  readonly from: string | null
  readonly to: string | null
}

/** An indicator's version as far as it says what is owed when. */
const holds = (
  version: string,
  period: string,
) => sql`${sql.ref(`${period}.kind`)} = case ${sql.ref(`${version}.frequency`)} when 'every_n_years' then 'year' else ${sql.ref(`${version}.frequency`)} end
  and ${sql.ref(`${version}.valid_from`)} <= ${sql.ref(`${period}.ends_on`)} and (${sql.ref(`${version}.valid_to`)} is null or ${sql.ref(`${version}.valid_to`)} >= ${sql.ref(`${period}.ends_on`)})`
const binds = (
  assignment: string,
  period: string,
) => sql`not ${sql.ref(`${assignment}.paused`)} and ${sql.ref(`${assignment}.valid_from`)} <= ${sql.ref(`${period}.ends_on`)}
  and (${sql.ref(`${assignment}.valid_to`)} is null or ${sql.ref(`${assignment}.valid_to`)} >= ${sql.ref(`${period}.ends_on`)})
  and (${sql.ref(`${assignment}.period_filter`)} is null or split_part(${sql.ref(`${period}.code`)}, '-', 2) = any (${sql.ref(`${assignment}.period_filter`)}))`

function chosenPeriods(initiativeId: string, { code, from, to }: PeriodSpan, today: string) {
  if (code !== null) return sql`p.code = ${code}`
  if (from !== null || to !== null) return sql`p.starts_on >= ${from ?? '0001-01-01'}::date and p.ends_on <= ${to ?? today}::date`
  return sql`p.ends_on = (
    select max(q.ends_on) from app.reporting_periods q
    join app.indicator_versions w on w.initiative_id = q.initiative_id and ${holds('w', 'q')}
    join app.indicators j on j.initiative_id = q.initiative_id and j.id = w.indicator_id and j.archived_on is null
    where q.initiative_id = ${initiativeId} and q.ends_on + w.due_days < ${today} and exists (
      select 1 from app.reporting_assignments b where b.initiative_id = ${initiativeId} and b.indicator_id = j.id and ${binds('b', 'q')}))`
}

/** The whole figure of a report, without its categories. */
const figureOfReport = (initiativeId: string, report: string, period: RawBuilder<unknown>) =>
  figuresOf({
    initiative: sql`${initiativeId}`,
    version: sql.ref(`${report}.version_id`),
    period,
    territory: sql.ref(`${report}.territory_id`),
    partner: sql.ref(`${report}.partner_id`),
    category: sql`'TOTAL'`,
  })

/**
 * What was owed and came in, by period, indicator and partner: only counts and weights leave the database.
 * Owed: the assignment holds, its due date has passed, and no event excuses it while nothing came in (domain 3.10). A report weighs
 * its denominator or sample, else the last one known of its place and partner, else 1. With a partner's code, of its reports alone.
 */
export async function countReports(
  trx: Trx,
  initiativeId: string,
  span: PeriodSpan,
  { today, timeZone, partner = null }: { today: string; timeZone: string; partner?: string | null | undefined },
): Promise<CompletenessRow[]> {
  const { rows } = await sql<CompletenessRow>`
    with owed as (
      select p.id as period_id, p.code as period, p.kind, p.ends_on, i.id as indicator_id, i.code as indicator, v.id as version_id, a.territory_id, a.partner_id,
        ${dueDateOf('a.partner_id')} as due_on, v.unit_kind in ('ratio', 'mean', 'index') as weighs
      from app.reporting_periods p
      join app.indicator_versions v on v.initiative_id = p.initiative_id and ${holds('v', 'p')}
      join app.indicators i on i.initiative_id = p.initiative_id and i.id = v.indicator_id and i.archived_on is null
      join app.reporting_assignments a on a.initiative_id = p.initiative_id and a.indicator_id = i.id and ${binds('a', 'p')}
      where p.initiative_id = ${initiativeId} and ${dueDateOf('a.partner_id')} < ${today} and ${chosenPeriods(initiativeId, span, today)}
        and ${partner === null ? sql`true` : sql`a.partner_id = (select one.id from app.partners one where one.initiative_id = ${initiativeId} and one.code = ${partner})`}),
    told as (
      select owed.*, o.state in ('submitted', 'validated', 'published') and o.presence in ('reported', 'not_applicable') as is_received,
        o.state in ('validated', 'published') as is_validated,
        (coalesce(o.submitted_at, o.validated_at, o.updated_at) at time zone ${timeZone})::date <= owed.due_on as is_on_time,
        coalesce(o.presence = 'missing' and 'S' = any (o.flags), false) or x.id is not null as has_excuse,
        case when o.state in ('submitted', 'validated', 'published') then coalesce(o.denominator, o.sample_n) end as own_weight
      from owed
      left join lateral (${figureOfReport(initiativeId, 'owed', sql`owed.period_id`)}) o on true
      left join app.excused_reports x on x.initiative_id = ${initiativeId} and x.indicator_id = owed.indicator_id and x.period_id = owed.period_id
        and x.territory_id = owed.territory_id and x.partner_id is not distinct from owed.partner_id),
    report as (
      select told.*, told.has_excuse and told.is_received is not true as is_excused, coalesce(told.own_weight, known.weight, 1) as weight
      from told
      left join lateral (
        select coalesce(k.denominator, k.sample_n) as weight
        from app.reporting_periods kp
        join lateral (${figureOfReport(initiativeId, 'told', sql`kp.id`)}) k
          on k.state in ('submitted', 'validated', 'published') and coalesce(k.denominator, k.sample_n) is not null
        where told.weighs and told.own_weight is null and kp.initiative_id = ${initiativeId} and kp.kind = told.kind and kp.ends_on <= told.ends_on
        order by kp.ends_on desc, kp.id limit 1) known on true),
    counted as (
      select period, ends_on, indicator, partner_id, count(*) filter (where not is_excused)::int as expected,
        count(*) filter (where is_received)::int as received, count(*) filter (where is_received and is_on_time)::int as on_time,
        count(*) filter (where is_received and is_validated)::int as validated, count(*) filter (where is_excused)::int as excused,
        sum(weight) as expected_weight, coalesce(sum(weight) filter (where is_received), 0) as received_weight
      from report group by period, ends_on, indicator, partner_id)
    select c.period, c.ends_on as "endsOn", c.indicator, pa.code as partner, c.expected, c.received, c.on_time as "onTime", c.validated, c.excused,
      c.expected_weight::text as "expectedWeight", c.received_weight::text as "receivedWeight"
    from counted c left join app.partners pa on pa.initiative_id = ${initiativeId} and pa.id = c.partner_id
    order by c.ends_on, c.period, c.indicator, pa.code`.execute(trx)
  return rows
}

/** Whether a partner has this code. */
export async function knowsPartner(trx: Trx, initiativeId: string, code: string): Promise<boolean> {
  return (await trx.selectFrom('partners').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst()) !== undefined
}

/** Whether an indicator has this code. */
export async function knowsIndicator(trx: Trx, initiativeId: string, code: string): Promise<boolean> {
  return (await trx.selectFrom('indicators').select('id').where('initiative_id', '=', initiativeId).where('code', '=', code).executeTakeFirst()) !== undefined
}
