import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { DecimalText, IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

export const ActivityState = z.enum(['planned', 'under_way', 'done', 'stopped']).meta({ id: 'ActivityState' })
export type ActivityState = z.infer<typeof ActivityState>

/** Who does what (S15). */
export const Responsibility = z.enum(['leads', 'contributes', 'is_consulted', 'is_informed']).meta({ id: 'Responsibility' })
export type Responsibility = z.infer<typeof Responsibility>

/** By what an activity acts (S59). */
export const Lever = z.enum(['training', 'service', 'advocacy', 'funding', 'regulation', 'communication']).meta({ id: 'Lever' })
export type Lever = z.infer<typeof Lever>

const text = z.string().trim().max(4000)
const nullable = z.string().nullable()

export const ActivityPartner = z
  .strictObject({
    code: Code,
    name: z.string(),
    role: Responsibility,
    /** How the activity fits this partner's mission, and what the partner changed to fit the plan. */
    missionFit: nullable,
    adjustmentMade: nullable,
    /** Day on which the adjustment was last written (S52). */
    adjustedOn: nullable,
  })
  .meta({ id: 'ActivityPartner' })

export const Activity = z
  .strictObject({
    id: z.uuid(),
    nameFr: z.string(),
    nameEn: nullable,
    descriptionFr: nullable,
    descriptionEn: nullable,
    goalId: nullable,
    territoryCode: nullable,
    startsOn: nullable,
    endsOn: nullable,
    state: ActivityState,
    cost: nullable,
    levers: z.array(Lever),
    /** Funders read it from this day on; null: the circle alone. */
    publishedOn: nullable,
    indicatorCodes: z.array(z.string()),
    partners: z.array(ActivityPartner),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), publish: z.boolean() }),
  })
  .meta({ id: 'Activity' })
export type Activity = z.infer<typeof Activity>

export const ActivityInput = z
  .strictObject({
    nameFr: text.min(1).max(200),
    nameEn: text.max(200).nullish(),
    descriptionFr: text.nullish(),
    descriptionEn: text.nullish(),
    goalId: z.uuid().nullish(),
    territoryCode: Code.nullish(),
    startsOn: z.iso.date().nullish(),
    endsOn: z.iso.date().nullish(),
    state: ActivityState.optional(),
    cost: DecimalText.nullish(),
    levers: z.array(Lever).max(6).optional(),
    /** Visible to funders: the backbone's decision. */
    published: z.boolean().optional(),
    indicatorCodes: z.array(IndicatorCode).max(50).optional(),
    /** All partners of the activity: those left out leave it. */
    partners: z
      .array(z.strictObject({ code: Code, role: Responsibility, missionFit: text.nullish(), adjustmentMade: text.nullish() }))
      .max(200)
      .optional(),
  })
  .meta({ id: 'ActivityInput' })
export type ActivityInput = z.infer<typeof ActivityInput>
export const ActivityChange = ActivityInput.partial().meta({ id: 'ActivityChange' })
export type ActivityChange = z.infer<typeof ActivityChange>

export const ActivityFilter = z
  .strictObject({
    partner: Code.optional(),
    /** The territory and every territory inside it. */
    territory: Code.optional(),
    indicator: IndicatorCode.optional(),
    goal: z.uuid().optional(),
    state: ActivityState.optional(),
    lever: Lever.optional(),
    /** Planned or under way, and `lead`: nobody leads it; `goal`: it serves no goal (S05, S15). */
    without: z.enum(['lead', 'goal']).optional(),
  })
  .meta({ id: 'ActivityFilter' })
export type ActivityFilter = z.infer<typeof ActivityFilter>

const base = '/api/v1/initiatives/:initiativeId/activities'
const activityParams = z.strictObject({ initiativeId: z.uuid(), activityId: z.uuid() })

export const activityRoutes = {
  list: route({
    id: 'activities.list',
    method: 'GET',
    path: base,
    summary: 'Activities with who leads, where, in which state and for which indicators',
    params: initiativeParams,
    query: ActivityFilter,
    response: z.strictObject({ items: z.array(Activity) }),
  }),
  read: route({ id: 'activities.read', method: 'GET', path: `${base}/:activityId`, summary: 'One activity', params: activityParams, response: Activity }),
  create: route({
    id: 'activities.create',
    method: 'POST',
    path: base,
    summary: 'Add an activity; a partner adds those that it leads or contributes to',
    params: initiativeParams,
    body: ActivityInput,
    status: 201,
    response: Activity,
  }),
  change: route({
    id: 'activities.change',
    method: 'PATCH',
    path: `${base}/:activityId`,
    summary: 'Change an activity (If-Match)',
    params: activityParams,
    body: ActivityChange,
    response: Activity,
  }),
}
