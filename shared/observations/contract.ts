import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { DecimalText, IndicatorCode } from '#shared/indicators/contract.ts'
import { Presence } from '#shared/progress/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { CHECK_CODES } from './checks.ts'
import { REVISION_REASONS } from './life-cycle.ts'

export const ObservationState = z.enum(['draft', 'submitted', 'returned', 'validated', 'published']).meta({ id: 'ObservationState' })
export type ObservationState = z.infer<typeof ObservationState>

/** Moves of a figure that a screen may offer: who writes it edits, hands in, takes back; who checks it gives back, validates or reopens; both ask for a revision. */
export const Ability = z.enum(['edit', 'submit', 'take_back', 'return', 'validate', 'reopen', 'request_revision']).meta({ id: 'ObservationAbility' })
export type Ability = z.infer<typeof Ability>

/** A figure to save: its key, then its value or why there is none. */
export const ObservationInput = z
  .strictObject({
    indicator: IndicatorCode,
    territory: Code,
    partner: Code.nullish(),
    period: z.string().min(4).max(21),
    category: z.string().max(300).default('TOTAL'),
    presence: Presence.default('reported'),
    presenceReason: z.string().trim().max(500).nullish(),
    value: DecimalText.nullish(),
    numerator: DecimalText.nullish(),
    denominator: DecimalText.nullish(),
    sampleN: DecimalText.nullish(),
    boolValue: z.boolean().nullish(),
    achievedOn: z.iso.date().nullish(),
    amountOriginal: DecimalText.nullish(),
    currencyCode: z
      .string()
      .regex(/^[A-Z]{3}$/)
      .nullish(),
    fxRate: DecimalText.nullish(),
    fxDate: z.iso.date().nullish(),
    isDirectTotal: z.boolean().default(false),
    flags: z.array(z.string().max(20)).max(10).default([]),
    comment: z.string().trim().max(2000).nullish(),
    /** Version the caller saw; absent or 0 when it saw none. */
    version: z.int().min(0).optional(),
  })
  .meta({ id: 'ObservationInput' })
export type ObservationInput = z.infer<typeof ObservationInput>

export const Observation = z
  .strictObject({
    id: z.uuid(),
    indicator: IndicatorCode,
    territory: Code,
    partner: z.string().nullable(),
    period: z.string(),
    category: z.string(),
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
    fxRate: z.string().nullable(),
    fxDate: z.string().nullable(),
    state: ObservationState,
    isDirectTotal: z.boolean(),
    flags: z.array(z.string()),
    comment: z.string().nullable(),
    returnComment: z.string().nullable(),
    enteredOnBehalf: z.boolean(),
    samePerson: z.boolean(),
    /** Somebody is checking it: it is no longer taken back. */
    isUnderReview: z.boolean(),
    /** Last day on which one person may reopen it once validated. */
    locksOn: z.string(),
    version: z.int(),
    updatedAt: z.string(),
    /** Moves this hat may make now. */
    abilities: z.array(Ability),
  })
  .meta({ id: 'Observation' })
export type Observation = z.infer<typeof Observation>

/** What looks unusual in a figure, with the numbers that say so: decimals in storage units, dates, period codes. */
export const CheckWarning = z.strictObject({ code: z.enum(CHECK_CODES), numbers: z.record(z.string(), z.string()) }).meta({ id: 'CheckWarning' })

/** What became of one row. `code` is a problem's code or a reason of `#shared/observations/row-codes.ts`; `field` says where. */
export const SaveResult = z
  .strictObject({
    index: z.int(),
    outcome: z.enum(['created', 'changed', 'unchanged', 'rejected', 'conflict', 'needs_confirmation']),
    code: z.string().nullable(),
    field: z.string().nullable(),
    version: z.int().nullable(),
    state: ObservationState.nullable(),
    /** Of an unusual figure that nobody confirmed: nothing was done with it. */
    warnings: z.array(CheckWarning).optional(),
  })
  .meta({ id: 'SaveResult' })
export type SaveResult = z.infer<typeof SaveResult>

const PastFigure = z.strictObject({
  period: z.string(),
  value: z.string().nullable(),
  numerator: z.string().nullable(),
  denominator: z.string().nullable(),
  sampleN: z.string().nullable(),
  boolValue: z.boolean().nullable(),
  presence: Presence,
})

/** One place to type a figure: who owes it, the definition to show beside it, the previous value, the figure if any. */
export const EntryRow = z
  .strictObject({
    indicator: IndicatorCode,
    territory: Code,
    territoryName: z.string(),
    partner: z.string().nullable(),
    category: z.string(),
    period: z.string(),
    dueOn: z.string().nullable(),
    isExpected: z.boolean(),
    previous: PastFigure.nullable(),
    /** Handed in before, newest first: what the checks of a screen compare with, offline too. */
    past: z.array(z.strictObject({ period: z.string(), value: z.string().nullable(), numerator: z.string().nullable(), denominator: z.string().nullable() })),
    limits: z.strictObject({ low: z.string().nullable(), high: z.string().nullable() }).nullable(),
    /** Name of a category; null for the undivided figure. */
    categoryFr: z.string().nullable(),
    categoryEn: z.string().nullable(),
    observation: Observation.nullable(),
    abilities: z.array(Ability),
  })
  .meta({ id: 'EntryRow' })
export type EntryRow = z.infer<typeof EntryRow>

const Comment = z.string().trim().max(2000).optional()
const moved = { id: z.uuid(), version: z.int() }
const bodyOf = <Item extends z.ZodType>(item: Item) => z.strictObject({ items: z.array(item).min(1).max(2000), comment: Comment })
const moveBody = bodyOf(z.strictObject(moved))
/** Confirmed with a comment, an unusual figure is handed in. */
const submitBody = bodyOf(z.strictObject({ ...moved, confirmed: z.boolean().optional(), comment: Comment }))
/** A figure's own comment goes before the one for all. */
const returnBody = bodyOf(z.strictObject({ ...moved, comment: Comment }))
const results = z.strictObject({
  results: z.array(SaveResult),
  /** Handed in: how many figures of an unknown category were made from what the known ones leave of the whole (domain 3.9). */
  completed: z.int().optional(),
})
/** A batch of values (D32). */
const BATCH_LIMIT_BYTES = 8 * 1024 * 1024

export const observationRoutes = {
  list: route({
    id: 'observations.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/observations',
    summary: 'Figures this hat may read, by key',
    params: initiativeParams,
    query: z.strictObject({
      indicator: z.string().max(2000).optional(),
      territory: Code.optional(),
      partner: Code.optional(),
      period: z.string().max(21).optional(),
      state: ObservationState.optional(),
      after: z.uuid().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    response: z.strictObject({ items: z.array(Observation), next: z.uuid().nullable() }),
  }),
  entry: route({
    id: 'observations.entry',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/entry',
    summary: 'The form of one partner and period: what is expected and what was entered',
    params: initiativeParams,
    query: z.strictObject({
      partner: Code.optional(),
      period: z.string().max(21).optional(),
      /** With `categories`, each category of an indicator's dimensions is a place of its own. */
      breakdown: z.enum(['total', 'categories']).default('total'),
    }),
    response: z.strictObject({
      period: z.string(),
      partner: z.string().nullable(),
      periods: z.array(z.string()),
      partners: z.array(z.strictObject({ code: z.string(), name: z.string() })),
      isSolo: z.boolean(),
      /** Nobody of the partner can type: the backbone does, on its behalf (situation 13). */
      isUnattended: z.boolean(),
      rows: z.array(EntryRow),
    }),
  }),
  save: route({
    id: 'observations.save',
    method: 'PUT',
    path: '/api/v1/initiatives/:initiativeId/observations',
    summary: 'Save figures as drafts; a result for each row',
    params: initiativeParams,
    bodyLimitBytes: BATCH_LIMIT_BYTES,
    body: z.strictObject({ items: z.array(ObservationInput).min(1).max(10000) }),
    response: results,
  }),
  submit: route({
    id: 'observations.submit',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/submission',
    summary: 'Hand figures in; unusual ones once they are confirmed with a comment',
    params: initiativeParams,
    body: submitBody,
    response: results,
  }),
  validate: route({
    id: 'observations.validate',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/validation',
    summary: 'Validate figures',
    params: initiativeParams,
    body: moveBody,
    response: results,
  }),
  takeBack: route({
    id: 'observations.takeBack',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/withdrawal',
    summary: 'Take back what was handed in and is not validated yet',
    params: initiativeParams,
    body: moveBody,
    response: results,
  }),
  giveBack: route({
    id: 'observations.giveBack',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/return',
    summary: 'Give figures back with a comment for each or for all',
    params: initiativeParams,
    body: returnBody,
    response: results,
  }),
  reopen: route({
    id: 'observations.reopen',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/observations/reopening',
    summary: 'Give validated figures back, until their period locks',
    params: initiativeParams,
    body: returnBody.extend({ reason: z.enum(REVISION_REASONS).default('error_correction') }),
    response: results,
  }),
}
