import { createHash } from 'node:crypto'
import type { Report, ReportChange, ReportInput, ReportLanguage, ReportSummary, ReportVersion } from '#shared/reports/contract.ts'
import type { ReportFacts } from '#shared/reports/page/facts.ts'
import { reportPage, type PageForm } from '#shared/reports/page/page.ts'
import { isInAmerica } from '#shared/reports/page/voice.ts'
import { everySection, firstSections } from '#shared/reports/sections.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { requireCommitment } from '#server/features/notes/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { asFunder, gatherFacts, readableNotes, releaseFor } from './facts.ts'
import {
  deleteReport,
  findPage,
  findReport,
  insertPages,
  insertReport,
  insertVersion,
  listReports,
  listVersions,
  reportForUpdate,
  touchReport,
  updateReport,
  type KeptPage,
  type ReportColumns,
  type ReportRow,
} from './queries.ts'

const FORMS: readonly PageForm[] = ['page', 'word']

const sha256 = (text: string) => createHash('sha256').update(text, 'utf8').digest('hex')

/** What is written of an optional text: nothing where nothing was. */
const blank = (text: string | null | undefined) => blankToNull(text) ?? null

function toReport({ releaseName, releaseEdition, release, noteIds, changedAt, ...row }: ReportRow, versions: ReportVersion[]): Report {
  return {
    ...row,
    sections: everySection(row.sections),
    release: { number: release, name: releaseName, edition: releaseEdition },
    notes: noteIds,
    changedAt: changedAt.toISOString(),
    versions,
  }
}

/** Frozen versions as this hat may know them, newest first. */
async function versionsFor(trx: Trx, actor: Actor, only: { reportId?: string; id?: string } = {}): Promise<ReportVersion[]> {
  const versions = await listVersions(trx, actor.initiative.id, only)
  return actor.role === 'funder' ? versions.map((version) => ({ ...version, notes: [] })) : versions
}

/** Reports with their frozen versions; others than the backbone know of a report by what was frozen of it. */
export async function readReports(trx: Trx, actor: Actor): Promise<ReportSummary[]> {
  const versions = Map.groupBy(await versionsFor(trx, actor), ({ reportId }) => reportId)
  const drafts = await listReports(trx, actor.initiative.id)
  if (actor.role === 'backbone')
    return drafts.map(({ id, titleFr, titleEn, changedAt }) => ({ id, titleFr, titleEn, changedAt: changedAt.toISOString(), versions: versions.get(id) ?? [] }))
  return [...versions].map(([id, own]) => ({ id, titleFr: own[0]?.titleFr ?? '', titleEn: own[0]?.titleEn ?? null, changedAt: null, versions: own }))
}

/** One draft. @throws not_found */
export async function readReport(trx: Trx, actor: Actor, reportId: string): Promise<Report> {
  const row = await findReport(trx, actor.initiative.id, reportId)
  if (row === undefined) throw problem('not_found')
  return toReport(row, await listVersions(trx, actor.initiative.id, { reportId }))
}

/** What the new draft will hold: the former one with what is given, every reference known to the release and to funders. */
async function columnsOf(trx: Trx, actor: Actor, input: ReportChange, former: ReportRow | null): Promise<ReportColumns> {
  return asFunder(trx, actor, async (reader) => {
    const { release, catalogue } = await releaseFor(trx, reader, input.release ?? former?.release ?? 0)
    const known = new Set(catalogue.indicators.map(({ code }) => code))
    const unknown = input.indicators?.findIndex(({ code }) => !known.has(code)) ?? -1
    if (unknown >= 0) {
      const params = { field: 'indicators', value: input.indicators?.[unknown]?.code ?? '' }
      throw problem('unknown_reference', params, [{ pointer: `/indicators/${unknown}/code`, code: 'unknown_reference', params }])
    }
    const notes = [...new Set(input.notes ?? former?.noteIds ?? [])]
    if (input.notes !== undefined) {
      const readable = new Set((await readableNotes(trx, reader, notes)).map(({ id }) => id))
      const hidden = notes.find((id) => !readable.has(id))
      if (hidden !== undefined) {
        const params = { field: 'notes', value: hidden }
        throw problem('unknown_reference', params, [{ pointer: '/notes', code: 'unknown_reference', params }])
      }
    }
    const chosen = input.indicators ?? former?.indicators ?? catalogue.indicators.map(({ code }) => ({ code, textFr: null, textEn: null }))
    return {
      titleFr: input.titleFr ?? former?.titleFr ?? '',
      titleEn: input.titleEn === undefined ? (former?.titleEn ?? null) : blank(input.titleEn),
      releaseId: release.id,
      languages: [...new Set(input.languages ?? former?.languages ?? [actor.initiative.mainLanguage === 'en' ? 'en' : 'fr'])] as ReportLanguage[],
      paper: input.paper ?? former?.paper ?? (isInAmerica(actor.initiative.timeZone) ? 'letter' : 'A4'),
      isColour: input.isColour ?? former?.isColour ?? true,
      sections: everySection(
        input.sections?.map((one) => ({ ...one, textFr: blank(one.textFr), textEn: blank(one.textEn) })) ?? former?.sections ?? firstSections(),
      ),
      // Another release may not have an indicator that was chosen before: it goes.
      indicators: [...new Map(chosen.filter(({ code }) => known.has(code)).map((one) => [one.code, one])).values()].map((one) => ({
        code: one.code,
        textFr: blank(one.textFr),
        textEn: blank(one.textEn),
      })),
      noteIds: notes,
    }
  })
}

/** Begins a report on a published release, with every indicator of it unless some are named. @throws unknown_reference */
export async function addReport(trx: Trx, actor: Actor, now: Date, input: ReportInput): Promise<Report> {
  const columns = await columnsOf(trx, actor, input, null)
  const id = await insertReport(trx, actor.initiative.id, columns, momentOf(actor, now))
  await audit(trx, actor, { action: 'report.add', objectType: 'report', objectId: id, details: { release: input.release } }, now)
  return readReport(trx, actor, id)
}

async function held(trx: Trx, actor: Actor, reportId: string): Promise<ReportRow> {
  const row = await reportForUpdate(trx, actor.initiative.id, reportId)
  if (row === undefined) throw problem('not_found')
  return row
}

/** Changes a draft; what was frozen of it stays as it was. @throws not_found, version_stale, unknown_reference */
export async function changeReport(trx: Trx, actor: Actor, now: Date, reportId: string, seen: number, input: ReportChange): Promise<Report> {
  const row = await held(trx, actor, reportId)
  requireVersion(row, seen)
  await updateReport(trx, actor.initiative.id, reportId, await columnsOf(trx, actor, input, row), momentOf(actor, now))
  await audit(trx, actor, { action: 'report.change', objectType: 'report', objectId: reportId, details: { fields: Object.keys(input) } }, now)
  return readReport(trx, actor, reportId)
}

/** Removes a draft that was never frozen. @throws not_found, report_frozen */
export async function removeReport(trx: Trx, actor: Actor, now: Date, reportId: string): Promise<undefined> {
  await held(trx, actor, reportId)
  if ((await listVersions(trx, actor.initiative.id, { reportId })).length > 0) throw problem('report_frozen')
  await deleteReport(trx, actor.initiative.id, reportId)
  await audit(trx, actor, { action: 'report.remove', objectType: 'report', objectId: reportId }, now)
  return undefined
}

/** The page of a draft, by the function that makes the frozen one. @throws not_found, unknown_reference */
export async function previewPage(trx: Trx, actor: Actor, reportId: string, language: ReportLanguage): Promise<string> {
  const row = await findReport(trx, actor.initiative.id, reportId)
  if (row === undefined) throw problem('not_found')
  return reportPage(await gatherFacts(trx, actor, row, null), language, actor.initiative.timeZone, 'page')
}

const isEmpty = (facts: ReportFacts) =>
  facts.indicators.length === 0 && facts.notes.length === 0 && facts.sections.every(({ isShown, textFr, textEn }) => !isShown || (textFr ?? textEn) === null)

/**
 * Freezes a version: its pages are made once, in each of its languages, and kept byte for byte. Every member reads them from now on.
 * @throws not_found, version_stale, report_empty, unknown_reference
 */
export async function freezeReport(trx: Trx, actor: Actor, now: Date, reportId: string, seen: number, reason: string | null): Promise<ReportVersion> {
  const initiativeId = actor.initiative.id
  const row = await held(trx, actor, reportId)
  requireVersion(row, seen)
  const number = Math.max(0, ...(await listVersions(trx, initiativeId, { reportId })).map((one) => one.number)) + 1
  const columns = await columnsOf(trx, actor, {}, row)
  const facts = await gatherFacts(trx, actor, { ...row, indicators: [...columns.indicators] }, { number, frozenOn: actor.today, reason })
  if (isEmpty(facts)) throw problem('report_empty')
  const pages: KeptPage[] = row.languages.flatMap((language) =>
    FORMS.map((form) => {
      const content = reportPage(facts, language, actor.initiative.timeZone, form)
      return { language, form, content, sha256: sha256(content) }
    }),
  )
  const noteIds = facts.notes.map(({ id }) => id)
  const versionId = await insertVersion(trx, initiativeId, {
    reportId,
    number,
    columns: { ...columns, noteIds },
    reason,
    frozenOn: actor.today,
    frozenAt: momentOf(actor, now).toISOString(),
    frozenBy: actorIdOf(actor),
    checksum: sha256(pages.map((page) => `${page.language} ${page.form} ${page.sha256}`).join('\n')),
  })
  await insertPages(trx, initiativeId, versionId, noteIds.length > 0, pages)
  await touchReport(trx, initiativeId, reportId)
  await audit(trx, actor, { action: 'report.freeze', objectType: 'report', objectId: reportId, details: { number, release: row.release, versionId } }, now)
  return readVersion(trx, actor, reportId, versionId)
}

/** One frozen version. @throws not_found */
export async function readVersion(trx: Trx, actor: Actor, reportId: string, versionId: string): Promise<ReportVersion> {
  const [version] = await versionsFor(trx, actor, { reportId, id: versionId })
  if (version === undefined) throw problem('not_found')
  return version
}

/** The kept bytes of a version. @throws not_found, and of a page that quotes learning notes commitment_required, note_access_suspended */
export async function readPage(
  trx: Trx,
  actor: Actor,
  { reportId, versionId }: { reportId: string; versionId: string },
  language: ReportLanguage,
  form: PageForm,
): Promise<{ version: ReportVersion; page: KeptPage }> {
  const version = await readVersion(trx, actor, reportId, versionId)
  if (version.hasNotes) requireCommitment(actor)
  const page = await findPage(trx, actor.initiative.id, versionId, language, form)
  if (page === undefined) throw problem('not_found')
  return { version, page }
}
