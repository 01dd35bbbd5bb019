import { sql } from 'kysely'
import type { ComparedFigure } from '#shared/observations/checks.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { FigureKey } from './queries.ts'

/** A period with its days. */
export interface PeriodDays {
  id: string
  code: string
  startsOn: string
  endsOn: string
}

export async function allPeriods(trx: Trx, initiativeId: string): Promise<PeriodDays[]> {
  return trx
    .selectFrom('reporting_periods')
    .select(['id', 'code', 'starts_on as startsOn', 'ends_on as endsOn'])
    .where('initiative_id', '=', initiativeId)
    .execute()
}

export type StoredComparedFigure = ComparedFigure & FigureKey

/** Counted figures of any period of the series of some figures, and of few beside them. */
export async function countedSeries(trx: Trx, initiativeId: string, keys: readonly FigureKey[]): Promise<StoredComparedFigure[]> {
  const distinct = (values: readonly (string | null)[]) => [...new Set(values)].filter((one) => one !== null)
  const { rows } = await sql<StoredComparedFigure>`
    select o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.partner_id as "partnerId", o.period_id as "periodId", o.category,
      o.presence, o.value, o.numerator, o.denominator
    from app.observations o
    where o.initiative_id = ${initiativeId}::uuid and o.indicator_version_id = any (${distinct(keys.map(({ versionId }) => versionId))}::uuid[])
      and o.territory_id = any (${distinct(keys.map(({ territoryId }) => territoryId))}::uuid[])
      and (o.partner_id = any (${distinct(keys.map(({ partnerId }) => partnerId))}::uuid[]) or (o.partner_id is null and ${keys.some(({ partnerId }) => partnerId === null)}::boolean))
      and o.category = any (${distinct(keys.map(({ category }) => category))}::text[])
      and o.state in ('submitted', 'validated', 'published')`.execute(trx)
  return rows
}

/** Due dates of expected reports among these keys, by their places in the list; what nobody asked for has none. */
export async function dueDatesOf(trx: Trx, initiativeId: string, keys: readonly FigureKey[]): Promise<Map<number, string>> {
  if (keys.length === 0) return new Map()
  const sent = keys.map(({ versionId, territoryId, partnerId, periodId }, index) => ({ index, v: versionId, t: territoryId, pa: partnerId, p: periodId }))
  const { rows } = await sql<{ index: number; dueOn: string }>`
    select k.index, (${dueDateOf('k.pa')})::text as "dueOn"
    from json_to_recordset(${JSON.stringify(sent)}::json) as k(index integer, v uuid, t uuid, pa uuid, p uuid)
    join app.indicator_versions v on v.initiative_id = ${initiativeId}::uuid and v.id = k.v
    join app.reporting_periods p on p.initiative_id = ${initiativeId}::uuid and p.id = k.p
    where exists (select 1 from app.reporting_assignments a
        where a.initiative_id = ${initiativeId}::uuid and a.indicator_id = v.indicator_id and a.territory_id = k.t and a.partner_id is not distinct from k.pa
          and not a.paused and a.valid_from <= p.ends_on and (a.valid_to is null or a.valid_to >= p.ends_on)
          and (a.period_filter is null or split_part(p.code, '-', 2) = any (a.period_filter)))
      and not exists (select 1 from app.excused_reports x where x.initiative_id = ${initiativeId}::uuid and x.indicator_id = v.indicator_id and x.period_id = k.p
        and x.territory_id = k.t and x.partner_id is not distinct from k.pa)`.execute(trx)
  return new Map(rows.map(({ index, dueOn }) => [index, dueOn]))
}

/** A figure that an import wrote, as it stands. */
export type WrittenKey = FigureKey & { readonly id: string; readonly version: number }

export async function figuresOfImport(trx: Trx, initiativeId: string, importId: string): Promise<WrittenKey[]> {
  const { rows } = await sql<WrittenKey>`
    select o.id, o.version, o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.partner_id as "partnerId", o.period_id as "periodId", o.category
    from app.imported_figures f join app.observations o on o.initiative_id = f.initiative_id and o.id = f.observation_id
    where f.initiative_id = ${initiativeId}::uuid and f.import_id = ${importId}::uuid`.execute(trx)
  return rows
}
