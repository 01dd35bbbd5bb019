import { createHash } from 'node:crypto'
import { LICENCE_ADDRESSES, type Licence, type PublicPage, type PublicRelease } from '#shared/releases/public.ts'
import type { ReleaseCellFilter, ReleaseChange } from '#shared/releases/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readCells } from './cell-queries.ts'
import { countOpening, enterLink, enterPublic, markOf, pageOf, publicReleases, shapesOfLevel, type PublicInitiative } from './public-queries.ts'
import { asReleaseReader, openRelease, readReleaseCells, type OpenRelease, type ReleaseReader } from './read.ts'
import { changesOf } from './reader-queries.ts'

/** Only the hash of a link's secret is kept. */
export const hashSecret = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** Somebody without a role who entered an initiative: its public, or the holder of a link to one release. */
export interface Visitor extends ReleaseReader {
  readonly initiative: PublicInitiative
  /** The release of the link; null for the public, which reads the latest. */
  readonly number: number | null
}

const DEFAULTS = { isIndexed: false, licence: 'CC-BY-4.0', contact: null, embedHosts: [] } as const

/**
 * Enters an initiative by its address, as the public or under a link.
 * @param secret of a share link; null reads what is public
 * @throws not_found in the same words for an address that is none, for what is not public and for a link that is over
 */
export async function visit(trx: Trx, slug: string, secret: string | null, now: Date): Promise<Visitor> {
  const initiative = await enterPublic(trx, slug)
  if (initiative === undefined) throw problem('not_found')
  if (secret === null) return { role: null, initiative, number: null }
  const number = await enterLink(trx, initiative.id, hashSecret(secret), now)
  if (number === null) throw problem('not_found')
  return { role: 'link', initiative, number }
}

/** Counts that a link was opened. Its holder is not known, and is not kept. */
export function countVisit(trx: Trx, visitor: Visitor, secret: string, now: Date): Promise<void> {
  return countOpening(trx, visitor.initiative.id, hashSecret(secret), now)
}

/** One word for what a visitor reads, the same as long as nothing of it changes. @throws not_found */
export async function pageMark(trx: Trx, visitor: Visitor): Promise<string> {
  const mark = await asReleaseReader(trx, () => markOf(trx, visitor.initiative.id, visitor.number))
  if (mark === null) throw problem('not_found')
  return mark
}

/** Looks at the visitor's release as the role that can read nothing else. @throws not_found when there is none */
async function within<T>(trx: Trx, visitor: Visitor, work: (open: OpenRelease) => Promise<T>): Promise<T> {
  const result = await asReleaseReader(trx, async () => {
    const open = await openRelease(trx, visitor, visitor.number)
    return open === null ? null : { told: await work(open) }
  })
  if (result === null) throw problem('not_found')
  return result.told
}

async function releaseOf(trx: Trx, { initiative }: Visitor, { name }: OpenRelease): Promise<PublicRelease> {
  const found = (await publicReleases(trx, initiative.id)).find(({ number }) => number === name.number)
  if (found === undefined) throw problem('not_found')
  return found
}

/** The release that a visitor reads, with what is frozen beside its figures and how its page is shown. @throws not_found */
export function readPublic(trx: Trx, visitor: Visitor): Promise<PublicPage> {
  return within(trx, visitor, async (open) => {
    // Which partners there are, and who answers for an indicator, is the circle's to know; the catalogue is frozen for every reader.
    const { partners: _partners, ...catalogue } = open.catalogue
    const indicators = catalogue.indicators.map((one) => ({ ...one, current: { ...one.current, responsible: null } }))
    const page = await pageOf(trx, visitor.initiative.id)
    return {
      release: await releaseOf(trx, visitor, open),
      catalogue: { ...catalogue, indicators },
      territories: [...open.territories],
      timeZone: visitor.initiative.timeZone,
      contact: page?.contact ?? DEFAULTS.contact,
      licence: page?.licence ?? DEFAULTS.licence,
      isIndexed: visitor.number === null && (page?.isIndexed ?? DEFAULTS.isIndexed),
      embedHosts: visitor.number === null ? [...(page?.embedHosts ?? DEFAULTS.embedHosts)] : [],
    }
  })
}

/** Figures for a visitor, with the filters of the progress request. @throws not_found, unknown_reference, invalid_period, too_many_cells */
export async function readPublicCells(trx: Trx, visitor: Visitor, filter: Omit<ReleaseCellFilter, 'by' | 'partner'>) {
  const answer = await readReleaseCells(trx, visitor, visitor.number, { ...filter, by: 'territory' })
  if (answer === null) throw problem('not_found')
  return answer
}

/** Outlines of one level; none where the release has none. @throws not_found */
export function readPublicShapes(trx: Trx, visitor: Visitor, level: string) {
  return within(trx, visitor, (open) => shapesOfLevel(trx, visitor.initiative.id, open.id, level))
}

/** Releases that were public, newest first, with what the present one tells otherwise. @throws not_found */
export function readVersions(trx: Trx, visitor: Visitor): Promise<{ items: PublicRelease[]; changes: ReleaseChange[] }> {
  return within(trx, visitor, async (open) => ({
    items: await publicReleases(trx, visitor.initiative.id),
    changes: await changesOf(trx, visitor.initiative.id, open.id),
  }))
}

/** Everything that a visitor may take away: all figures of the release, and under which licence. */
export interface OpenData {
  readonly licence: { readonly name: Licence; readonly address: string }
  readonly release: PublicRelease
  readonly open: OpenRelease
  readonly cells: ProgressCell[]
}

/** @throws not_found */
export function readOpenData(trx: Trx, visitor: Visitor): Promise<OpenData> {
  return within(trx, visitor, async (open) => {
    const { initiative } = visitor
    const page = await pageOf(trx, initiative.id)
    const licence = page?.licence ?? DEFAULTS.licence
    const cells: ProgressCell[] = []
    const periods = open.catalogue.periods.map(({ code }) => code)
    const territories = open.territories.map(({ code }) => code)
    // One indicator at a time: a statement may last as long as a page, not as long as a file.
    for (const { code } of open.catalogue.indicators)
      cells.push(
        ...(await readCells(
          trx,
          {
            initiativeId: initiative.id,
            releaseId: open.id,
            indicators: periods.map(() => code),
            periods,
            territories,
            category: null,
            byPartner: false,
            partners: null,
          },
          false,
        )),
      )
    return { licence: { name: licence, address: LICENCE_ADDRESSES[licence] }, release: await releaseOf(trx, visitor, open), open, cells }
  })
}
