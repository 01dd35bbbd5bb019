import { z } from 'zod'
import { Indicator, Period } from '#shared/indicators/contract.ts'
import { ProgressCell, ProgressFilter, Status } from '#shared/progress/contract.ts'
import { Code } from '#shared/territories/contract.ts'
import { ReleaseName } from './name.ts'

export { ReleaseName }

export const ReleaseState = z.enum(['building', 'ready', 'published', 'failed', 'discarded']).meta({ id: 'ReleaseState' })
export type ReleaseState = z.infer<typeof ReleaseState>

/** What goes into a release: everything that is validated, unless less is chosen. */
export const ReleaseScope = z
  .strictObject({
    /** Absent: every indicator that is not archived. */
    indicators: z.array(Code).max(500).optional(),
    /** Absent: every level, of every hierarchy. */
    levels: z.array(Code).max(50).optional(),
    /** Partners' own figures beside those of the whole. */
    partners: z.boolean().default(true),
  })
  .meta({ id: 'ReleaseScope' })
export type ReleaseScope = z.infer<typeof ReleaseScope>

export const ReleaseInput = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    notesFr: z.string().trim().max(4000).nullish(),
    notesEn: z.string().trim().max(4000).nullish(),
    isPreliminary: z.boolean().default(false),
    /** Last period that is told; absent: the last one that has ended. */
    throughPeriod: z.string().max(21).optional(),
    scope: ReleaseScope.prefault({}),
    /** A new edition of a published release: its number, with the reason (`reason`). */
    corrects: z.int().min(1).optional(),
    reason: z.string().trim().min(1).max(2000).optional(),
  })
  .meta({ id: 'ReleaseInput' })
export type ReleaseInput = z.infer<typeof ReleaseInput>

/** How many figures are hidden, and where: for whoever builds the release. */
export const MaskReport = z
  .strictObject({
    /** Smallest count of people that is shown. */
    smallestShown: z.int(),
    cells: z.int(),
    primary: z.int(),
    secondary: z.int(),
    /** Breakdowns that could not be shown at all. */
    droppedBreakdowns: z.int(),
    /** Corrections too small to be shown in a new edition: the former figure stands until the next release. */
    heldCorrections: z.int(),
    /** Hidden figures that official ones, which cannot be hidden, give away all the same. */
    exposed: z.int().default(0),
    indicators: z.array(z.strictObject({ indicator: z.string(), cells: z.int(), primary: z.int(), secondary: z.int() })),
  })
  .meta({ id: 'MaskReport' })
export type MaskReport = z.infer<typeof MaskReport>

export const Release = z
  .strictObject({
    ...ReleaseName.shape,
    id: z.uuid(),
    builtAt: z.string().nullable(),
    state: ReleaseState,
    corrects: z.int().nullable(),
    reason: z.string().nullable(),
    notesFr: z.string().nullable(),
    notesEn: z.string().nullable(),
    isPublic: z.boolean(),
    throughPeriod: z.string(),
    asOf: z.string(),
    publishedAt: z.string().nullable(),
    cellCount: z.int(),
    checksum: z.string().nullable(),
    previousChecksum: z.string().nullable(),
    /** While it is built: how much is done, of how much. */
    done: z.int(),
    total: z.int(),
    /** For the backbone alone. */
    maskReport: MaskReport.nullable(),
    version: z.int(),
  })
  .meta({ id: 'Release' })
export type Release = z.infer<typeof Release>

/** One place as the release knows it. */
export const ReleaseTerritory = z
  .strictObject({
    code: z.string(),
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    level: z.string(),
    levelRank: z.int(),
    hierarchy: z.string(),
    parent: z.string().nullable(),
    isTop: z.boolean(),
    hasShape: z.boolean(),
  })
  .meta({ id: 'ReleaseTerritory' })
export type ReleaseTerritory = z.infer<typeof ReleaseTerritory>

/** What is frozen beside the figures: names and definitions of that day. */
export const ReleaseCatalogue = z
  .strictObject({
    initiative: z.strictObject({
      slug: z.string(),
      nameFr: z.string(),
      nameEn: z.string().nullable(),
      summaryFr: z.string().nullable(),
      summaryEn: z.string().nullable(),
      mainLanguage: z.string(),
      currencyCode: z.string(),
      isDemo: z.boolean(),
    }),
    indicators: z.array(Indicator),
    /** Last period of each indicator whose status counts. */
    latest: z.record(z.string(), z.string()),
    periods: z.array(Period),
    levels: z.array(z.strictObject({ code: z.string(), nameFr: z.string(), nameEn: z.string().nullable(), rank: z.int(), hierarchy: z.string() })),
    partners: z.array(z.strictObject({ code: z.string(), name: z.string(), audience: z.enum(['funder', 'circle']) })),
  })
  .meta({ id: 'ReleaseCatalogue' })
export type ReleaseCatalogue = z.infer<typeof ReleaseCatalogue>

export const ReleaseCellFilter = ProgressFilter.omit({ basis: true, asKnownOn: true, release: true }).meta({ id: 'ReleaseCellFilter' })
export type ReleaseCellFilter = z.infer<typeof ReleaseCellFilter>

/** A figure of a release: that of the progress request, with its mask. */
export const ReleaseCell = ProgressCell

/** What a partner says of its own figure while it is in discussion (situation 10), with the figure that the release tells of it. */
export const ReleaseComment = z
  .strictObject({
    indicator: z.string(),
    period: z.string(),
    /** Place of the figure in discussion. */
    territory: z.string(),
    partner: z.string(),
    body: z.string(),
    /** The partner's figure of the indicator and period, all its places together. */
    value: z.string().nullable(),
  })
  .meta({ id: 'ReleaseComment' })
export type ReleaseComment = z.infer<typeof ReleaseComment>

/** A figure that a release tells otherwise than the one before it. */
export const ReleaseChange = z
  .strictObject({
    indicator: z.string(),
    period: z.string(),
    territory: z.string(),
    category: z.string(),
    partner: z.string().nullable(),
    oldValue: z.string().nullable(),
    newValue: z.string().nullable(),
    oldStatus: Status,
    newStatus: Status,
    /** At least 5 % of the former value, or another status (domain 3.12). */
    isMaterial: z.boolean(),
    reasons: z.array(z.string()),
  })
  .meta({ id: 'ReleaseChange' })
export type ReleaseChange = z.infer<typeof ReleaseChange>
