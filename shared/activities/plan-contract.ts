import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Lever, Responsibility } from './contract.ts'
import { DEPTHS, MOMENTS } from './participation.ts'

const text = z.string().trim()
const nullable = z.string().nullable()
const named = z.strictObject({ id: z.uuid(), nameFr: z.string(), nameEn: nullable })
const api = '/api/v1/initiatives/:initiativeId'

export const ActivityLink = z
  .strictObject({
    id: z.uuid(),
    from: named,
    to: named,
    how: z.string(),
    /** Funders read it from this day on, with both activities; null: the circle alone. */
    publishedOn: nullable,
    version: z.int(),
    abilities: z.strictObject({ remove: z.boolean() }),
  })
  .meta({ id: 'ActivityLink' })
export type ActivityLink = z.infer<typeof ActivityLink>

export const GoalCoverageRow = z
  .strictObject({
    goalId: z.uuid().nullable(),
    statementFr: nullable,
    statementEn: nullable,
    counts: z.record(Lever, z.int()),
    activities: z.int(),
    withoutLever: z.int(),
    isNarrow: z.boolean(),
  })
  .meta({ id: 'GoalCoverageRow' })
export type GoalCoverageRow = z.infer<typeof GoalCoverageRow>

export const ObjectKind = z.enum(['activity', 'indicator', 'meetings', 'body']).meta({ id: 'ResponsibilityObjectKind' })
export type ObjectKind = z.infer<typeof ObjectKind>

/** Who is responsible: a partner, or a person of the initiative. */
const Holder = z.strictObject({ partnerCode: Code.nullable(), personId: z.uuid().nullable(), name: z.string() })

export const ResponsibleObject = z
  .strictObject({
    kind: ObjectKind,
    /** Identifier of an activity or of a governing body, code of an indicator, kind of a series of meetings. */
    key: z.string(),
    /** Null for a series of meetings, which has the name of its kind. */
    nameFr: nullable,
    nameEn: nullable,
    holders: z.array(
      Holder.extend({
        role: Responsibility,
        /** Null where it is said on the activity itself. */
        id: z.uuid().nullable(),
        version: z.int().nullable(),
        abilities: z.strictObject({ remove: z.boolean() }),
      }),
    ),
    hasLead: z.boolean(),
  })
  .meta({ id: 'ResponsibleObject' })
export type ResponsibleObject = z.infer<typeof ResponsibleObject>

export const ResponsibilityInput = z
  .strictObject({
    kind: z.enum(['indicator', 'meetings', 'body']),
    key: z.string().min(1).max(60),
    /** A partner, or the person who wears this hat: one of the two. */
    partnerCode: Code.nullish(),
    hatId: z.uuid().nullish(),
    role: Responsibility,
  })
  .meta({ id: 'ResponsibilityInput' })
export type ResponsibilityInput = z.infer<typeof ResponsibilityInput>

export const Participation = z
  .strictObject({
    id: z.uuid(),
    activity: named.nullable(),
    /** The words of a decision, or the title of the recorded one that `decisionId` names. */
    decision: nullable,
    decisionId: z.uuid().nullable(),
    groupName: z.string(),
    moment: z.enum(MOMENTS),
    depth: z.enum(DEPTHS),
    whatChanged: nullable,
    recordedOn: z.string(),
    /** Decided together, and not said yet what changed. */
    toComplete: z.boolean(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Participation' })
export type Participation = z.infer<typeof Participation>

export const ParticipationInput = z
  .strictObject({
    /** An activity, a recorded decision, or a decision in a few words: one of the three. */
    activityId: z.uuid().nullish(),
    decisionId: z.uuid().nullish(),
    decision: text.max(300).nullish(),
    groupName: text.min(1).max(200),
    moment: z.enum(MOMENTS),
    depth: z.enum(DEPTHS),
    whatChanged: text.max(2000).nullish(),
    recordedOn: z.iso.date().optional(),
  })
  .meta({ id: 'ParticipationInput' })
export type ParticipationInput = z.infer<typeof ParticipationInput>
export const ParticipationChange = ParticipationInput.omit({ activityId: true, decisionId: true, decision: true }).partial().meta({ id: 'ParticipationChange' })
export type ParticipationChange = z.infer<typeof ParticipationChange>

const linkParams = z.strictObject({ initiativeId: z.uuid(), activityLinkId: z.uuid() })

export const planRoutes = {
  links: route({
    id: 'activities.links',
    method: 'GET',
    path: `${api}/activity-links`,
    summary: 'Which activity reinforces which, and how; activities that no link joins',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ActivityLink), isolated: z.array(named) }),
  }),
  addLink: route({
    id: 'activities.addLink',
    method: 'POST',
    path: `${api}/activity-links`,
    summary: 'Say that an activity reinforces another, and how; a partner for its own activities',
    params: initiativeParams,
    body: z.strictObject({ fromId: z.uuid(), toId: z.uuid(), how: text.min(1).max(1000), published: z.boolean().optional() }),
    status: 201,
    response: ActivityLink,
  }),
  removeLink: route({
    id: 'activities.removeLink',
    method: 'DELETE',
    path: `${api}/activity-links/:activityLinkId`,
    summary: 'Take a link away (If-Match)',
    params: linkParams,
    status: 204,
    response: z.void(),
  }),
  coverage: route({
    id: 'activities.coverage',
    method: 'GET',
    path: `${api}/activity-coverage`,
    summary: 'Activities by goal and lever; a goal that one lever alone serves is narrow',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(GoalCoverageRow) }),
  }),
  responsibilities: route({
    id: 'activities.responsibilities',
    method: 'GET',
    path: `${api}/responsibilities`,
    summary: 'Who does what: open activities, indicators and series of meetings with who leads, contributes, is consulted or informed',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ResponsibleObject) }),
  }),
  addResponsibility: route({
    id: 'activities.addResponsibility',
    method: 'POST',
    path: `${api}/responsibilities`,
    summary: 'Give a partner or a person a part in an indicator or a series of meetings; a partner for itself',
    params: initiativeParams,
    body: ResponsibilityInput,
    status: 201,
    response: z.strictObject({ id: z.uuid() }),
  }),
  removeResponsibility: route({
    id: 'activities.removeResponsibility',
    method: 'DELETE',
    path: `${api}/responsibilities/:responsibilityId`,
    summary: 'Take a part away (If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), responsibilityId: z.uuid() }),
    status: 204,
    response: z.void(),
  }),
  participation: route({
    id: 'activities.participation',
    method: 'GET',
    path: `${api}/participation`,
    summary: 'How those concerned took part, at which moment and how deep; activities decided with them, of all',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Participation), shared: z.int(), activities: z.int() }),
  }),
  addParticipation: route({
    id: 'activities.addParticipation',
    method: 'POST',
    path: `${api}/participation`,
    summary: 'Record how a group took part in an activity or a decision; a partner for its own activities',
    params: initiativeParams,
    body: ParticipationInput,
    status: 201,
    response: Participation,
  }),
  changeParticipation: route({
    id: 'activities.changeParticipation',
    method: 'PATCH',
    path: `${api}/participation/:recordId`,
    summary: 'Complete or correct a record (If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), recordId: z.uuid() }),
    body: ParticipationChange,
    response: Participation,
  }),
}
