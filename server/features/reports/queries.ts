import { sql, type RawBuilder } from 'kysely'
import type { ReportIndicator, ReportLanguage, ReportSection, ReportVersion } from '#shared/reports/contract.ts'
import type { PageForm } from '#shared/reports/page/page.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** A draft as its table holds it, with the release it rests on. */
export interface ReportRow {
  id: string
  titleFr: string
  titleEn: string | null
  release: number
  releaseName: string
  releaseEdition: number
  languages: ReportLanguage[]
  paper: 'A4' | 'letter'
  isColour: boolean
  sections: ReportSection[]
  indicators: ReportIndicator[]
  noteIds: string[]
  changedAt: Date
  version: number
}

/** Drafts of the initiative; `which` goes on after the condition on it. */
async function draftsWhere(trx: Trx, initiativeId: string, which: RawBuilder<unknown>): Promise<ReportRow[]> {
  const { rows } = await sql<ReportRow>`
    select p.id, p.title_fr as "titleFr", p.title_en as "titleEn", r.number as release, r.name as "releaseName", r.edition as "releaseEdition", p.languages, p.paper,
      p.is_colour as "isColour", p.sections, p.indicators, p.note_ids as "noteIds", p.changed_at as "changedAt", p.version
    from app.reports p join app.releases r on r.initiative_id = p.initiative_id and r.id = p.release_id
    where p.initiative_id = ${initiativeId} ${which}`.execute(trx)
  return rows
}

/** Drafts of the initiative, the one changed last first; none for other hats than the backbone. */
export const listReports = (trx: Trx, initiativeId: string) => draftsWhere(trx, initiativeId, sql`order by p.changed_at desc, p.id`)

/** One draft. */
export const findReport = async (trx: Trx, initiativeId: string, id: string) => (await draftsWhere(trx, initiativeId, sql`and p.id = ${id}`))[0]

/** As `findReport`, held until the transaction ends. */
export const reportForUpdate = async (trx: Trx, initiativeId: string, id: string) =>
  (await draftsWhere(trx, initiativeId, sql`and p.id = ${id} for update of p`))[0]

/** What of a draft is written. */
export interface ReportColumns {
  readonly titleFr: string
  readonly titleEn: string | null
  readonly releaseId: string
  readonly languages: readonly ReportLanguage[]
  readonly paper: 'A4' | 'letter'
  readonly isColour: boolean
  readonly sections: readonly ReportSection[]
  readonly indicators: readonly ReportIndicator[]
  readonly noteIds: readonly string[]
}

/** @returns the identifier of the new draft */
export async function insertReport(trx: Trx, initiativeId: string, report: ReportColumns, at: Date): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into app.reports (initiative_id, title_fr, title_en, release_id, languages, paper, is_colour, sections, indicators, note_ids, changed_at)
    values (${initiativeId}::uuid, ${report.titleFr}, ${report.titleEn}, ${report.releaseId}::uuid, ${report.languages}::text[], ${report.paper}, ${report.isColour},
      ${JSON.stringify(report.sections)}::jsonb, ${JSON.stringify(report.indicators)}::jsonb, ${report.noteIds}::uuid[], ${at}::timestamptz)
    returning id`.execute(trx)
  return (rows[0] as { id: string }).id
}

/** Writes the whole draft over the former one. */
export async function updateReport(trx: Trx, initiativeId: string, id: string, report: ReportColumns, at: Date): Promise<void> {
  await sql`
    update app.reports set title_fr = ${report.titleFr}, title_en = ${report.titleEn}, release_id = ${report.releaseId}::uuid, languages = ${report.languages}::text[],
      paper = ${report.paper}, is_colour = ${report.isColour}, sections = ${JSON.stringify(report.sections)}::jsonb, indicators = ${JSON.stringify(report.indicators)}::jsonb,
      note_ids = ${report.noteIds}::uuid[], changed_at = ${at}::timestamptz, version = version + 1
    where initiative_id = ${initiativeId} and id = ${id}`.execute(trx)
}

/** Says that something was done with the draft: whoever saw it before reads it again first. */
export async function touchReport(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx
    .updateTable('reports')
    .set({ version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export async function deleteReport(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx.deleteFrom('reports').where('initiative_id', '=', initiativeId).where('id', '=', id).execute()
}

/** Frozen versions, newest first: of one report, or of all. */
export async function listVersions(trx: Trx, initiativeId: string, only: { reportId?: string; id?: string } = {}): Promise<ReportVersion[]> {
  const { reportId, id } = only
  const { rows } = await sql<Omit<ReportVersion, 'release'> & { release: number; releaseName: string; releaseEdition: number }>`
    select v.id, v.report_id as "reportId", v.number, v.title_fr as "titleFr", v.title_en as "titleEn", r.number as release, r.name as "releaseName",
      r.edition as "releaseEdition", v.languages, v.paper, v.is_colour as "isColour", v.indicator_count as "indicatorCount", cardinality(v.note_ids) > 0 as "hasNotes", v.note_ids as notes,
      v.reason, v.frozen_on as "frozenOn", v.checksum
    from app.report_versions v join app.releases r on r.initiative_id = v.initiative_id and r.id = v.release_id
    where v.initiative_id = ${initiativeId}${reportId === undefined ? sql`` : sql` and v.report_id = ${reportId}`}${id === undefined ? sql`` : sql` and v.id = ${id}`}
    order by v.frozen_at desc, v.report_id, v.number desc`.execute(trx)
  return rows.map(({ release, releaseName, releaseEdition, ...row }) => ({ ...row, release: { number: release, name: releaseName, edition: releaseEdition } }))
}

/** A frozen version of a report, with its number: the next one of that report, whose row is held. */
export async function insertVersion(
  trx: Trx,
  initiativeId: string,
  version: {
    reportId: string
    number: number
    columns: ReportColumns
    reason: string | null
    frozenOn: string
    frozenAt: string
    frozenBy: string | null
    checksum: string
  },
): Promise<string> {
  const { columns } = version
  const { rows } = await sql<{ id: string }>`
    insert into app.report_versions (initiative_id, report_id, number, title_fr, title_en, release_id, languages, paper, is_colour, indicator_count, note_ids, reason,
      frozen_on, frozen_at, frozen_by, checksum)
    values (${initiativeId}::uuid, ${version.reportId}::uuid, ${version.number}, ${columns.titleFr}, ${columns.titleEn}, ${columns.releaseId}::uuid,
      ${columns.languages}::text[], ${columns.paper}, ${columns.isColour}, ${columns.indicators.length}, ${columns.noteIds}::uuid[], ${version.reason},
      ${version.frozenOn}::date, ${version.frozenAt}::timestamptz, ${version.frozenBy}::uuid, ${version.checksum})
    returning id`.execute(trx)
  return (rows[0] as { id: string }).id
}

/** One page as it is kept. */
export interface KeptPage {
  readonly language: ReportLanguage
  readonly form: PageForm
  readonly content: string
  readonly sha256: string
}

/** Keeps the bytes of a version. */
export async function insertPages(trx: Trx, initiativeId: string, versionId: string, hasNotes: boolean, pages: readonly KeptPage[]): Promise<void> {
  await trx
    .insertInto('report_pages')
    .values(pages.map((page) => ({ initiative_id: initiativeId, version_id: versionId, has_notes: hasNotes, ...page })))
    .execute()
}

/** The bytes of one page of a version. */
export async function findPage(trx: Trx, initiativeId: string, versionId: string, language: ReportLanguage, form: PageForm): Promise<KeptPage | undefined> {
  const row = await trx
    .selectFrom('report_pages')
    .select(['content', 'sha256'])
    .where('initiative_id', '=', initiativeId)
    .where('version_id', '=', versionId)
    .where('language', '=', language)
    .where('form', '=', form)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, language, form }
}
