import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code } from '#shared/territories/contract.ts'
import { indicatorParams, text } from './fields.ts'
import { StartMask } from './points.ts'
import { DefinitionInput, IndicatorDetail } from './shapes.ts'

const nullable = z.string().nullable()

/** What was corrected within versions, and starting points as they were. */
export const DefinitionHistory = z
  .strictObject({
    edits: z.array(
      z.strictObject({
        versionNumber: z.int(),
        /** A field of the definition. */
        field: z.string(),
        from: nullable,
        to: nullable,
        editedAt: z.string(),
        editedBy: nullable,
        /** Why, where it changed how totals are made. */
        reason: nullable,
      }),
    ),
    baselines: z.array(
      z.strictObject({
        versionNumber: z.int(),
        territoryCode: z.string(),
        category: z.string(),
        periodCode: nullable,
        value: nullable,
        numerator: nullable,
        denominator: nullable,
        sampleN: nullable,
        mask: StartMask,
        reasonFr: nullable,
        reasonEn: nullable,
        replacedOn: z.string(),
        /** The circle reads names. */
        replacedBy: nullable,
        /** How it had been decided. */
        decision: nullable,
        decidedBy: nullable,
        decidedOn: nullable,
        setReasonFr: nullable,
        setReasonEn: nullable,
      }),
    ),
  })
  .meta({ id: 'DefinitionHistory' })
export type DefinitionHistory = z.infer<typeof DefinitionHistory>

const base = '/api/v1/initiatives/:initiativeId/indicators/:indicator'

export const definitionRoutes = {
  edit: route({
    id: 'indicators.editDefinition',
    method: 'PUT',
    path: `${base}/definition`,
    summary:
      'Correct a definition without changing its meaning: typo, translation, source; thresholds by leads, and until a release told a figure how totals are made, with a reason (If-Match)',
    params: indicatorParams,
    body: z.strictObject({
      definition: DefinitionInput,
      /** Absent: the version that holds today. */
      versionNumber: z.int().min(1).optional(),
      dimensionCodes: z.array(Code).max(20).optional(),
      /** Asked for where the correction changes how totals are made. */
      reason: text.max(2000).nullish(),
    }),
    response: IndicatorDetail,
  }),
  history: route({
    id: 'indicators.definitionHistory',
    method: 'GET',
    path: `${base}/definition/history`,
    summary: 'Corrections of the definition and former baselines',
    params: indicatorParams,
    response: DefinitionHistory,
  }),
}
