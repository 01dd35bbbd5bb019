import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { AGREEMENT_SECTIONS } from './agreement.ts'
import { base, nullable, text } from './contract.ts'

const day = z.iso.date()

export const Signature = z
  .strictObject({
    partnerCode: Code,
    partnerName: z.string(),
    personName: nullable,
    signedOn: nullable,
    recordedOnBehalf: z.boolean(),
    version: z.int(),
    abilities: z.strictObject({ sign: z.boolean() }),
  })
  .meta({ id: 'Signature' })
export type Signature = z.infer<typeof Signature>

export const PartnershipAgreement = z
  .strictObject({
    id: z.uuid(),
    number: z.int(),
    titleFr: z.string(),
    titleEn: nullable,
    publishedOn: nullable,
    reviewOn: nullable,
    isReviewDue: z.boolean(),
    isCurrent: z.boolean(),
    signed: z.int(),
    asked: z.int(),
    /** For the circle; funders read this summary without them (domain 5, row 5). */
    sections: z.array(z.strictObject({ section: z.enum(AGREEMENT_SECTIONS), bodyFr: nullable, bodyEn: nullable })).nullable(),
    missing: z.array(z.enum(AGREEMENT_SECTIONS)).nullable(),
    signatures: z.array(Signature).nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), publish: z.boolean(), anyway: z.boolean() }),
  })
  .meta({ id: 'PartnershipAgreement' })
export type PartnershipAgreement = z.infer<typeof PartnershipAgreement>

export const AgreementChange = z
  .strictObject({
    titleFr: text.min(1).max(200).optional(),
    titleEn: text.max(200).nullish(),
    reviewOn: day.nullish(),
    /** Sections that are given are replaced, the others stay. */
    sections: z
      .array(z.strictObject({ section: z.enum(AGREEMENT_SECTIONS), bodyFr: text.nullish(), bodyEn: text.nullish() }))
      .max(AGREEMENT_SECTIONS.length)
      .optional(),
  })
  .meta({ id: 'AgreementChange' })
export type AgreementChange = z.infer<typeof AgreementChange>

const agreementParams = z.strictObject({ initiativeId: z.uuid(), agreementId: z.uuid() })

export const agreementRoutes = {
  list: route({
    id: 'governance.agreements',
    method: 'GET',
    path: `${base}/agreements`,
    summary: 'Versions of the partnership agreement, newest first, with who signed; a summary for funders',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(PartnershipAgreement), abilities: z.strictObject({ draft: z.boolean() }) }),
  }),
  draft: route({
    id: 'governance.draftAgreement',
    method: 'POST',
    path: `${base}/agreements`,
    summary: 'Begin the next version: what is not given is taken over from the one in force',
    params: initiativeParams,
    body: AgreementChange,
    status: 201,
    response: PartnershipAgreement,
  }),
  change: route({
    id: 'governance.changeAgreement',
    method: 'PATCH',
    path: `${base}/agreements/:agreementId`,
    summary: 'Change a draft (If-Match)',
    params: agreementParams,
    body: AgreementChange,
    response: PartnershipAgreement,
  }),
  publish: route({
    id: 'governance.publishAgreement',
    method: 'POST',
    path: `${base}/agreements/:agreementId/publication`,
    summary: 'Put a version in force: every partner of the day is asked to sign it (If-Match)',
    params: agreementParams,
    body: z.strictObject({ anyway: z.boolean().default(false) }),
    response: PartnershipAgreement,
  }),
  sign: route({
    id: 'governance.signAgreement',
    method: 'PUT',
    path: `${base}/agreements/:agreementId/signatures/:partner`,
    summary: 'Sign for a partner, or take the signature back (no name; If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), agreementId: z.uuid(), partner: Code }),
    body: z.strictObject({ personName: text.min(1).max(120).nullable(), signedOn: day.optional() }),
    response: PartnershipAgreement,
  }),
}
