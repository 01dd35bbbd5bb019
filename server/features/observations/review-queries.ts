import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'
import { figuresAsked } from '#server/platform/db/figures-of.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'

/** A figure that waits to be checked. */
export interface WaitingRow {
  id: string
  versionId: string
  partnerId: string | null
  periodId: string
  partner: string | null
  partnerName: string | null
  period: string
  state: ObservationState
  origin: string
  enteredBy: string | null
  comment: string | null
  version: number
  submittedOn: string
}

/** Figures handed in and not yet checked, longest waiting first: all of them, or those of one form. */
export async function waitingFigures(
  trx: Trx,
  initiativeId: string,
  timeZone: string,
  limit: number,
  form: { partnerId: string | null; periodId: string } | null,
): Promise<WaitingRow[]> {
  const { rows } = await sql<WaitingRow>`
    select o.id, o.indicator_version_id as "versionId", o.partner_id as "partnerId", o.period_id as "periodId", pa.code as partner, g.name as "partnerName", p.code as period,
      o.state, o.origin, o.entered_by as "enteredBy", o.comment, o.version, (coalesce(o.submitted_at, o.updated_at) at time zone ${timeZone})::date::text as "submittedOn"
    from app.observations o
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
    left join app.organizations g on g.initiative_id = pa.initiative_id and g.id = pa.organization_id
    where o.initiative_id = ${initiativeId}::uuid and o.state = 'submitted'
      ${form === null ? sql`` : sql`and o.period_id = ${form.periodId}::uuid and o.partner_id is not distinct from ${form.partnerId}::uuid`}
    order by coalesce(o.submitted_at, o.updated_at), o.id limit ${limit}`.execute(trx)
  return rows
}

/** How complete a partner's report of a period is. */
export interface FormRow {
  partnerId: string | null
  periodId: string
  expected: number
  received: number
  dueOn: string | null
}

/** Stands for « no partner », so that forms and assignments meet by a hash: « the same or both none » would compare each with each. */
const NOBODY = sql`'00000000-0000-0000-0000-000000000000'::uuid`

/** Expected and received reports of forms; the due date is the earliest one. */
export async function completenessOf(trx: Trx, initiativeId: string, forms: readonly { partnerId: string | null; periodId: string }[]): Promise<FormRow[]> {
  if (forms.length === 0) return []
  const { rows } = await sql<FormRow>`
    select k.partner as "partnerId", k.period as "periodId", count(*)::int as expected, (min(${dueDateOf('a.partner_id')}))::text as "dueOn",
      (count(*) filter (where exists (select 1 from (${figuresAsked()}) o
        where o.state in ('submitted', 'validated', 'published') and o.presence in ('reported', 'not_applicable'))))::int as received
    from unnest(${forms.map(({ partnerId }) => partnerId)}::uuid[], ${forms.map(({ periodId }) => periodId)}::uuid[]) as k(partner, period)
    join app.reporting_periods p on p.initiative_id = ${initiativeId}::uuid and p.id = k.period
    join app.reporting_assignments a on a.initiative_id = p.initiative_id and coalesce(a.partner_id, ${NOBODY}) = coalesce(k.partner, ${NOBODY}) and not a.paused
      and a.valid_from <= p.ends_on and (a.valid_to is null or a.valid_to >= p.ends_on)
      and (a.period_filter is null or split_part(p.code, '-', 2) = any (a.period_filter))
      and not exists (select 1 from app.excused_reports x where x.initiative_id = a.initiative_id and x.indicator_id = a.indicator_id and x.period_id = p.id
        and x.territory_id = a.territory_id and x.partner_id is not distinct from a.partner_id)
    join app.indicator_versions v on v.initiative_id = a.initiative_id and v.indicator_id = a.indicator_id
      and v.valid_from <= p.ends_on and (v.valid_to is null or v.valid_to >= p.ends_on)
      and p.kind = case v.frequency when 'every_n_years' then 'year' else v.frequency end
    group by k.partner, k.period`.execute(trx)
  return rows
}

/** Rhythms of what is asked of anybody today, with the days left after a period's end. */
export async function rhythmsAsked(trx: Trx, initiativeId: string, today: string): Promise<{ frequency: string; dueDays: number }[]> {
  const { rows } = await sql<{ frequency: string; dueDays: number }>`
    select distinct v.frequency, v.due_days as "dueDays"
    from app.reporting_assignments a
    join app.indicator_versions v on v.initiative_id = a.initiative_id and v.indicator_id = a.indicator_id and v.valid_to is null
    where a.initiative_id = ${initiativeId}::uuid and not a.paused and (a.valid_to is null or a.valid_to >= ${today}::date)`.execute(trx)
  return rows
}
