import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { ENGAGEMENTS, STAGE_CODES } from './stages.ts'

const nullable = z.string().nullable()

export const StageCodeSchema = z.enum(STAGE_CODES).meta({ id: 'StageCode' })
const EngagementSchema = z.enum(ENGAGEMENTS)

export const StageEngagement = z
  .strictObject({
    partnerCode: Code,
    partnerName: z.string(),
    planned: EngagementSchema.nullable(),
    observed: EngagementSchema.nullable(),
    /** 0 while nothing is said of the partner. */
    version: z.int(),
  })
  .meta({ id: 'StageEngagement' })
export type StageEngagement = z.infer<typeof StageEngagement>

export const Stage = z
  .strictObject({
    code: StageCodeSchema,
    breadth: z.enum(['broad', 'targeted']),
    startedOn: nullable,
    endedOn: nullable,
    isCurrent: z.boolean(),
    /** Active partners for the backbone, its own row for a partner. */
    engagements: z.array(StageEngagement),
    /** How wide it is lived: the backbone's to read, as the rows are. */
    reach: z.strictObject({ engaged: z.int(), of: z.int(), percent: z.int().nullable(), isAlert: z.boolean() }).nullable(),
    /** 0 while its dates are not said. */
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Stage' })
export type Stage = z.infer<typeof Stage>

export const StageDates = z.strictObject({ startedOn: z.iso.date().nullable(), endedOn: z.iso.date().nullable() }).meta({ id: 'StageDates' })
export type StageDates = z.infer<typeof StageDates>

export const EngagementInput = z
  .strictObject({ planned: EngagementSchema.nullable(), observed: EngagementSchema.nullable() })
  .meta({ id: 'StageEngagementInput' })
export type EngagementInput = z.infer<typeof EngagementInput>

/** A row of the grid as somebody changed it, with the version that they read. */
export const EngagementRow = z.strictObject({ partner: Code, version: z.int().min(0), ...EngagementInput.shape }).meta({ id: 'StageEngagementRow' })
export type EngagementRow = z.infer<typeof EngagementRow>

/** What became of one row; where it was refused, what is written of that partner is in the stage beside it. */
export const EngagementResult = z
  .strictObject({
    partner: Code,
    outcome: z.enum(['saved', 'unchanged', 'rejected']),
    /** Why it was refused: `version_stale` (somebody else wrote it meanwhile), `unknown_reference` (no partner today), `already_exists` (the same partner twice). */
    code: nullable,
  })
  .meta({ id: 'StageEngagementResult' })
export type EngagementResult = z.infer<typeof EngagementResult>

const base = '/api/v1/initiatives/:initiativeId/stages'
/** Any text: what names no stage is answered as any other thing that is not there. */
const stage = z.string().max(40)

export const stageRoutes = {
  list: route({
    id: 'stages.list',
    method: 'GET',
    path: base,
    summary: 'The eight stages: when each is lived, who it calls on, and how much of each partner',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Stage) }),
  }),
  date: route({
    id: 'stages.date',
    method: 'PUT',
    path: `${base}/:stage`,
    summary: 'When a stage began and ended (If-Match, version 0 while nothing is said)',
    params: z.strictObject({ initiativeId: z.uuid(), stage }),
    body: StageDates,
    response: Stage,
  }),
  engage: route({
    id: 'stages.engage',
    method: 'PUT',
    path: `${base}/:stage/engagements`,
    summary:
      'How much of partners a stage was meant to ask and how much was seen, all rows at once (version 0 while nothing is said of one); a result for each row',
    params: z.strictObject({ initiativeId: z.uuid(), stage }),
    body: z.strictObject({ items: z.array(EngagementRow).min(1).max(500) }),
    response: z.strictObject({ results: z.array(EngagementResult), stage: Stage }),
  }),
}
