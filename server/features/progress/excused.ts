import { sql } from 'kysely'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { excusedCell, lacksReports } from '#shared/progress/excuse.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'

interface ExcusedPlace {
  indicator: string
  period: string
  territory: string
  partner: string | null
}

/** Places of excused reports and everything above them at the period's end. */
async function listExcusedPlaces(trx: Trx, initiativeId: string, indicators: readonly string[], periods: readonly string[]): Promise<ExcusedPlace[]> {
  const { rows } = await sql<ExcusedPlace>`
    with recursive excused as (
      select i.code as indicator, p.code as period, p.ends_on, pa.code as partner, x.territory_id
      from app.excused_reports x
      join app.indicators i on i.initiative_id = x.initiative_id and i.id = x.indicator_id and i.code = any (${indicators}::text[])
      join app.reporting_periods p on p.initiative_id = x.initiative_id and p.id = x.period_id and p.code = any (${periods}::text[])
      left join app.partners pa on pa.initiative_id = x.initiative_id and pa.id = x.partner_id
      where x.initiative_id = ${initiativeId}::uuid
      union
      select excused.indicator, excused.period, excused.ends_on, excused.partner, tp.parent_id
      from excused
      join app.territory_parents tp on tp.initiative_id = ${initiativeId}::uuid and tp.territory_id = excused.territory_id
        and tp.valid_from <= excused.ends_on and (tp.valid_to is null or tp.valid_to > excused.ends_on)
      join app.territories parent on parent.initiative_id = ${initiativeId}::uuid and parent.id = tp.parent_id
      join app.territory_levels l on l.initiative_id = parent.initiative_id and l.id = parent.level_id and l.hierarchy = tp.hierarchy)
    select excused.indicator, excused.period, t.code as territory, excused.partner
    from excused join app.territories t on t.initiative_id = ${initiativeId}::uuid and t.id = excused.territory_id`.execute(trx)
  return rows
}

/** Marks figures that an event stopped, in whole or in part. Cells that lack nothing are not looked up. */
export async function withExcuses(trx: Trx, actor: Actor, cells: ProgressCell[]): Promise<ProgressCell[]> {
  const lacking = cells.filter(lacksReports)
  if (lacking.length === 0) return cells
  const look = () =>
    listExcusedPlaces(trx, actor.initiative.id, [...new Set(lacking.map(({ indicator }) => indicator))], [...new Set(lacking.map(({ period }) => period))])
  // That an event stopped a part is everybody's to know; which partner's, only in its own cells.
  const places = actor.role === 'backbone' ? await look() : await withPurpose(trx, 'maintenance', look)
  if (places.length === 0) return cells
  const keyOf = (cell: Pick<ProgressCell, 'indicator' | 'period' | 'territory'>, partner: string | null) =>
    [cell.indicator, cell.period, cell.territory, partner ?? ''].join(' ')
  const known = new Set(places.flatMap((place) => [keyOf(place, null), keyOf(place, place.partner)]))
  return cells.map((cell) => (lacksReports(cell) && known.has(keyOf(cell, cell.partner)) ? excusedCell(cell) : cell))
}
