import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Presence } from '#shared/progress/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Observation, ObservationState, SaveResult } from './contract.ts'

/** Past figures that the side panel shows. */
export const PANEL_HISTORY = 12

const figureKey = { indicator: IndicatorCode, territory: Code, period: z.string().min(4).max(21), category: z.string().max(300).default('TOTAL') }

/** A figure of an earlier period, as it stands. */
export const PastValue = z
  .strictObject({
    period: z.string(),
    presence: Presence,
    value: z.string().nullable(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    sampleN: z.string().nullable(),
    boolValue: z.boolean().nullable(),
    state: ObservationState,
  })
  .meta({ id: 'PastValue' })
export type PastValue = z.infer<typeof PastValue>

/** What the side panel of one place to type shows, asked for when it opens. */
export const FigureDetails = z
  .strictObject({
    current: Observation.nullable(),
    /** Who left it as it stands; null when nobody did, or a file. */
    changedBy: z.string().nullable(),
    past: z.array(PastValue).max(PANEL_HISTORY),
    limits: z.strictObject({ low: z.string().nullable(), high: z.string().nullable() }).nullable(),
    definitionFr: z.string(),
    definitionEn: z.string().nullable(),
    purposeFr: z.string(),
    purposeEn: z.string().nullable(),
  })
  .meta({ id: 'FigureDetails' })
export type FigureDetails = z.infer<typeof FigureDetails>

export const entryRoutes = {
  details: route({
    id: 'observations.details',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/entry/figure',
    summary: 'One place to type: the figure as it stands, the last twelve before it, limits and definition',
    params: initiativeParams,
    query: z.strictObject({ ...figureKey, partner: Code.optional() }),
    response: FigureDetails,
  }),
  erase: route({
    id: 'observations.erase',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/erasure',
    summary: 'Erase drafts that were never handed in; a result for each',
    params: initiativeParams,
    body: z.strictObject({
      items: z
        .array(z.strictObject({ ...figureKey, partner: Code.nullish(), version: z.int().min(1) }))
        .min(1)
        .max(2000),
    }),
    response: z.strictObject({ results: z.array(SaveResult) }),
  }),
}
