import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Coauthors } from './coauthors.ts'
import { base, one } from './shapes.ts'

/** Who writes a note with its author: the author names and takes away, a co-author leaves. */
export const coauthorRoutes = {
  coauthors: route({
    id: 'notes.coauthors',
    method: 'GET',
    path: `${base}/:noteId/coauthors`,
    summary: 'With whom I write this note; for its author also who may be named',
    params: one,
    response: Coauthors,
  }),
  nameCoauthor: route({
    id: 'notes.nameCoauthor',
    method: 'POST',
    path: `${base}/:noteId/coauthors`,
    summary: 'Name a co-author of my note: somebody of the backbone or a contributor, by hat, five at most',
    params: one,
    body: z.strictObject({ hatId: z.uuid() }),
    status: 201,
    response: Coauthors,
  }),
  removeCoauthor: route({
    id: 'notes.removeCoauthor',
    method: 'DELETE',
    path: `${base}/:noteId/coauthors/:hatId`,
    summary: 'Take a co-author off my note, from their next request on',
    params: one.extend({ hatId: z.uuid() }),
    response: Coauthors,
  }),
  leave: route({
    id: 'notes.leave',
    method: 'POST',
    path: `${base}/:noteId/departure`,
    summary: 'Be a co-author of this note no more, from my next request on',
    params: one,
    response: z.strictObject({ left: z.literal(true) }),
  }),
}
