import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code } from '#shared/territories/contract.ts'
import { indicatorParams, text, textFr } from './fields.ts'
import { DefinitionInput, IndicatorDetail } from './shapes.ts'

/** A definition from a day on, why, and what goes over to it from the one before. */
export const VersionInput = z
  .strictObject({
    validFrom: z.iso.date(),
    changeReasonFr: textFr,
    changeReasonEn: text.nullish(),
    definition: DefinitionInput,
    /** Absent: those of the version before. */
    dimensionCodes: z.array(Code).max(20).optional(),
    /** Limits; absent: kept where figures keep their size. */
    carryLimits: z.boolean().optional(),
    /** Overlaps measured for the former version alone; absent: not kept, for they were measured of other people. */
    carryOverlaps: z.boolean().optional(),
  })
  .meta({ id: 'VersionInput' })
export type VersionInput = z.infer<typeof VersionInput>

/** What hangs on the definition, and what becomes of each kind when a version opens. */
export const VersionPreview = z
  .strictObject({
    number: z.int(),
    validFrom: z.string(),
    /** Fields of the definition that change. */
    changed: z.array(z.string()),
    limits: z.strictObject({
      count: z.int(),
      /** Of those, outside what the new definition allows: they are not kept in any case. */
      outside: z.int(),
      /** Changed fields that speak against keeping them. */
      against: z.array(z.string()),
      carried: z.boolean(),
    }),
    overlaps: z.strictObject({
      /** Hold for every version of the indicator: they go on. */
      ofIndicator: z.int(),
      ofVersion: z.int(),
      /** Whether totals are still ranges, so that an estimate is read at all. */
      isRead: z.boolean(),
      carried: z.boolean(),
    }),
    /** Who owes the figure goes on owing it; those for periods that the new frequency has not are opened to all. */
    assignments: z.strictObject({ count: z.int(), widened: z.int() }),
    /** Start without, until a lead takes them over (situation 3). */
    baselines: z.int(),
    targets: z.int(),
  })
  .meta({ id: 'VersionPreview' })
export type VersionPreview = z.infer<typeof VersionPreview>

const base = '/api/v1/initiatives/:initiativeId/indicators/:indicator/versions'

export const versionRoutes = {
  preview: route({
    id: 'indicators.previewVersion',
    method: 'POST',
    path: `${base}/preview`,
    summary: 'What opening a version would change and keep; writes nothing',
    params: indicatorParams,
    body: VersionInput,
    response: VersionPreview,
  }),
  open: route({
    id: 'indicators.newVersion',
    method: 'POST',
    path: base,
    summary: 'Open a new version from a date, with its reason; old figures keep their meaning',
    params: indicatorParams,
    body: VersionInput,
    status: 201,
    response: IndicatorDetail,
  }),
}
