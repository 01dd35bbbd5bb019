import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { SECTION_KINDS } from './sections.ts'

const nullable = z.string().nullable()
const title = z.string().trim().min(1).max(160)
const prose = z.string().trim().max(6000)

export const ReportLanguage = z.enum(['fr', 'en']).meta({ id: 'ReportLanguage' })
export type ReportLanguage = z.infer<typeof ReportLanguage>
export const ReportPaper = z.enum(['A4', 'letter']).meta({ id: 'ReportPaper' })
export const ReportSectionKind = z.enum(SECTION_KINDS).meta({ id: 'ReportSectionKind' })

export const ReportSection = z.strictObject({ kind: ReportSectionKind, isShown: z.boolean(), textFr: nullable, textEn: nullable }).meta({ id: 'ReportSection' })
export type ReportSection = z.infer<typeof ReportSection>

/** A chosen indicator; without a text its summary is made from its figures. */
export const ReportIndicator = z.strictObject({ code: IndicatorCode, textFr: nullable, textEn: nullable }).meta({ id: 'ReportIndicator' })
export type ReportIndicator = z.infer<typeof ReportIndicator>

export const ReportInput = z
  .strictObject({
    titleFr: title,
    titleEn: title.nullish(),
    /** Number of the published release that every figure comes from. */
    release: z.int().min(1),
    languages: z.array(ReportLanguage).min(1).max(2).optional(),
    paper: ReportPaper.optional(),
    isColour: z.boolean().optional(),
    /** In their order; sections that are left out are hidden. */
    sections: z
      .array(z.strictObject({ kind: ReportSectionKind, isShown: z.boolean(), textFr: prose.nullish(), textEn: prose.nullish() }))
      .max(SECTION_KINDS.length)
      .optional(),
    /** In their order; on creation absent means every indicator of the release. */
    indicators: z
      .array(z.strictObject({ code: IndicatorCode, textFr: prose.nullish(), textEn: prose.nullish() }))
      .max(100)
      .optional(),
    /** Learning notes that funders may read. */
    notes: z.array(z.uuid()).max(40).optional(),
  })
  .meta({ id: 'ReportInput' })
export type ReportInput = z.infer<typeof ReportInput>
export const ReportChange = ReportInput.partial().meta({ id: 'ReportChange' })
export type ReportChange = z.infer<typeof ReportChange>

const ReportRelease = z.strictObject({ number: z.int(), name: z.string(), edition: z.int() }).meta({ id: 'ReportRelease' })

/** A version as it was frozen: what is told of it never changes. */
export const ReportVersion = z
  .strictObject({
    id: z.uuid(),
    reportId: z.uuid(),
    number: z.int(),
    titleFr: z.string(),
    titleEn: nullable,
    release: ReportRelease,
    languages: z.array(ReportLanguage),
    paper: ReportPaper,
    isColour: z.boolean(),
    indicatorCount: z.int(),
    /** It quotes learning notes: a funder reads it after the learning commitment. */
    hasNotes: z.boolean(),
    /** Which notes it quotes, for the circle: an author who takes one back learns where it stays (domain 4.4). */
    notes: z.array(z.uuid()),
    reason: nullable,
    frozenOn: z.string(),
    checksum: z.string(),
  })
  .meta({ id: 'ReportVersion' })
export type ReportVersion = z.infer<typeof ReportVersion>

/** A report in a list: of one without a frozen version, others than the backbone know nothing. */
export const ReportSummary = z
  .strictObject({ id: z.uuid(), titleFr: z.string(), titleEn: nullable, changedAt: nullable, versions: z.array(ReportVersion) })
  .meta({ id: 'ReportSummary' })
export type ReportSummary = z.infer<typeof ReportSummary>

/** A draft, for the backbone. */
export const Report = z
  .strictObject({
    id: z.uuid(),
    titleFr: z.string(),
    titleEn: nullable,
    release: ReportRelease,
    languages: z.array(ReportLanguage),
    paper: ReportPaper,
    isColour: z.boolean(),
    sections: z.array(ReportSection),
    indicators: z.array(ReportIndicator),
    notes: z.array(z.uuid()),
    changedAt: z.string(),
    versions: z.array(ReportVersion),
    version: z.int(),
  })
  .meta({ id: 'Report' })
export type Report = z.infer<typeof Report>

const base = '/api/v1/initiatives/:initiativeId/reports'
const reportParams = z.strictObject({ initiativeId: z.uuid(), reportId: z.uuid() })
const versionParams = z.strictObject({ ...reportParams.shape, versionId: z.uuid() })
const inLanguage = z.strictObject({ language: ReportLanguage.default('fr') })

export const reportRoutes = {
  list: route({
    id: 'reports.list',
    method: 'GET',
    path: base,
    summary: 'Reports with their frozen versions, newest first; drafts are the backbone’s',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ReportSummary) }),
  }),
  create: route({
    id: 'reports.create',
    method: 'POST',
    path: base,
    summary: 'Begin a report on a published release',
    params: initiativeParams,
    body: ReportInput,
    status: 201,
    response: Report,
  }),
  read: route({ id: 'reports.read', method: 'GET', path: `${base}/:reportId`, summary: 'One draft', params: reportParams, response: Report }),
  change: route({
    id: 'reports.change',
    method: 'PATCH',
    path: `${base}/:reportId`,
    summary: 'Change a draft: only what is given (If-Match)',
    params: reportParams,
    body: ReportChange,
    response: Report,
  }),
  remove: route({
    id: 'reports.remove',
    method: 'DELETE',
    path: `${base}/:reportId`,
    summary: 'Remove a draft of which no version was frozen',
    params: reportParams,
    status: 204,
    response: z.undefined(),
  }),
  preview: route({
    id: 'reports.preview',
    method: 'GET',
    path: `${base}/:reportId/page`,
    summary: 'The page of a draft as freezing it would keep it (HTML)',
    params: reportParams,
    query: inLanguage,
    response: z.string(),
  }),
  freeze: route({
    id: 'reports.freeze',
    method: 'POST',
    path: `${base}/:reportId/versions`,
    summary: 'Freeze a version: every member reads it from now on, and it never changes (If-Match)',
    params: reportParams,
    body: z.strictObject({ reason: z.string().trim().max(2000).nullish() }),
    status: 201,
    response: ReportVersion,
  }),
  version: route({
    id: 'reports.version',
    method: 'GET',
    path: `${base}/:reportId/versions/:versionId`,
    summary: 'One frozen version',
    params: versionParams,
    response: ReportVersion,
  }),
  page: route({
    id: 'reports.page',
    method: 'GET',
    path: `${base}/:reportId/versions/:versionId/page`,
    summary: 'The page of a frozen version, the same bytes for ever (HTML)',
    params: versionParams,
    query: inLanguage,
    response: z.string(),
  }),
  word: route({
    id: 'reports.word',
    method: 'GET',
    path: `${base}/:reportId/versions/:versionId/word`,
    summary: 'The copy of a frozen version for word processors, the same bytes for ever (HTML)',
    params: versionParams,
    query: inLanguage,
    response: z.string(),
  }),
  pdf: route({
    id: 'reports.pdf',
    method: 'GET',
    path: `${base}/:reportId/versions/:versionId/pdf`,
    summary: 'The page of a frozen version printed by the server, where it has a Chromium (tagged PDF)',
    params: versionParams,
    query: inLanguage,
    response: z.unknown(),
  }),
}
