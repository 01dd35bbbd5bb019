import { z } from 'zod'
import { MyInitiative, Role } from '#shared/accounts/contract.ts'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Module, MODULES } from './modules.ts'

const text = z.string().trim().max(2000)
const nullable = z.string().nullable()
const month = z.int().min(1).max(12)

export const Slug = z
  .string()
  .min(2)
  .max(60)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
export const Phase = z.enum(['initiate', 'organize', 'sustain']).meta({ id: 'Phase' })
export const TerritoryPreset = z.enum(['quebec', 'mali', 'france', 'generic', 'sectors']).meta({ id: 'TerritoryPreset' })
export type TerritoryPreset = z.infer<typeof TerritoryPreset>
const TimeZone = z
  .string()
  .max(60)
  .regex(/^[A-Za-z_]+(\/[A-Za-z0-9_+-]+){0,2}$/)
const CurrencyCode = z.string().regex(/^[A-Z]{3}$/)

export const Initiative = z
  .strictObject({
    id: z.uuid(),
    slug: z.string(),
    nameFr: z.string(),
    nameEn: nullable,
    summaryFr: nullable,
    summaryEn: nullable,
    mainLanguage: z.enum(['fr', 'en']),
    languages: z.array(z.string()),
    state: z.enum(['preparing', 'active', 'closed']),
    isDemo: z.boolean(),
    clockFrozenAt: nullable,
    /** The domain's day: a demo's frozen clock, else today in the initiative's time zone. */
    today: z.string(),
    timeZone: z.string(),
    currencyCode: z.string(),
    fiscalStartMonth: z.int(),
    schoolStartMonth: z.int(),
    topTerritoryCode: nullable,
    modules: z.array(Module),
    /** For the circle alone: a funder reads name and goal (domain 5, row 1). */
    settings: z
      .strictObject({
        form: z.enum(['formal', 'informal']),
        phase: Phase,
        territoryPreset: TerritoryPreset,
        smallCountK: z.int(),
        minDenominator: z.int(),
        /** Amounts of money are hidden where fewer than three gave them, or one nearly all (domain 3.11). */
        guardsMoney: z.boolean(),
        plannedEndOn: nullable,
      })
      .nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Initiative' })
export type Initiative = z.infer<typeof Initiative>

export const LeadInput = z.strictObject({ name: z.string().trim().min(1).max(120), email: z.email().max(200) })

export const InitiativeInput = z
  .strictObject({
    slug: Slug,
    nameFr: text.min(1).max(200),
    nameEn: text.max(200).nullish(),
    summaryFr: text.nullish(),
    summaryEn: text.nullish(),
    mainLanguage: z.enum(['fr', 'en']).default('fr'),
    preset: TerritoryPreset.default('generic'),
    /** Name of the whole territory, with the levels `sectors`; absent: the initiative's own name. */
    placeName: text.max(200).nullish(),
    currencyCode: CurrencyCode.default('CAD'),
    timeZone: TimeZone.default('America/Toronto'),
    fiscalStartMonth: month.default(4),
    schoolStartMonth: month.default(9),
    /** `example` loads the whole demonstration under this slug, its figures fictional and its clock frozen. */
    start: z.enum(['empty', 'example']).default('empty'),
    /** Who coordinates; absent: the person who creates it. */
    lead: LeadInput.nullish(),
  })
  .meta({ id: 'InitiativeInput' })
export type InitiativeInput = z.infer<typeof InitiativeInput>

export const InitiativeChange = z
  .strictObject({
    nameFr: text.min(1).max(200).optional(),
    nameEn: text.max(200).nullish(),
    summaryFr: text.nullish(),
    summaryEn: text.nullish(),
    mainLanguage: z.enum(['fr', 'en']).optional(),
    state: z.enum(['preparing', 'active', 'closed']).optional(),
    /** Why a formal initiative becomes active before it has adopted a conflict protocol (S42). */
    activationReason: text.max(500).nullish(),
    phase: Phase.optional(),
    form: z.enum(['formal', 'informal']).optional(),
    timeZone: TimeZone.optional(),
    currencyCode: CurrencyCode.optional(),
    fiscalStartMonth: month.optional(),
    schoolStartMonth: month.optional(),
    smallCountK: z.int().min(3).max(100).optional(),
    minDenominator: z.int().min(0).max(1000).optional(),
    guardsMoney: z.boolean().optional(),
    plannedEndOn: z.iso.date().nullish(),
    /** All that are switched on. */
    modules: z.array(Module).max(MODULES.length).optional(),
  })
  .meta({ id: 'InitiativeChange' })
export type InitiativeChange = z.infer<typeof InitiativeChange>

/** A one-use address to hand over: shown once, only its hash is kept. Null when a repeated request is answered again. */
export const HandedLink = { link: nullable, expiresAt: nullable }

const CreatedInitiative = z.strictObject({ id: z.uuid(), slug: z.string(), ...HandedLink }).meta({ id: 'CreatedInitiative' })

export const initiativeRoutes = {
  list: route({
    id: 'initiatives.list',
    method: 'GET',
    path: '/api/v1/initiatives',
    summary: 'Initiatives where I have a role today',
    response: z.strictObject({ items: z.array(MyInitiative) }),
  }),
  create: route({
    id: 'initiatives.create',
    method: 'POST',
    path: '/api/v1/initiatives',
    summary: 'Create an initiative, empty or from the example (instance administrator)',
    body: InitiativeInput,
    status: 201,
    response: CreatedInitiative,
  }),
  read: route({
    id: 'initiatives.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId',
    summary: 'One initiative; its settings for the circle',
    params: initiativeParams,
    response: Initiative,
  }),
  change: route({
    id: 'initiatives.change',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId',
    summary: 'Change settings (lead, If-Match)',
    params: initiativeParams,
    body: InitiativeChange,
    response: Initiative,
  }),
  acceptCommitment: route({
    id: 'initiatives.acceptCommitment',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/learning-commitment',
    summary: 'Accept the learning commitment for a year (funder)',
    params: initiativeParams,
    status: 201,
    response: z.strictObject({ acceptedOn: z.string(), renewOn: z.string() }),
  }),
}

export const HatState = z.enum(['invited', 'upcoming', 'active', 'ended']).meta({ id: 'HatState' })
export type HatState = z.infer<typeof HatState>

export const Person = z
  .strictObject({
    hatId: z.uuid(),
    name: z.string(),
    role: Role,
    isLead: z.boolean(),
    partnerCode: nullable,
    partnerName: nullable,
    /** For the backbone alone. */
    details: z
      .strictObject({
        email: nullable,
        organizationName: nullable,
        state: HatState,
        startsOn: z.string(),
        endsOn: nullable,
        lastSeenAt: nullable,
        invitationExpiresAt: nullable,
        learningCommitmentOn: nullable,
      })
      .nullable(),
    version: z.int(),
    abilities: z.array(z.enum(['change', 'invite', 'reset_password'])),
  })
  .meta({ id: 'Person' })
export type Person = z.infer<typeof Person>

export const PersonInput = z
  .strictObject({
    name: z.string().trim().min(1).max(120),
    email: z.email().max(200),
    role: Role,
    isLead: z.boolean().default(false),
    /** For the two partner roles. */
    partnerCode: Code.nullish(),
    /** For a funder: its organisation, by name; a partner's own name makes the double role visible (S56). */
    organization: z.string().trim().max(200).nullish(),
    startsOn: z.iso.date().nullish(),
    endsOn: z.iso.date().nullish(),
  })
  .meta({ id: 'PersonInput' })
export type PersonInput = z.infer<typeof PersonInput>

export const HatChange = z
  .strictObject({
    startsOn: z.iso.date().optional(),
    endsOn: z.iso.date().nullish(),
    isLead: z.boolean().optional(),
    /** Ends access with the next request. */
    endNow: z.literal(true).optional(),
  })
  .meta({ id: 'HatChange' })
export type HatChange = z.infer<typeof HatChange>

const base = '/api/v1/initiatives/:initiativeId/people'
const hatParams = z.strictObject({ initiativeId: z.uuid(), hatId: z.uuid() })
const Invited = z.strictObject({ hatId: z.uuid(), ...HandedLink })

export const peopleRoutes = {
  list: route({
    id: 'people.list',
    method: 'GET',
    path: base,
    summary: 'People and their roles',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Person) }),
  }),
  invite: route({
    id: 'people.invite',
    method: 'POST',
    path: base,
    summary: 'Prepare a role and get its one-use invitation link',
    params: initiativeParams,
    body: PersonInput,
    status: 201,
    response: Invited,
    saidOnce: ['link'],
  }),
  change: route({
    id: 'people.change',
    method: 'PATCH',
    path: `${base}/:hatId`,
    summary: 'Change the dates of a role or end it (lead, If-Match)',
    params: hatParams,
    body: HatChange,
    response: Person,
  }),
  inviteAgain: route({
    id: 'people.inviteAgain',
    method: 'POST',
    path: `${base}/:hatId/invitation`,
    summary: 'A new invitation link; the former one ends',
    params: hatParams,
    status: 201,
    response: Invited,
    saidOnce: ['link'],
  }),
  resetPassword: route({
    id: 'people.resetPassword',
    method: 'POST',
    path: `${base}/:hatId/password-reset`,
    summary: 'A link to choose a new password, valid 30 minutes (lead)',
    params: hatParams,
    status: 201,
    response: Invited,
    saidOnce: ['link'],
  }),
}
