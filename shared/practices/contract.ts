import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { ADOPTION_STATES } from './adoption.ts'

const text = z.string().trim()
const nullable = z.string().nullable()

export const PracticeAdoption = z
  .strictObject({
    partnerCode: Code,
    partnerName: z.string(),
    state: z.enum(ADOPTION_STATES),
    sinceOn: nullable,
    evidence: nullable,
    /** 0 while the partner has said nothing. */
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'PracticeAdoption' })
export type PracticeAdoption = z.infer<typeof PracticeAdoption>

export const AdoptionTallyShape = z
  .strictObject({ adopted: z.int(), trying: z.int(), notStarted: z.int(), notApplicable: z.int(), concerned: z.int(), share: nullable })
  .meta({ id: 'AdoptionTally' })

export const SharedPractice = z
  .strictObject({
    id: z.uuid(),
    nameFr: z.string(),
    nameEn: nullable,
    definitionFr: nullable,
    definitionEn: nullable,
    edition: nullable,
    startsOn: nullable,
    /** The milestone whose figures its adoptions prepare. */
    indicatorCode: nullable,
    publishedOn: nullable,
    /** Active partners; null for funders, who read the figure of a release. */
    adoptions: z.array(PracticeAdoption).nullable(),
    tally: AdoptionTallyShape.nullable(),
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean(), feed: z.boolean() }),
  })
  .meta({ id: 'SharedPractice' })
export type SharedPractice = z.infer<typeof SharedPractice>

export const PracticeInput = z
  .strictObject({
    nameFr: text.min(1).max(200),
    nameEn: text.max(200).nullish(),
    definitionFr: text.max(4000).nullish(),
    definitionEn: text.max(4000).nullish(),
    edition: text.max(40).nullish(),
    startsOn: z.iso.date().nullish(),
    indicatorCode: IndicatorCode.nullish(),
    published: z.boolean().optional(),
  })
  .meta({ id: 'PracticeInput' })
export type PracticeInput = z.infer<typeof PracticeInput>
export const PracticeChange = PracticeInput.partial().meta({ id: 'PracticeChange' })
export type PracticeChange = z.infer<typeof PracticeChange>

export const AdoptionInput = z
  .strictObject({ state: z.enum(ADOPTION_STATES), sinceOn: z.iso.date().nullish(), evidence: text.max(1000).nullish() })
  .meta({ id: 'AdoptionInput' })
export type AdoptionInput = z.infer<typeof AdoptionInput>

/** What became of the figures that a practice prepared: `refused` are those handed in or validated already, or owed by nobody. */
export const FedFigures = z
  .strictObject({ period: z.string(), prepared: z.int(), unchanged: z.int(), refused: z.array(z.strictObject({ partnerCode: Code, code: z.string() })) })
  .meta({ id: 'FedFigures' })
export type FedFigures = z.infer<typeof FedFigures>

const base = '/api/v1/initiatives/:initiativeId/practices'
const practiceParams = z.strictObject({ initiativeId: z.uuid(), practiceId: z.uuid() })

export const practiceRoutes = {
  list: route({
    id: 'practices.list',
    method: 'GET',
    path: base,
    summary: 'Practices that partners share, where each stands and how many adopted them',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(SharedPractice) }),
  }),
  create: route({
    id: 'practices.create',
    method: 'POST',
    path: base,
    summary: 'Add a practice',
    params: initiativeParams,
    body: PracticeInput,
    status: 201,
    response: SharedPractice,
  }),
  change: route({
    id: 'practices.change',
    method: 'PATCH',
    path: `${base}/:practiceId`,
    summary: 'Change a practice (If-Match)',
    params: practiceParams,
    body: PracticeChange,
    response: SharedPractice,
  }),
  adopt: route({
    id: 'practices.adopt',
    method: 'PUT',
    path: `${base}/:practiceId/adoptions/:partner`,
    summary: 'Where a partner stands with a practice (If-Match, version 0 while nothing is said); a partner for itself',
    params: z.strictObject({ initiativeId: z.uuid(), practiceId: z.uuid(), partner: Code }),
    body: AdoptionInput,
    response: SharedPractice,
  }),
  feed: route({
    id: 'practices.feed',
    method: 'POST',
    path: `${base}/:practiceId/figures`,
    summary: 'Prepare the figures of the linked milestone for a period, as drafts: they are handed in and validated like any other',
    params: practiceParams,
    body: z.strictObject({ period: z.string().min(4).max(21) }),
    response: FedFigures,
  }),
}
