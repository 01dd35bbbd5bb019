import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code } from '#shared/territories/contract.ts'
import { indicatorParams, text } from './fields.ts'

export const OverlapMethod = z.enum(['consented_list', 'sample', 'expert']).meta({ id: 'OverlapMethod' })
export type OverlapMethod = z.infer<typeof OverlapMethod>

export const OverlapEstimateInput = z
  .strictObject({
    /** For one version of the definition; absent: for all of them. */
    versionNumber: z.int().min(1).nullish(),
    /** Measured in one territory; absent: in general. */
    territoryCode: Code.nullish(),
    /** Share of people counted more than once, 0–1, exact: `0.3` is 30 %. */
    rate: z.string().regex(/^(0(\.\d{1,12})?|1(\.0{1,12})?)$/),
    method: OverlapMethod,
    estimatedOn: z.iso.date(),
    /** Holds for periods that end from this day on. */
    appliesFrom: z.iso.date().nullish(),
    /** Last day, included. */
    appliesTo: z.iso.date().nullish(),
    noteFr: text.max(2000).nullish(),
    noteEn: text.max(2000).nullish(),
  })
  .meta({ id: 'OverlapEstimateInput' })
export type OverlapEstimateInput = z.infer<typeof OverlapEstimateInput>

const nullable = z.string().nullable()

export const OverlapEstimate = z
  .strictObject({
    id: z.uuid(),
    versionNumber: z.int().nullable(),
    territoryCode: nullable,
    rate: z.string(),
    method: OverlapMethod,
    estimatedOn: z.string(),
    appliesFrom: nullable,
    appliesTo: nullable,
    noteFr: nullable,
    noteEn: nullable,
  })
  .meta({ id: 'OverlapEstimate' })
export type OverlapEstimate = z.infer<typeof OverlapEstimate>

const list = z.strictObject({ items: z.array(OverlapEstimate) })

export const overlapRoutes = {
  list: route({
    id: 'overlaps.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/overlap-estimates',
    summary: 'Measured shares of people counted twice, newest first',
    params: indicatorParams,
    response: list,
  }),
  add: route({
    id: 'overlaps.add',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/overlap-estimates',
    summary: 'Record a measured overlap; the newest one that holds makes the estimate',
    params: indicatorParams,
    body: OverlapEstimateInput,
    status: 201,
    response: list,
  }),
  withdraw: route({
    id: 'overlaps.withdraw',
    method: 'DELETE',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/overlap-estimates/:estimateId',
    summary: 'Withdraw a wrong estimate; it stays in the history',
    params: indicatorParams.extend({ estimateId: z.uuid() }),
    response: list,
  }),
}
