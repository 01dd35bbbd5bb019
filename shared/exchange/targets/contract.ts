import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { text, textFr } from '#shared/indicators/fields.ts'
import { decision } from '#shared/indicators/points.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { Rejection } from '../contract.ts'
import { TargetChoices, TargetColumns } from './columns.ts'

/** Refused places that an answer names; all are counted. */
export const MOST_REFUSED = 500

/** What stands where a refused text was found; sentences: message keys `target_loads_expected_<word>`. */
export const Expected = z.enum(['number', 'share', 'date', 'yes_no', 'period', 'territory', 'code', 'own_code', 'name', 'side', 'later', 'other'])
export type Expected = z.infer<typeof Expected>

/** One refused place: where, why, what was expected; `value` is what was found. */
export const RefusedTarget = Rejection.extend({ expected: Expected }).meta({ id: 'RefusedTarget' })
export type RefusedTarget = z.infer<typeof RefusedTarget>

const Counts = z.strictObject({ created: z.int(), changed: z.int(), unchanged: z.int() })

/** What a file of indicators did, or would do. */
export const TargetLoadResult = z
  .strictObject({
    /** Null when nothing was kept. */
    id: z.uuid().nullable(),
    /** refused: nothing is written while something is refused and `partial` is not asked. */
    state: z.enum(['done', 'refused']),
    dryRun: z.boolean(),
    partial: z.boolean(),
    fileName: z.string(),
    read: z.int(),
    skipped: z.int(),
    indicators: Counts,
    baselines: Counts,
    targets: Counts,
    figures: Counts,
    /** Baselines and targets wait for a lead's approval: whoever sent the file is not one (domain 5, row 15). */
    isProposed: z.boolean(),
    /** How the table was read; null with a mapping. */
    columns: TargetColumns.nullable(),
    refused: z.int(),
    refusals: z.array(RefusedTarget),
    undoableUntil: z.string().nullable(),
  })
  .meta({ id: 'TargetLoadResult' })
export type TargetLoadResult = z.infer<typeof TargetLoadResult>

/** Why and by whom it was decided: asked once for the file, needed as soon as it writes. */
export const TargetReasons = z.strictObject({ reasonFr: textFr.nullish(), reasonEn: text.nullish(), ...decision }).meta({ id: 'TargetReasons' })
export type TargetReasons = z.infer<typeof TargetReasons>

/** Fields of the form: `file`, then `choices` or `mapping` (JSON), `reasons` (JSON), `dryRun`, `partial` (`true`). */
export const TargetForm = z.strictObject({
  fileName: z.string(),
  fileHash: z.string(),
  choices: TargetChoices,
  mapping: z.string().optional(),
  reasons: TargetReasons,
  dryRun: z.boolean(),
  partial: z.boolean(),
})
export type TargetForm = z.infer<typeof TargetForm>

/** What could not be taken back because somebody changed it since. */
export const LeftTarget = z
  .strictObject({
    indicator: z.string(),
    part: z.enum(['indicator', 'baseline', 'target', 'proposal', 'figure']),
    territory: z.string().nullable(),
    period: z.string().nullable(),
  })
  .meta({ id: 'LeftTarget' })
export type LeftTarget = z.infer<typeof LeftTarget>

/** A file of indicators that was loaded. */
export const LoadedTargetFile = z
  .strictObject({
    id: z.uuid(),
    fileName: z.string(),
    loadedAt: z.string(),
    reasonFr: z.string(),
    reasonEn: z.string().nullable(),
    decision: z.string().nullable(),
    decidedBy: z.string().nullable(),
    decidedOn: z.string().nullable(),
    result: TargetLoadResult,
    /** Until when whoever asks may take it back; null when it may not. */
    undoableUntil: z.string().nullable(),
    undoneAt: z.string().nullable(),
    left: z.array(LeftTarget),
  })
  .meta({ id: 'LoadedTargetFile' })
export type LoadedTargetFile = z.infer<typeof LoadedTargetFile>

const base = '/api/v1/initiatives/:initiativeId'

export const targetLoadRoutes = {
  upload: route({
    id: 'targetLoads.upload',
    method: 'POST',
    path: `${base}/target-loads`,
    multipart: true,
    summary:
      'Indicators with baseline, target and actual from a file (multipart: file, choices or mapping, reasons, dryRun, partial): all or nothing unless partial; what somebody who is no lead sends is proposed',
    params: initiativeParams,
    body: TargetForm,
    response: TargetLoadResult,
  }),
  draft: route({
    id: 'targetLoads.draft',
    method: 'POST',
    path: `${base}/import-drafts/:draftId/targets`,
    summary: 'As the upload, from an import being prepared, whose refused rows can be fetched afterwards',
    params: initiativeParams.extend({ draftId: z.uuid() }),
    body: z.strictObject({ choices: TargetChoices, reasons: TargetReasons, dryRun: z.boolean(), partial: z.boolean() }),
    response: TargetLoadResult,
  }),
  list: route({
    id: 'targetLoads.list',
    method: 'GET',
    path: `${base}/target-loads`,
    summary: 'Files of indicators that were loaded, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(LoadedTargetFile) }),
  }),
  undo: route({
    id: 'targetLoads.undo',
    method: 'POST',
    path: `${base}/target-loads/:loadId/undo`,
    summary: 'Take a file of indicators back within seven days: what nobody changed since is as before, the rest stays and is told',
    params: initiativeParams.extend({ loadId: z.uuid() }),
    response: LoadedTargetFile,
  }),
}
