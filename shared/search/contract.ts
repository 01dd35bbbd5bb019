import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'

/** What can be found, in the order in which it is shown. */
export const FOUND_KINDS = ['indicator', 'territory', 'partner', 'goal', 'activity', 'decision', 'meeting', 'action', 'update', 'note'] as const
export const FoundKind = z.enum(FOUND_KINDS).meta({ id: 'FoundKind' })
export type FoundKind = z.infer<typeof FoundKind>

/** Most things of one kind in an answer: of all kinds at once, and of one that was asked for. */
export const FEW_OF_EACH = 6
export const MANY_OF_ONE = 50

const nullable = z.string().nullable()

export const Found = z
  .strictObject({
    /** What its own page is addressed by: a code or an identifier; of an action, the place in the list of actions. */
    key: z.string(),
    nameFr: z.string(),
    nameEn: nullable,
    /** Language of a text that one person wrote (notes); null where French and English stand side by side. */
    language: nullable,
    /** Day of a meeting, an update or a note; on which a goal is to be reached, an action is due or a decision was taken. */
    day: nullable,
    /** Words around the first place where it was found; null where the name says it. */
    extractFr: nullable,
    extractEn: nullable,
  })
  .meta({ id: 'Found' })
export type Found = z.infer<typeof Found>

export const SearchAnswer = z
  .strictObject({
    /** Kinds of which nothing was found are left out. There is no total: what a reader may not read is not counted. */
    groups: z.array(z.strictObject({ kind: FoundKind, items: z.array(Found), hasMore: z.boolean() })),
  })
  .meta({ id: 'SearchAnswer' })
export type SearchAnswer = z.infer<typeof SearchAnswer>

export const searchRoutes = {
  find: route({
    id: 'search.find',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/search',
    summary: 'Words looked for in French and in English, whatever their ending and accents, in all that this hat may read',
    params: initiativeParams,
    query: z.strictObject({ q: z.string().trim().min(2).max(200), kind: FoundKind.optional() }),
    response: SearchAnswer,
  }),
}
