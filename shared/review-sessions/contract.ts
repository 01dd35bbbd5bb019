import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { OCCASION_KINDS, OUTCOMES } from './occasion.ts'

const nullable = z.string().nullable()
const answer = z.string().trim().max(4000).nullish()

/** Names a review by what it looks back on: `picture_<id>`, `target_<indicator>_<period>`, `milestone_<indicator>`. */
export const Occasion = z.string().regex(/^(picture|target|milestone)_[A-Za-z0-9_-]{1,80}$/)

export const ReviewSession = z
  .strictObject({
    occasion: Occasion,
    kind: z.enum(OCCASION_KINDS),
    outcome: z.enum(OUTCOMES),
    /** The success picture, or the indicator's name. */
    nameFr: z.string(),
    nameEn: nullable,
    indicator: nullable,
    period: nullable,
    occurredOn: z.string(),
    dueOn: z.string(),
    isOverdue: z.boolean(),
    /** The four questions (domain 4.2). */
    wanted: nullable,
    happened: nullable,
    why: nullable,
    kept: nullable,
    /** Learning notes that came of it, as far as the reader may read them. */
    notes: z.array(z.strictObject({ id: z.uuid(), title: z.string(), language: z.string() })),
    closedOn: nullable,
    /** Why it was closed without a note. */
    closingReason: nullable,
    /** 0 while nobody has written. */
    version: z.int(),
    abilities: z.strictObject({ edit: z.boolean() }),
  })
  .meta({ id: 'ReviewSession' })
export type ReviewSession = z.infer<typeof ReviewSession>

export const ReviewInput = z
  .strictObject({
    wanted: answer,
    happened: answer,
    why: answer,
    kept: answer,
    /** Notes that the circle reads. */
    notes: z.array(z.uuid()).max(20).optional(),
    close: z.boolean().optional(),
    closingReason: z.string().trim().max(1000).nullish(),
  })
  .meta({ id: 'ReviewInput' })
export type ReviewInput = z.infer<typeof ReviewInput>

const base = '/api/v1/initiatives/:initiativeId/review-sessions'

export const reviewSessionRoutes = {
  list: route({
    id: 'reviewSessions.list',
    method: 'GET',
    path: base,
    summary: 'Reviews to hold and those held: of success pictures that fell due, targets reached or missed, milestones done',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ReviewSession) }),
  }),
  save: route({
    id: 'reviewSessions.save',
    method: 'PUT',
    path: `${base}/:occasion`,
    summary: 'Write what a review found, or close it (If-Match, version 0 while nothing is written); closing takes a learning note, or a reason',
    params: z.strictObject({ initiativeId: z.uuid(), occasion: Occasion }),
    body: ReviewInput,
    response: ReviewSession,
  }),
}
