import { z } from 'zod'
import { route } from '#shared/http/route.ts'

/** What a point of an agenda may be about. */
export const LINK_KINDS = ['indicator', 'note', 'activity', 'decision'] as const
export const LinkKind = z.enum(LINK_KINDS).meta({ id: 'AgendaLinkKind' })
export type LinkKind = z.infer<typeof LinkKind>

/** Most things that one point is about. */
export const MOST_LINKS = 6

/** Key: the code of an indicator, the identifier of anything else. */
const link = z.strictObject({ kind: LinkKind, key: z.string().trim().min(1).max(64) })
export const AgendaLinkInput = link.meta({ id: 'AgendaLinkInput' })
export type AgendaLinkInput = z.infer<typeof AgendaLinkInput>

/** A thing that this reader may read; of others there is no word. */
export const AgendaLink = link
  .extend({
    titleFr: z.string(),
    titleEn: z.string().nullable(),
    /** Of a note, the language in which somebody wrote it. */
    language: z.string().nullable(),
  })
  .meta({ id: 'AgendaLink' })
export type AgendaLink = z.infer<typeof AgendaLink>

/** A meeting where a thing was, or is to be, talked about. */
export const AgendaMention = z
  .strictObject({ meetingId: z.uuid(), titleFr: z.string(), titleEn: z.string().nullable(), startsOn: z.string(), isToCome: z.boolean() })
  .meta({ id: 'AgendaMention' })
export type AgendaMention = z.infer<typeof AgendaMention>

export const mentionRoutes = {
  list: route({
    id: 'meetings.mentions',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/agenda-mentions',
    summary: 'Meetings whose agenda is about a thing, newest first: those that this hat may read, and only if it may read the thing',
    params: z.strictObject({ initiativeId: z.uuid() }),
    query: link,
    response: z.strictObject({ items: z.array(AgendaMention) }),
  }),
}
