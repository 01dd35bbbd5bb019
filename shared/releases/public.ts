import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Slug } from '#shared/initiatives/contract.ts'
import { ProgressCell } from '#shared/progress/contract.ts'
import { Code } from '#shared/territories/contract.ts'
import { ReleaseName } from './name.ts'
import { ReleaseCatalogue, ReleaseCellFilter, ReleaseChange, ReleaseTerritory } from './shapes.ts'

/** What somebody without an account reads: the latest release when it is public, or the one release of a link. */

/** Header that carries the secret of a share link: then the release of the link is read, whatever is public. */
export const LINK_HEADER = 'maillage-link'

export const Licence = z.enum(['CC-BY-4.0', 'CC0-1.0', 'ODbL-1.0', 'etalab-2.0']).meta({ id: 'Licence' })
export type Licence = z.infer<typeof Licence>

/** Where the text of each licence is. */
export const LICENCE_ADDRESSES: Readonly<Record<Licence, string>> = {
  'CC-BY-4.0': 'https://creativecommons.org/licenses/by/4.0/',
  'CC0-1.0': 'https://creativecommons.org/publicdomain/zero/1.0/',
  'ODbL-1.0': 'https://opendatacommons.org/licenses/odbl/1-0/',
  'etalab-2.0': 'https://www.etalab.gouv.fr/licence-ouverte-open-licence/',
}

const nullable = z.string().nullable()

/** A release as it is told to everybody. */
export const PublicRelease = z
  .strictObject({
    ...ReleaseName.shape,
    asOf: z.string(),
    throughPeriod: z.string(),
    publishedAt: nullable,
    reason: nullable,
    notesFr: nullable,
    notesEn: nullable,
    checksum: nullable,
    previousChecksum: nullable,
  })
  .meta({ id: 'PublicRelease' })
export type PublicRelease = z.infer<typeof PublicRelease>

export const PublicPage = z
  .strictObject({
    release: PublicRelease,
    /** Names and definitions; partners are not told. */
    catalogue: ReleaseCatalogue.omit({ partners: true }),
    territories: z.array(ReleaseTerritory),
    timeZone: z.string(),
    contact: nullable,
    licence: Licence,
    /** Whether search engines may list the page. */
    isIndexed: z.boolean(),
    /** Hosts whose pages may show an indicator in a frame. */
    embedHosts: z.array(z.string()),
  })
  .meta({ id: 'PublicPage' })
export type PublicPage = z.infer<typeof PublicPage>

const publicParams = z.strictObject({ slug: Slug })
export const PublicCellFilter = ReleaseCellFilter.omit({ by: true, partner: true }).meta({ id: 'PublicCellFilter' })

export const publicRoutes = {
  read: route({
    id: 'public.read',
    method: 'GET',
    path: '/api/v1/public/:slug',
    summary: 'The public release of an initiative with what is frozen beside its figures',
    params: publicParams,
    response: PublicPage,
  }),
  cells: route({
    id: 'public.cells',
    method: 'GET',
    path: '/api/v1/public/:slug/cells',
    summary: 'Figures of the public release, with the filters of the progress request',
    params: publicParams,
    query: PublicCellFilter,
    response: z.strictObject({ release: ReleaseName, asOf: z.string(), cells: z.array(ProgressCell) }),
  }),
  shapes: route({
    id: 'public.shapes',
    method: 'GET',
    path: '/api/v1/public/:slug/shapes',
    summary: 'Outlines of the places of one level, as they were when the release was built',
    params: publicParams,
    query: z.strictObject({ level: Code }),
    response: z.strictObject({ items: z.array(z.strictObject({ code: z.string(), geometry: z.unknown() })) }),
  }),
  versions: route({
    id: 'public.versions',
    method: 'GET',
    path: '/api/v1/public/:slug/versions',
    summary: 'Every release that was public, newest first, and what the present one tells otherwise',
    params: publicParams,
    response: z.strictObject({ items: z.array(PublicRelease), changes: z.array(ReleaseChange) }),
  }),
  csv: route({
    id: 'public.csv',
    method: 'GET',
    path: '/api/v1/public/:slug/data.csv',
    summary: 'Every figure of the public release as CSV (UTF-8), its licence in the last column',
    params: publicParams,
    response: z.string(),
  }),
  json: route({
    id: 'public.json',
    method: 'GET',
    path: '/api/v1/public/:slug/data.json',
    summary: 'Every figure of the public release with its licence, as one file',
    params: publicParams,
    response: z.strictObject({
      licence: z.strictObject({ name: Licence, address: z.string() }),
      source: z.string(),
      release: PublicRelease,
      cells: z.array(ProgressCell),
    }),
  }),
}
