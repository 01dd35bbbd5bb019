import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams, Succession, SuccessionKind, TerritoryShare } from './contract.ts'

const names = { nameFr: z.string().trim().min(1).max(200), nameEn: z.string().trim().max(200).nullish() }
const when = {
  /** First day of the new state. */
  occurredOn: z.iso.date(),
  noteFr: z.string().trim().max(2000).nullish(),
  noteEn: z.string().trim().max(2000).nullish(),
  /** What is owed in a territory that ends and goes on in the one that succeeds it: of what the preview proposes. */
  carry: z
    .array(z.strictObject({ assignmentId: z.uuid(), toCode: Code }))
    .max(5000)
    .optional(),
}

/** A change of the map as people know it: everything that follows from it is worked out (domain 3.13). */
export const TerritoryChangeInput = z
  .discriminatedUnion('kind', [
    z.strictObject({
      kind: z.literal('merge'),
      fromCodes: z.array(Code).min(1).max(200),
      /** A territory that goes on and takes the others in, or a new one; a code that ends may serve again. */
      to: z.strictObject({ code: Code, nameFr: names.nameFr.optional(), nameEn: names.nameEn, parentCode: Code.nullish() }),
      ...when,
    }),
    z.strictObject({
      kind: z.literal('split'),
      fromCode: Code,
      parts: z
        .array(
          z.strictObject({
            code: Code,
            nameFr: names.nameFr.optional(),
            nameEn: names.nameEn,
            /** Absent: where the former territory lay. */
            parentCode: Code.nullish(),
            /** Share of the former territory that this part gets, 0–1. */
            weight: TerritoryShare.nullish(),
            /** Which of its territories this part gets: each goes to one part. */
            childCodes: z.array(Code).max(5000).default([]),
          }),
        )
        .min(2)
        .max(50),
      ...when,
    }),
    z.strictObject({ kind: z.literal('transfer'), codes: z.array(Code).min(1).max(500), toParentCode: Code, ...when }),
    z.strictObject({ kind: z.literal('rename'), code: Code, newCode: Code.nullish(), ...names, ...when }),
  ])
  .meta({ id: 'TerritoryChangeInput' })
export type TerritoryChangeInput = z.infer<typeof TerritoryChangeInput>

const Named = z.strictObject({ code: Code, nameFr: z.string(), nameEn: z.string().nullable() })

export const ReviewItem = z
  .strictObject({
    what: z.enum(['target', 'baseline']),
    indicator: z.string(),
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    territory: Named,
    period: z.string().nullable(),
    value: z.string().nullable(),
    occurredOn: z.string(),
  })
  .meta({ id: 'TerritoryReviewItem' })
export type ReviewItem = z.infer<typeof ReviewItem>

/** An assignment of a territory that ends, as it could go on in a territory that succeeds it. */
export const CarriedAssignment = z
  .strictObject({
    assignmentId: z.uuid(),
    indicator: z.string(),
    nameFr: z.string(),
    nameEn: z.string().nullable(),
    partnerCode: z.string().nullable(),
    from: Named,
    to: Named,
  })
  .meta({ id: 'CarriedAssignment' })
export type CarriedAssignment = z.infer<typeof CarriedAssignment>

export const TerritoryChangePreview = z
  .strictObject({
    kind: SuccessionKind,
    occurredOn: z.string(),
    /** They exist until the day before. */
    ended: z.array(Named),
    created: z.array(Named.extend({ levelCode: Code, parentCode: z.string().nullable() })),
    /** Territories that lie in another one from that day on. */
    moved: z.array(Named.extend({ fromCode: z.string().nullable(), toCode: Code })),
    renamed: Named.extend({ formerCode: Code, formerNameFr: z.string() }).nullable(),
    /** Their series break on that day: nothing is compared across it. */
    broken: z.array(Named),
    /** Targets and starting points that were decided for what was before. */
    reviews: z.array(ReviewItem),
    /** Who owes a figure in a territory that ends owes it no more. */
    endedAssignments: z.int(),
    /** Those that could go on where the territory goes on; none is made unless it is asked for. */
    carries: z.array(CarriedAssignment),
    /** Figures of later periods that stand in a territory that ends: they stay there and count in nothing wider. */
    figuresLeft: z.int(),
  })
  .meta({ id: 'TerritoryChangePreview' })
export type TerritoryChangePreview = z.infer<typeof TerritoryChangePreview>

export const changeRoutes = {
  preview: route({
    id: 'territories.previewChange',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/territory-changes/preview',
    summary: 'What a merge, a split, a transfer or a new name would change; writes nothing',
    params: initiativeParams,
    body: TerritoryChangeInput,
    response: TerritoryChangePreview,
  }),
  apply: route({
    id: 'territories.applyChange',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/territory-changes',
    summary: 'Merge, split, transfer or rename territories from a day on, with everything that follows',
    params: initiativeParams,
    body: TerritoryChangeInput,
    status: 201,
    response: TerritoryChangePreview.extend({ successions: z.array(Succession) }),
  }),
  reviews: route({
    id: 'territories.reviews',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/territory-reviews',
    summary: 'Targets and starting points to look at again after a change of territory',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ReviewItem) }),
  }),
}
