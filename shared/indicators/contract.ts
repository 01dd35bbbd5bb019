import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { indicatorParams, text, textFr } from './fields.ts'
import { BaselineInput, TargetPointInput } from './points.ts'
import { AssignmentInput, Condition, Dimension, Indicator, IndicatorDetail, IndicatorInput, Period } from './shapes.ts'

export * from './fields.ts'
export * from './points.ts'
export * from './shapes.ts'

export const indicatorRoutes = {
  list: route({
    id: 'indicators.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/indicators',
    summary: 'Indicators in their current version',
    params: initiativeParams,
    query: z.strictObject({ condition: Condition.optional(), scope: z.enum(['population', 'performance']).optional() }),
    response: z.strictObject({ items: z.array(Indicator) }),
  }),
  read: route({
    id: 'indicators.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator',
    summary: 'One indicator with its versions, baselines and targets',
    params: indicatorParams,
    response: IndicatorDetail,
  }),
  create: route({
    id: 'indicators.create',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/indicators',
    summary: 'Define an indicator',
    params: initiativeParams,
    body: IndicatorInput,
    status: 201,
    response: IndicatorDetail,
  }),
  change: route({
    id: 'indicators.change',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator',
    summary: 'Change what does not alter meaning: order, core, archived (If-Match)',
    params: indicatorParams,
    body: z.strictObject({ isCore: z.boolean().optional(), isArchived: z.boolean().optional(), position: z.int().min(0).max(1000).optional() }),
    response: IndicatorDetail,
  }),
  periods: route({
    id: 'indicators.periods',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/periods',
    summary: 'Reporting periods, oldest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Period) }),
  }),
  dimensions: route({
    id: 'indicators.dimensions',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/dimensions',
    summary: 'Dimensions and their categories',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Dimension) }),
  }),
  saveDimensions: route({
    id: 'indicators.saveDimensions',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/dimensions',
    summary: 'Create or change dimensions and categories by code; none is removed',
    params: initiativeParams,
    body: z.strictObject({
      items: z
        .array(
          z.strictObject({
            code: Code,
            nameFr: textFr.max(200),
            nameEn: text.max(200).nullish(),
            exclusive: z.boolean().default(false),
            exhaustive: z.boolean().default(false),
            categories: z
              .array(z.strictObject({ code: Code, nameFr: textFr.max(200), nameEn: text.max(200).nullish(), isUnknown: z.boolean().default(false) }))
              .max(500),
          }),
        )
        .min(1)
        .max(50),
    }),
    response: z.strictObject({ items: z.array(Dimension) }),
  }),
}

/** Which version it is about; absent: the one that holds today. */
const versionNumber = z.int().min(1).optional()

export const targetRoutes = {
  saveBaselines: route({
    id: 'targets.saveBaselines',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/baselines',
    summary: 'Set baselines by territory; a former value is kept with the reason of its change (leads)',
    params: indicatorParams,
    body: z.strictObject({ items: z.array(BaselineInput).min(1).max(2000), reasonFr: text.nullish(), reasonEn: text.nullish(), versionNumber }),
    response: IndicatorDetail,
  }),
  saveTargets: route({
    id: 'targets.saveTargets',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/targets',
    summary: 'Set target points; points no longer given are kept as superseded (leads)',
    params: indicatorParams,
    body: z.strictObject({ items: z.array(TargetPointInput).max(200), reasonFr: text.nullish(), reasonEn: text.nullish(), versionNumber }),
    response: IndicatorDetail,
  }),
  saveAssignments: route({
    id: 'targets.saveAssignments',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/assignments',
    summary: 'Say who owes this figure, where and from when',
    params: indicatorParams,
    body: z.strictObject({ items: z.array(AssignmentInput).min(1).max(2000) }),
    response: IndicatorDetail,
  }),
}
