import { sql } from 'kysely'
import type { Period } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDate } from '#server/platform/db/due-date.ts'

export interface DueRow {
  partnerId: string | null
  indicator: string
  period: string
  endsOn: string
  dueOn: string
  toEnter: number
  drafts: number
  returned: number
  returnComments: string[]
}

/** Periods as a record set of a query. */
const periodSet = (periods: readonly Period[]) =>
  sql`json_to_recordset(${JSON.stringify(periods)}::json) as d(kind text, code text, "startsOn" date, "endsOn" date)`

/** The day on which such a report is due. */
const DUE = dueDate({ endsOn: sql.ref('d.endsOn'), period: 'p', version: 'v', partner: 'a.partner_id' })

/** Reports owed for the periods `d`: indicator `i`, version `v`, assignment `a`, the stored period `p` if any. */
const owed = (initiativeId: string, periods: readonly Period[]) => sql`
    ${periodSet(periods)}
    join app.indicator_versions v on v.initiative_id = ${initiativeId}::uuid and d.kind = case v.frequency when 'every_n_years' then 'year' else v.frequency end
      and v.valid_from <= d."endsOn" and (v.valid_to is null or v.valid_to >= d."endsOn")
    join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id and i.archived_on is null
    join app.reporting_assignments a on a.initiative_id = v.initiative_id and a.indicator_id = i.id and not a.paused
      and a.valid_from <= d."endsOn" and (a.valid_to is null or a.valid_to >= d."endsOn")
      and (a.period_filter is null or split_part(d.code, '-', 2) = any (a.period_filter))
    left join app.reporting_periods p on p.initiative_id = v.initiative_id and p.code = d.code`

/**
 * Reports of ended periods that nobody handed in, by partner, period and indicator; excused ones left out.
 * A draft that this hat may not read counts as nothing entered.
 * @param partnerId whose; undefined: everybody's
 */
export async function listDue(trx: Trx, initiativeId: string, partnerId: string | null | undefined, periods: readonly Period[]): Promise<DueRow[]> {
  const { rows } = await sql<DueRow>`
    select a.partner_id as "partnerId", i.code as indicator, d.code as period, d."endsOn", ${DUE} as "dueOn",
      count(*) filter (where o.id is null)::int as "toEnter", count(*) filter (where o.state = 'draft')::int as drafts,
      count(*) filter (where o.state = 'returned')::int as returned,
      coalesce(array_agg(distinct o.return_comment) filter (where o.state = 'returned' and o.return_comment is not null), '{}') as "returnComments"
    from ${owed(initiativeId, periods)}
    left join app.observations o on o.initiative_id = v.initiative_id and o.indicator_version_id = v.id and o.period_id = p.id and o.territory_id = a.territory_id
      and o.partner_id is not distinct from a.partner_id and o.category = 'TOTAL'
    left join app.excused_reports x on x.initiative_id = v.initiative_id and x.indicator_id = i.id and x.period_id = p.id and x.territory_id = a.territory_id
      and x.partner_id is not distinct from a.partner_id
    where ${partnerId === undefined ? sql`true` : sql`a.partner_id is not distinct from ${partnerId}::uuid`}
      and (o.id is null or o.state in ('draft', 'returned')) and x.id is null
    group by a.partner_id, i.code, i.position, d.code, d."endsOn", 5
    order by 5, d.code, i.position, i.code`.execute(trx)
  return rows
}

/** Of the given periods, the one whose reports are due first, with how many. */
export async function nextDue(
  trx: Trx,
  initiativeId: string,
  partnerId: string | null | undefined,
  periods: readonly Period[],
): Promise<{ dueOn: string; period: string; count: number } | null> {
  const { rows } = await sql<{ dueOn: string; period: string; count: number }>`
    select ${DUE} as "dueOn", d.code as period, count(*)::int as count
    from ${owed(initiativeId, periods)}
    where ${partnerId === undefined ? sql`true` : sql`a.partner_id is not distinct from ${partnerId}::uuid`}
    group by 1, 2 order by 1, 2 limit 1`.execute(trx)
  return rows[0] ?? null
}
