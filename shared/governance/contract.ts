import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { DECISION_MODES } from './decision.ts'
import { LEADERSHIP_KINDS } from './leadership.ts'
import { ROLE_NAMES, STANDING_ROLES } from './roles.ts'

/** Shapes that every part of governance shares. */
export const text = z.string().trim().max(4000)
export const nullable = z.string().nullable()
/** A share above 0, at most 1, as text: `0.75`. */
export const Threshold = z
  .string()
  .regex(/^(0\.\d{1,4}|1(\.0{1,4})?)$/)
  .refine((share) => Number(share) > 0)
export const base = '/api/v1/initiatives/:initiativeId/governance'
const day = z.iso.date()
const editable = z.strictObject({ edit: z.boolean() })

export const DecisionModeName = z.enum(DECISION_MODES).meta({ id: 'DecisionModeName' })
export const BodyKind = z.enum(['steering_committee', 'working_group', 'other']).meta({ id: 'BodyKind' })

export const GovernanceSeat = z
  .strictObject({
    id: z.uuid(),
    /** Null: the seat is empty. */
    holderName: nullable,
    partnerCode: nullable,
    partnerName: nullable,
    isVoting: z.boolean(),
    /** The holder said so of themselves; for the backbone alone, null for everybody else. */
    livedExperience: z.boolean().nullable(),
    validFrom: z.string(),
    validTo: nullable,
    isCurrent: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'GovernanceSeat' })
export type GovernanceSeat = z.infer<typeof GovernanceSeat>

export const GovernanceBody = z
  .strictObject({
    id: z.uuid(),
    nameFr: z.string(),
    nameEn: nullable,
    kind: BodyKind,
    mandateFr: nullable,
    mandateEn: nullable,
    decisionMode: DecisionModeName,
    fallbackThreshold: z.string(),
    validFrom: z.string(),
    validTo: nullable,
    isCurrent: z.boolean(),
    seats: z.array(GovernanceSeat),
    version: z.int(),
    abilities: editable,
  })
  .meta({ id: 'GovernanceBody' })
export type GovernanceBody = z.infer<typeof GovernanceBody>

export const LivedExperience = z
  .strictObject({
    voting: z.int(),
    /** Null where so few seats would name people. */
    declared: z.int().nullable(),
    share: nullable,
  })
  .meta({ id: 'LivedExperience' })

export const BodyInput = z
  .strictObject({
    nameFr: text.min(1).max(200),
    nameEn: text.max(200).nullish(),
    kind: BodyKind.optional(),
    mandateFr: text.nullish(),
    mandateEn: text.nullish(),
    decisionMode: DecisionModeName.optional(),
    fallbackThreshold: Threshold.optional(),
    validFrom: day,
    validTo: day.nullish(),
  })
  .meta({ id: 'BodyInput' })
export type BodyInput = z.infer<typeof BodyInput>
export const BodyChange = BodyInput.partial().meta({ id: 'BodyChange' })
export type BodyChange = z.infer<typeof BodyChange>

export const SeatInput = z
  .strictObject({
    holderName: text.max(120).nullish(),
    partnerCode: Code.nullish(),
    isVoting: z.boolean().optional(),
    /** Only what the holder said of themselves (S11); left out, it stays as it is. */
    livedExperience: z.boolean().optional(),
    validFrom: day,
    validTo: day.nullish(),
  })
  .meta({ id: 'SeatInput' })
export type SeatInput = z.infer<typeof SeatInput>
export const SeatChange = SeatInput.partial().meta({ id: 'SeatChange' })
export type SeatChange = z.infer<typeof SeatChange>

const Term = z.strictObject({ startsOn: z.string(), partnerCode: Code, partnerName: z.string(), holderName: nullable })
export const LeadershipModel = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(LEADERSHIP_KINDS),
    partnerCode: nullable,
    partnerName: nullable,
    bodyId: z.uuid().nullable(),
    bodyNameFr: nullable,
    bodyNameEn: nullable,
    noteFr: nullable,
    noteEn: nullable,
    validFrom: z.string(),
    validTo: nullable,
    isCurrent: z.boolean(),
    /** Calendar of a rotating leadership, in order. */
    terms: z.array(Term),
    /** Who holds it on the domain's day, and who follows (S24); null for other models. */
    currentTerm: Term.nullable(),
    nextTerm: Term.nullable(),
    version: z.int(),
  })
  .meta({ id: 'LeadershipModel' })
export type LeadershipModel = z.infer<typeof LeadershipModel>

export const LeadershipInput = z
  .strictObject({
    kind: z.enum(LEADERSHIP_KINDS),
    partnerCode: Code.nullish(),
    bodyId: z.uuid().nullish(),
    noteFr: text.nullish(),
    noteEn: text.nullish(),
    validFrom: day,
    validTo: day.nullish(),
    /** The whole calendar; a rotating leadership has one term at least. */
    terms: z
      .array(z.strictObject({ startsOn: day, partnerCode: Code, holderName: text.max(120).nullish() }))
      .max(60)
      .optional(),
  })
  .meta({ id: 'LeadershipInput' })
export type LeadershipInput = z.infer<typeof LeadershipInput>

export const GovernanceRole = z
  .strictObject({
    id: z.uuid(),
    role: z.enum(ROLE_NAMES),
    otherName: nullable,
    partnerCode: nullable,
    partnerName: nullable,
    holderName: nullable,
    deputyName: nullable,
    validFrom: z.string(),
    validTo: nullable,
    isCurrent: z.boolean(),
    version: z.int(),
  })
  .meta({ id: 'GovernanceRole' })
export type GovernanceRole = z.infer<typeof GovernanceRole>

export const RoleInput = z
  .strictObject({
    role: z.enum(ROLE_NAMES),
    /** For a role that is none of the usual ones. */
    otherName: text.max(120).nullish(),
    partnerCode: Code.nullish(),
    holderName: text.max(120).nullish(),
    deputyName: text.max(120).nullish(),
    validFrom: day,
    validTo: day.nullish(),
  })
  .meta({ id: 'RoleInput' })
export type RoleInput = z.infer<typeof RoleInput>
export const RoleChange = RoleInput.omit({ role: true }).partial().meta({ id: 'RoleChange' })
export type RoleChange = z.infer<typeof RoleChange>

const statutesFields = { bodyFr: nullable, bodyEn: nullable, registeredAs: nullable, adoptedOn: nullable }
export const Statutes = z
  .strictObject({
    /** False in an informal initiative: what is stored stays and is not shown (S07). */
    isFormal: z.boolean(),
    statutes: z.strictObject({ ...statutesFields, version: z.int() }).nullable(),
    officers: z.array(GovernanceRole),
    abilities: editable,
  })
  .meta({ id: 'Statutes' })
export type Statutes = z.infer<typeof Statutes>

const bodyParams = z.strictObject({ initiativeId: z.uuid(), bodyId: z.uuid() })
const seatParams = z.strictObject({ initiativeId: z.uuid(), seatId: z.uuid() })
const modelParams = z.strictObject({ initiativeId: z.uuid(), modelId: z.uuid() })
const roleParams = z.strictObject({ initiativeId: z.uuid(), roleId: z.uuid() })

export const governanceRoutes = {
  bodies: route({
    id: 'governance.bodies',
    method: 'GET',
    path: `${base}/bodies`,
    summary: 'Bodies with their seats, and how many voting seats are held with lived experience (S11)',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(GovernanceBody), livedExperience: LivedExperience, abilities: editable }),
  }),
  addBody: route({
    id: 'governance.addBody',
    method: 'POST',
    path: `${base}/bodies`,
    summary: 'Add a body',
    params: initiativeParams,
    body: BodyInput,
    status: 201,
    response: GovernanceBody,
  }),
  changeBody: route({
    id: 'governance.changeBody',
    method: 'PATCH',
    path: `${base}/bodies/:bodyId`,
    summary: 'Change a body (If-Match)',
    params: bodyParams,
    body: BodyChange,
    response: GovernanceBody,
  }),
  addSeat: route({
    id: 'governance.addSeat',
    method: 'POST',
    path: `${base}/bodies/:bodyId/seats`,
    summary: 'Add a seat to a body',
    params: bodyParams,
    body: SeatInput,
    status: 201,
    response: GovernanceSeat,
  }),
  changeSeat: route({
    id: 'governance.changeSeat',
    method: 'PATCH',
    path: `${base}/seats/:seatId`,
    summary: 'Change or end a seat (If-Match)',
    params: seatParams,
    body: SeatChange,
    response: GovernanceSeat,
  }),
  leadership: route({
    id: 'governance.leadership',
    method: 'GET',
    path: `${base}/leadership`,
    summary: 'Leadership models, the newest first, with who holds the rotating one today (S24)',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(LeadershipModel), abilities: editable }),
  }),
  addLeadership: route({
    id: 'governance.addLeadership',
    method: 'POST',
    path: `${base}/leadership`,
    summary: 'Say how the coalition is led from a day on; what held until then ends the day before',
    params: initiativeParams,
    body: LeadershipInput,
    status: 201,
    response: LeadershipModel,
  }),
  changeLeadership: route({
    id: 'governance.changeLeadership',
    method: 'PUT',
    path: `${base}/leadership/:modelId`,
    summary: 'Correct a leadership model and its calendar (If-Match)',
    params: modelParams,
    body: LeadershipInput,
    response: LeadershipModel,
  }),
  roles: route({
    id: 'governance.roles',
    method: 'GET',
    path: `${base}/roles`,
    summary: 'Roles with holder and deputy, and those that nobody holds today (S26)',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(GovernanceRole), uncovered: z.array(z.enum(STANDING_ROLES)), abilities: editable }),
  }),
  addRole: route({
    id: 'governance.addRole',
    method: 'POST',
    path: `${base}/roles`,
    summary: 'Name who holds a role or an office',
    params: initiativeParams,
    body: RoleInput,
    status: 201,
    response: GovernanceRole,
  }),
  changeRole: route({
    id: 'governance.changeRole',
    method: 'PATCH',
    path: `${base}/roles/:roleId`,
    summary: 'Change or end who holds a role (If-Match)',
    params: roleParams,
    body: RoleChange,
    response: GovernanceRole,
  }),
  statutes: route({
    id: 'governance.statutes',
    method: 'GET',
    path: `${base}/statutes`,
    summary: 'Statutes and officers of a formal initiative; hidden, not lost, in an informal one (S07)',
    params: initiativeParams,
    response: Statutes,
  }),
  saveStatutes: route({
    id: 'governance.saveStatutes',
    method: 'PUT',
    path: `${base}/statutes`,
    summary: 'Write the statutes (If-Match once there are some)',
    params: initiativeParams,
    body: z.strictObject({
      bodyFr: text.max(20000).nullish(),
      bodyEn: text.max(20000).nullish(),
      registeredAs: text.max(200).nullish(),
      adoptedOn: day.nullish(),
    }),
    response: Statutes,
  }),
}
