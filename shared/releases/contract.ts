import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { ProgressCell } from '#shared/progress/contract.ts'
import { Release, ReleaseCatalogue, ReleaseCellFilter, ReleaseChange, ReleaseComment, ReleaseInput, ReleaseName, ReleaseTerritory } from './shapes.ts'

export * from './shapes.ts'

/** A release's number, or `latest`. */
const releaseParams = z.strictObject({ ...initiativeParams.shape, release: z.string().regex(/^(latest|[1-9]\d{0,8})$/) })

export const releaseRoutes = {
  list: route({
    id: 'releases.list',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/releases',
    summary: 'Releases, newest first; other hats than the backbone read those that are published',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(Release) }),
  }),
  build: route({
    id: 'releases.build',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/releases',
    summary: 'Begin to build a release from validated figures; nobody else sees it before it is published',
    params: initiativeParams,
    body: ReleaseInput,
    status: 201,
    response: Release,
  }),
  read: route({
    id: 'releases.read',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/releases/:release',
    summary: 'One release with what is frozen beside its figures',
    params: releaseParams,
    response: z.strictObject({ release: Release, catalogue: ReleaseCatalogue.nullable(), territories: z.array(ReleaseTerritory) }),
  }),
  change: route({
    id: 'releases.change',
    method: 'PATCH',
    path: '/api/v1/initiatives/:initiativeId/releases/:release',
    summary: 'Change name and notes before it is published (If-Match)',
    params: releaseParams,
    body: ReleaseInput.pick({ name: true, notesFr: true, notesEn: true }).partial(),
    response: Release,
  }),
  publish: route({
    id: 'releases.publish',
    method: 'POST',
    path: '/api/v1/initiatives/:initiativeId/releases/:release/publication',
    summary: 'Publish: funders and partners read it from now on, the public too where it is said so (leads, If-Match)',
    params: releaseParams,
    body: z.strictObject({ isPublic: z.boolean().default(false) }),
    response: Release,
  }),
  discard: route({
    id: 'releases.discard',
    method: 'DELETE',
    path: '/api/v1/initiatives/:initiativeId/releases/:release',
    summary: 'Discard a release that is not published; its number is not used again',
    params: releaseParams,
    status: 204,
    response: z.undefined(),
  }),
  cells: route({
    id: 'releases.cells',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/releases/:release/cells',
    summary: 'Figures of a release, with the filters and the shape of the progress request and their mask',
    params: releaseParams,
    query: ReleaseCellFilter,
    response: z.strictObject({ release: ReleaseName, asOf: z.string(), cells: z.array(ProgressCell) }),
  }),
  changes: route({
    id: 'releases.changes',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/releases/:release/changes',
    summary: 'What a release tells otherwise than the one before it, material changes first',
    params: releaseParams,
    response: z.strictObject({ items: z.array(ReleaseChange) }),
  }),
  comments: route({
    id: 'releases.comments',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/releases/:release/comments',
    summary: 'What partners say of their figures that are in discussion, for whoever reads those figures',
    params: releaseParams,
    query: z.strictObject({ indicator: Code.optional() }),
    response: z.strictObject({ items: z.array(ReleaseComment) }),
  }),
}
