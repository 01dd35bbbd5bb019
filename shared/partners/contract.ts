import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Amount } from '#shared/values/amount.ts'
import { CONTRIBUTION_KINDS } from './gaps.ts'

export const ContributionKind = z.enum(CONTRIBUTION_KINDS)

export const Contribution = z
  .strictObject({
    id: z.uuid(),
    kind: ContributionKind,
    descriptionFr: z.string().nullable(),
    descriptionEn: z.string().nullable(),
    /** In the initiative's currency. */
    amount: z.string().nullable(),
    hours: z.string().nullable(),
    offeredOn: z.string().nullable(),
    confirmedOn: z.string().nullable(),
  })
  .meta({ id: 'Contribution' })

export const Partner = z
  .strictObject({
    id: z.uuid(),
    code: Code,
    name: z.string(),
    shortName: z.string().nullable(),
    sectors: z.array(z.string()),
    levelCode: z.string().nullable(),
    roleFr: z.string().nullable(),
    roleEn: z.string().nullable(),
    joinedOn: z.string(),
    leftOn: z.string().nullable(),
    isBackboneHost: z.boolean(),
    territoryCodes: z.array(z.string()),
    contributions: z.array(Contribution),
    /** Shown to the backbone and to the partner itself. */
    shareWithFunder: z.boolean().nullable(),
    /** The organisation also holds a funder's hat: said openly on its page (S56). */
    isAlsoFunder: z.boolean(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'Partner' })
export type Partner = z.infer<typeof Partner>

export const PartnerInput = z
  .strictObject({
    code: Code,
    name: z.string().trim().min(1).max(200),
    shortName: z.string().trim().max(60).nullish(),
    sectors: z.array(z.string().trim().min(1).max(60)).max(20).default([]),
    levelCode: Code.nullish(),
    roleFr: z.string().trim().max(2000).nullish(),
    roleEn: z.string().trim().max(2000).nullish(),
    joinedOn: z.iso.date(),
    leftOn: z.iso.date().nullish(),
    isBackboneHost: z.boolean().default(false),
    shareWithFunder: z.boolean().default(false),
    territoryCodes: z.array(Code).max(2000).default([]),
  })
  .meta({ id: 'PartnerInput' })
export type PartnerInput = z.infer<typeof PartnerInput>

/** Without defaults: what is left out stays as it is. */
export const PartnerChange = z
  .strictObject({
    ...PartnerInput.partial().shape,
    sectors: PartnerInput.shape.sectors.unwrap().optional(),
    isBackboneHost: z.boolean().optional(),
    shareWithFunder: z.boolean().optional(),
    territoryCodes: PartnerInput.shape.territoryCodes.unwrap().optional(),
  })
  .meta({ id: 'PartnerChange' })
export type PartnerChange = z.infer<typeof PartnerChange>

const partnerParams = z.strictObject({ initiativeId: z.uuid(), partnerId: z.uuid() })

export const partnerRoutes = {
  list: route({
    id: 'partners.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/partners',
    summary: 'Partners with dates, territories and contributions',
    params: initiativeParams,
    query: z.strictObject({ territory: Code.optional(), level: Code.optional(), on: z.iso.date().optional() }),
    response: z.strictObject({ items: z.array(Partner) }),
  }),
  read: route({
    id: 'partners.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/partners/:partnerId',
    summary: 'One partner',
    params: partnerParams,
    response: Partner,
  }),
  create: route({
    id: 'partners.create',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/partners',
    summary: 'Add a partner',
    params: initiativeParams,
    body: PartnerInput,
    status: 201,
    response: Partner,
  }),
  change: route({
    id: 'partners.change',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId/partners/:partnerId',
    summary: 'Change a partner (If-Match)',
    params: partnerParams,
    body: PartnerChange,
    response: Partner,
  }),
  addContribution: route({
    id: 'partners.addContribution',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/partners/:partnerId/contributions',
    summary: 'What a partner brings; to be confirmed by it when the backbone types it (S08)',
    params: partnerParams,
    body: z.strictObject({
      kind: ContributionKind,
      descriptionFr: z.string().trim().max(2000).nullish(),
      descriptionEn: z.string().trim().max(2000).nullish(),
      amount: Amount.nullish(),
      hours: Amount.nullish(),
    }),
    status: 201,
    response: Partner,
  }),
  confirmContribution: route({
    id: 'partners.confirmContribution',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/contributions/:contributionId/confirmation',
    summary: 'Confirm what we bring',
    params: z.strictObject({ initiativeId: z.uuid(), contributionId: z.uuid() }),
    response: Partner,
  }),
}
