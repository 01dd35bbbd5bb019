import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { HandedLink } from '#shared/initiatives/contract.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { Licence } from './public.ts'

/** Days that a link holds when nothing else is asked. */
export const LINK_DAYS = 90

/** A host as it stands in an address: no scheme, no path; `*.` before it stands for those below it. */
export const EmbedHost = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9](:\d{2,5})?$/)

const contact = z.string().trim().min(1).max(200).nullable()

export const PublicPageSettings = z
  .strictObject({
    /** The latest release, which the page shows when it is public; null when nothing is published yet. */
    release: z.strictObject({ number: z.int(), name: z.string(), edition: z.int(), isPublic: z.boolean() }).nullable(),
    isIndexed: z.boolean(),
    licence: Licence,
    contact,
    embedHosts: z.array(z.string()),
    version: z.int(),
  })
  .meta({ id: 'PublicPageSettings' })
export type PublicPageSettings = z.infer<typeof PublicPageSettings>

export const PublicPageChange = z
  .strictObject({
    /** Whether the latest release is public. */
    isPublic: z.boolean().optional(),
    isIndexed: z.boolean().optional(),
    licence: Licence.optional(),
    contact: contact.optional(),
    embedHosts: z.array(EmbedHost).max(30).optional(),
  })
  .meta({ id: 'PublicPageChange' })
export type PublicPageChange = z.infer<typeof PublicPageChange>

export const ShareLink = z
  .strictObject({
    id: z.uuid(),
    label: z.string(),
    release: z.strictObject({ number: z.int(), name: z.string(), edition: z.int() }),
    createdAt: z.string(),
    expiresAt: z.string(),
    revokedAt: z.string().nullable(),
    /** `open` until it expires or is revoked. */
    state: z.enum(['open', 'expired', 'revoked']),
    /** How often it was opened; by whom is not kept. */
    opens: z.int(),
    lastOpenedAt: z.string().nullable(),
  })
  .meta({ id: 'ShareLink' })
export type ShareLink = z.infer<typeof ShareLink>

export const sharingRoutes = {
  readPage: route({
    id: 'sharing.readPage',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/public-page',
    summary: 'How the public page is shown',
    params: initiativeParams,
    response: PublicPageSettings,
  }),
  changePage: route({
    id: 'sharing.changePage',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId/public-page',
    summary: 'Show or hide the public page, and change how it is shown (leads, If-Match)',
    params: initiativeParams,
    body: PublicPageChange,
    response: PublicPageSettings,
  }),
  links: route({
    id: 'sharing.links',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/share-links',
    summary: 'Links that show a release to somebody without an account, newest first',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(ShareLink) }),
  }),
  createLink: route({
    id: 'sharing.createLink',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/share-links',
    summary: 'Make a link to one published release; its address is told this one time (leads)',
    params: initiativeParams,
    body: z.strictObject({
      /** Number of a published release; absent: the latest. */
      release: z.int().min(1).optional(),
      /** For whom it is made. */
      label: z.string().trim().min(1).max(120),
      days: z.int().min(1).max(366).default(LINK_DAYS),
    }),
    status: 201,
    response: z.strictObject({ ...ShareLink.shape, link: HandedLink.link }),
    saidOnce: ['link'],
  }),
  revokeLink: route({
    id: 'sharing.revokeLink',
    method: 'DELETE',
    path: '/api/v1/initiatives/:initiativeId/share-links/:linkId',
    summary: 'Revoke a link: its holder reads nothing from now on (leads)',
    params: z.strictObject({ ...initiativeParams.shape, linkId: z.uuid() }),
    status: 204,
    response: z.undefined(),
  }),
}
