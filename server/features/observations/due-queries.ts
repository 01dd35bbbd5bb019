import { sql } from 'kysely'
import type { Period } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDate, dueDateOf } from '#server/platform/db/due-date.ts'
import { figuresAsked } from '#server/platform/db/figures-of.ts'

export interface DueRow {
  partnerId: string | null
  indicator: string
  period: string
  dueOn: string
  toEnter: number
  drafts: number
  returned: ReturnedRow[]
}

/** A figure that was given back. */
export interface ReturnedRow {
  versionId: string
  territory: string
  territoryName: string
  category: string
  comment: string | null
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
 * Reports of ended periods that nobody handed in, by partner, period and indicator, excused ones left out; and every
 * figure that was given back and is not excused, of whatever category and age, of an indicator that stands, asked for or not: somebody waits for its answer.
 * A draft that this hat may not read counts as nothing entered.
 * @param partnerId whose; undefined: everybody's
 */
export async function listDue(trx: Trx, initiativeId: string, partnerId: string | null | undefined, periods: readonly Period[]): Promise<DueRow[]> {
  const whose = (column: string) => (partnerId === undefined ? sql`true` : sql`${sql.ref(column)} is not distinct from ${partnerId}::uuid`)
  const { rows } = await sql<DueRow>`
    select f."partnerId", f.indicator, f.period, f."dueOn", count(*) filter (where f.state is null)::int as "toEnter",
      count(*) filter (where f.state = 'draft')::int as drafts,
      coalesce(json_agg(f.returned order by f.territory, f.category) filter (where f.state = 'returned'), '[]') as returned
    from (
      select a.partner_id as "partnerId", i.code as indicator, i.position, d.code as period, ${DUE} as "dueOn", o.state,
        null as territory, null as category, null::json as returned
      from ${owed(initiativeId, periods)}
      left join lateral (${figuresAsked(sql`'TOTAL'`)}) o on true
      left join app.excused_reports x on x.initiative_id = v.initiative_id and x.indicator_id = i.id and x.period_id = p.id
        and x.territory_id = a.territory_id and x.partner_id is not distinct from a.partner_id
      where ${whose('a.partner_id')} and (o.id is null or o.state = 'draft') and x.id is null
      union all
      select o.partner_id, i.code, i.position, p.code, ${dueDateOf('o.partner_id')}, o.state, t.code, o.category,
        json_build_object('versionId', v.id, 'territory', t.code, 'territoryName', t.name_fr, 'category', o.category, 'comment', o.return_comment)
      from app.observations o
      join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
      join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id and i.archived_on is null
      join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
      join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
      left join app.excused_reports x on x.initiative_id = o.initiative_id and x.indicator_id = i.id and x.period_id = p.id
        and x.territory_id = o.territory_id and x.partner_id is not distinct from o.partner_id
      where o.initiative_id = ${initiativeId}::uuid and o.state = 'returned' and ${whose('o.partner_id')} and x.id is null
    ) f
    group by f."partnerId", f.indicator, f.position, f.period, f."dueOn"
    order by f."dueOn", f.period, f.position, f.indicator`.execute(trx)
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
