import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code } from '#shared/territories/contract.ts'
import { DecimalText, indicatorParams } from './fields.ts'

export const IndicatorLimit = z
  .strictObject({
    versionNumber: z.int(),
    territoryCode: z.string().nullable(),
    partnerCode: z.string().nullable(),
    low: z.string().nullable(),
    high: z.string().nullable(),
    source: z.enum(['typed', 'history']),
    setOn: z.string(),
  })
  .meta({ id: 'IndicatorLimit' })
export type IndicatorLimit = z.infer<typeof IndicatorLimit>

export const LimitInput = z
  .strictObject({
    territoryCode: Code.nullish(),
    partnerCode: Code.nullish(),
    /** Storage units; both absent: this limit is removed. */
    low: DecimalText.nullish(),
    high: DecimalText.nullish(),
    source: z.enum(['typed', 'history']).default('typed'),
  })
  .meta({ id: 'LimitInput' })
export type LimitInput = z.infer<typeof LimitInput>

/** Limits that past validated figures suggest; nothing holds before somebody saves it. */
export const LimitProposal = z
  .strictObject({
    territoryCode: z.string().nullable(),
    partnerCode: z.string().nullable(),
    low: z.string(),
    high: z.string(),
    /** How many past figures it was drawn from. */
    values: z.int(),
  })
  .meta({ id: 'LimitProposal' })
export type LimitProposal = z.infer<typeof LimitProposal>

const base = '/api/v1/initiatives/:initiativeId/indicators/:indicator/limits'

export const limitRoutes = {
  list: route({
    id: 'indicators.limits',
    method: 'GET',
    path: base,
    summary: 'Between which values figures are plausible: the general limits and those of the reader’s partner',
    params: indicatorParams,
    response: z.strictObject({ items: z.array(IndicatorLimit) }),
  }),
  save: route({
    id: 'indicators.saveLimits',
    method: 'PUT',
    path: base,
    summary: 'Set limits by territory and partner; those not named stay, one without bounds is removed',
    params: indicatorParams,
    body: z.strictObject({ items: z.array(LimitInput).min(1).max(2000), versionNumber: z.int().min(1).optional() }),
    response: z.strictObject({ items: z.array(IndicatorLimit) }),
  }),
  propose: route({
    id: 'indicators.proposedLimits',
    method: 'GET',
    path: `${base}/proposals`,
    summary: 'Limits that validated figures suggest, where six or more stand',
    params: indicatorParams,
    response: z.strictObject({ items: z.array(LimitProposal) }),
  }),
}
