import { sql } from 'kysely'
import { FIGURE_COLUMNS, wordOf, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import { observationStatus } from '#shared/exchange/export/obs-status.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Row } from './document.ts'
import { named } from './figure-rows.ts'
import type { Books } from './pages.ts'
import type { FigureQuestion } from './queries.ts'

/** A report that nobody handed in and an event excuses. */
export interface ExcusedReport {
  versionId: string
  periodId: string
  territoryId: string
  partnerId: string | null
  noteFr: string
  noteEn: string | null
}

/** Excused reports among what is asked for, as far as row level security shows them. */
export async function listExcused(
  trx: Trx,
  { initiativeId, versionIds, territoryIds, partnerIds, periodIds, category, states }: FigureQuestion,
): Promise<ExcusedReport[]> {
  if ((category !== null && category !== 'TOTAL') || !states.includes('validated')) return []
  const among = (column: string, ids: readonly string[] | null) => (ids === null ? sql`` : sql`and ${sql.ref(column)} = any (${ids}::uuid[])`)
  const { rows } = await sql<ExcusedReport>`
    select v.id as "versionId", x.period_id as "periodId", x.territory_id as "territoryId", x.partner_id as "partnerId", e.note_fr as "noteFr", e.note_en as "noteEn"
    from app.excused_reports x
    join app.collection_events e on e.initiative_id = x.initiative_id and e.id = x.event_id
    join app.reporting_periods p on p.initiative_id = x.initiative_id and p.id = x.period_id
    join app.indicator_versions v on v.initiative_id = x.initiative_id and v.indicator_id = x.indicator_id
      and v.valid_from <= p.ends_on and (v.valid_to is null or v.valid_to >= p.ends_on)
    where x.initiative_id = ${initiativeId}::uuid ${among('v.id', versionIds)} ${among('x.territory_id', territoryIds)} ${among('x.partner_id', partnerIds)}
      ${among('x.period_id', periodIds)}
      and not exists (select 1 from app.observations o where o.initiative_id = x.initiative_id and o.indicator_version_id = v.id and o.period_id = x.period_id
        and o.territory_id = x.territory_id and o.partner_id is not distinct from x.partner_id and o.category = 'TOTAL' and o.state in ('submitted', 'validated', 'published'))
    order by v.id, p.ends_on, x.territory_id, x.partner_id limit 50000`.execute(trx)
  return rows
}

/** Their rows under the columns of an export of figures: absent for a special event, without a state. */
export function excusedRows(reports: readonly ExcusedReport[], books: Books, language: ExportLanguage): Row[] {
  return reports.flatMap((report): Row[] => {
    const [version, place, period] = [books.versions.get(report.versionId), books.places.get(report.territoryId), books.periods.get(report.periodId)]
    const partner = report.partnerId === null ? undefined : books.partners.get(report.partnerId)
    if (version === undefined || place === undefined || period === undefined) return []
    const cells: Readonly<Record<string, string | null>> = {
      indicator: version.indicator,
      indicator_name: named(version.nameFr, version.nameEn, language),
      unit_kind: wordOf('unit_kind', version.unitKind, language),
      unit: named(version.unitLabelFr, version.unitLabelEn, language),
      territory: place.code,
      territory_name: named(place.nameFr, place.nameEn, language),
      territory_level: place.level,
      partner: partner?.code ?? null,
      partner_name: partner?.name ?? null,
      period: period.code,
      period_start: period.startsOn,
      period_end: period.endsOn,
      category: 'TOTAL',
      presence: wordOf('presence', 'missing', language),
      presence_reason: named(report.noteFr, report.noteEn, language),
      obs_status: observationStatus('missing', ['S'], true),
    }
    return [FIGURE_COLUMNS.map(({ id }) => cells[id] ?? null)]
  })
}
