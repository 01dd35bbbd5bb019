import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Presence } from '#shared/progress/contract.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { ObservationState } from './contract.ts'

/** A figure as its history kept it. */
export const PastFigure = z
  .strictObject({
    presence: Presence,
    presenceReason: z.string().nullable(),
    value: z.string().nullable(),
    numerator: z.string().nullable(),
    denominator: z.string().nullable(),
    sampleN: z.string().nullable(),
    boolValue: z.boolean().nullable(),
    achievedOn: z.string().nullable(),
    amountOriginal: z.string().nullable(),
    currencyCode: z.string().nullable(),
    flags: z.array(z.string()),
    comment: z.string().nullable(),
  })
  .meta({ id: 'PastFigure' })
export type PastFigure = z.infer<typeof PastFigure>

/** Somebody who changed something: a name only for a reader who may see it, else the side alone; both null for a command or a file. */
export const Hand = z.strictObject({ name: z.string().nullable(), side: z.enum(['partner', 'backbone']).nullable() }).meta({ id: 'Hand' })
export type Hand = z.infer<typeof Hand>

export const HistoryEntry = z
  .strictObject({
    /** Version of the figure that the change made; numbers that are missing are drafts of somebody else. */
    number: z.int(),
    at: z.string(),
    reason: z.string(),
    note: z.string().nullable(),
    oldState: ObservationState.nullable(),
    newState: ObservationState,
    /** What stood before, where this reader may know it. */
    old: PastFigure.nullable(),
    new: PastFigure,
    author: Hand,
    approver: Hand.nullable(),
    /** Why an unusual figure was handed in all the same. */
    confirmation: z.strictObject({ warnings: z.array(z.string()), comment: z.string().nullable() }).nullable(),
  })
  .meta({ id: 'HistoryEntry' })
export type HistoryEntry = z.infer<typeof HistoryEntry>

export const DefinitionVersion = z
  .strictObject({
    number: z.int(),
    validFrom: z.string(),
    validTo: z.string().nullable(),
    changeReasonFr: z.string().nullable(),
    changeReasonEn: z.string().nullable(),
    /** Against the version before; none for the first. */
    changes: z.array(z.strictObject({ field: z.string(), from: z.string().nullable(), to: z.string().nullable() })),
  })
  .meta({ id: 'DefinitionVersionHistory' })

export const DefinitionAction = z
  .strictObject({ at: z.string(), action: z.string(), name: z.string().nullable(), details: z.record(z.string(), z.unknown()) })
  .meta({ id: 'DefinitionAction' })

export const historyRoutes = {
  figure: route({
    id: 'observations.history',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/observations/:observationId/history',
    summary: 'Who changed a figure, when and why: for those who may read it',
    params: initiativeParams.extend({ observationId: z.uuid() }),
    response: z.strictObject({
      indicator: IndicatorCode,
      territory: z.string(),
      partner: z.string().nullable(),
      period: z.string(),
      category: z.string(),
      /** A contributor may say that its own figure is wrongly shown. */
      mayContest: z.boolean(),
      /** Latest first. */
      entries: z.array(HistoryEntry),
    }),
  }),
  definition: route({
    id: 'indicators.history',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/history',
    summary: 'Versions of a definition with what each changed; who did what, for leads (everybody else reads what they did themselves)',
    params: initiativeParams.extend({ indicator: IndicatorCode }),
    response: z.strictObject({ versions: z.array(DefinitionVersion), actions: z.array(DefinitionAction) }),
  }),
}
