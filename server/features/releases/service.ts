import { randomUUID } from 'node:crypto'
import type { Release, ReleaseCatalogue, ReleaseChange, ReleaseComment, ReleaseInput, ReleaseTerritory } from '#shared/releases/contract.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { readPeriods } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, momentOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { chained } from './checksum.ts'
import { commentsOf } from './comment-queries.ts'
import {
  insertRelease,
  isBuilding,
  lastEdition,
  listReleases,
  publishRelease,
  releaseByNumber,
  releaseForUpdate,
  updateRelease,
  type ReleaseRow,
} from './queries.ts'
import { asReleaseReader, openRelease } from './read.ts'
import { changesOf } from './reader-queries.ts'

export { verifyReleases } from './verify.ts'
export { pageMark, visit, type Visitor } from './public.ts'
export { asReleaseReader, openRelease, readReleaseCells, readToldFigures, type OpenRelease, type ReleaseReader } from './read.ts'

const isBackbone = (actor: Actor) => actor.role === 'backbone'

/** A release as the contract has it; how much is hidden, and of what, is for the backbone. */
function toRelease(row: ReleaseRow, actor: Actor): Release {
  const { scope: _scope, builtAt, publishedAt, maskReport, ...told } = row
  return {
    ...told,
    builtAt: builtAt?.toISOString() ?? null,
    publishedAt: publishedAt?.toISOString() ?? null,
    maskReport: isBackbone(actor) ? maskReport : null,
  }
}

/** `latest`, or a number. */
const numberOf = (release: string) => (release === 'latest' ? null : Number(release))

export async function readReleases(trx: Trx, actor: Actor): Promise<Release[]> {
  return (await listReleases(trx, actor.initiative.id)).map((row) => toRelease(row, actor))
}

async function found(trx: Trx, actor: Actor, release: string): Promise<ReleaseRow> {
  const row = await releaseByNumber(trx, actor.initiative.id, numberOf(release))
  if (row === undefined) throw problem('not_found')
  return row
}

/** One release with what is frozen beside its figures; nothing of that before it is built. @throws not_found */
export async function readRelease(
  trx: Trx,
  actor: Actor,
  release: string,
): Promise<{ release: Release; catalogue: ReleaseCatalogue | null; territories: ReleaseTerritory[] }> {
  const row = await found(trx, actor, release)
  const open = () => openRelease(trx, actor, row.number)
  const opened = isBackbone(actor) ? await open() : await asReleaseReader(trx, open)
  return { release: toRelease(row, actor), catalogue: opened?.catalogue ?? null, territories: [...(opened?.territories ?? [])] }
}

/** What a release says otherwise than the one before it. @throws not_found */
export async function readChanges(trx: Trx, actor: Actor, release: string): Promise<ReleaseChange[]> {
  const row = await found(trx, actor, release)
  const look = async () => {
    const open = await openRelease(trx, actor, row.number)
    return open === null ? [] : changesOf(trx, actor.initiative.id, open.id)
  }
  return isBackbone(actor) ? look() : asReleaseReader(trx, look)
}

/** What partners say of their own figures that a release tells, of one indicator or all. @throws not_found */
export async function readComments(trx: Trx, actor: Actor, release: string, indicator: string | null): Promise<ReleaseComment[]> {
  const row = await found(trx, actor, release)
  const look = async () => {
    const open = await openRelease(trx, actor, row.number)
    return open === null ? [] : commentsOf(trx, actor.initiative.id, open.id, indicator)
  }
  return isBackbone(actor) ? look() : asReleaseReader(trx, look)
}

async function throughPeriod(trx: Trx, actor: Actor, asked: string | undefined): Promise<string> {
  if (asked !== undefined) {
    const parsed = parsePeriodCode(asked, actor.initiative)
    if (parsed === null) throw problem('invalid_period', { value: asked })
    return parsed.code
  }
  const ended = (await readPeriods(trx, actor)).filter(({ endsOn }) => endsOn < actor.today).sort((a, b) => (a.endsOn < b.endsOn ? 1 : -1))
  const last = ended[0]
  if (last === undefined) throw problem('release_empty')
  return last.code
}

/**
 * Begins a release: its row stands, its figures are gathered afterwards.
 * @throws release_building (one at a time), release_empty (no period has ended), invalid_period, not_found or invalid_request (what it corrects)
 */
export async function beginRelease(trx: Trx, actor: Actor, now: Date, input: ReleaseInput): Promise<Release> {
  const { id: initiativeId } = actor.initiative
  if (await isBuilding(trx, initiativeId)) throw problem('release_building')
  const corrected = input.corrects === undefined ? null : await releaseByNumber(trx, initiativeId, input.corrects)
  if (corrected === undefined) throw problem('not_found')
  if (corrected !== null && (corrected.state !== 'published' || input.reason === undefined))
    throw problem('invalid_request', {}, [{ pointer: input.reason === undefined ? '/reason' : '/corrects', code: 'required' }])
  const name = corrected?.name ?? input.name
  const edition = (await lastEdition(trx, initiativeId, name)) + 1
  if (corrected === null && edition > 1) throw problem('already_exists', { field: 'name' }, [{ pointer: '/name', code: 'already_exists' }])
  const id = randomUUID()
  const through = corrected?.throughPeriod ?? (await throughPeriod(trx, actor, input.throughPeriod))
  const number = await insertRelease(trx, initiativeId, {
    id,
    name,
    edition,
    correctsId: corrected?.id ?? null,
    reason: input.reason ?? null,
    notesFr: input.notesFr ?? null,
    notesEn: input.notesEn ?? null,
    isPreliminary: input.isPreliminary,
    throughPeriod: through,
    scope: corrected?.scope ?? input.scope,
    asOf: actor.today,
    askedBy: actorIdOf(actor),
    askedAt: now,
  })
  await audit(trx, actor, { action: 'release.build', objectType: 'release', objectId: id, details: { number, name, edition, through } }, now)
  return toRelease(await found(trx, actor, String(number)), actor)
}

async function unpublished(trx: Trx, actor: Actor, release: string): Promise<ReleaseRow> {
  const number = numberOf(release)
  const row = number === null ? undefined : await releaseForUpdate(trx, actor.initiative.id, number)
  if (row === undefined) throw problem('not_found')
  if (row.state === 'published') throw problem('release_published')
  return row
}

/** Changes name and notes. @throws not_found, release_published, version_stale, already_exists */
export async function changeRelease(
  trx: Trx,
  actor: Actor,
  now: Date,
  release: string,
  seen: number,
  input: { name?: string | undefined; notesFr?: string | null | undefined; notesEn?: string | null | undefined },
): Promise<Release> {
  const row = await unpublished(trx, actor, release)
  requireVersion(row, seen)
  if (input.name !== undefined && input.name !== row.name && (row.corrects !== null || (await lastEdition(trx, actor.initiative.id, input.name)) > 0))
    throw problem('already_exists', { field: 'name' }, [{ pointer: '/name', code: 'already_exists' }])
  await updateRelease(trx, actor.initiative.id, row.id, {
    ...(input.name === undefined ? {} : { name: input.name }),
    ...(input.notesFr === undefined ? {} : { notes_fr: input.notesFr }),
    ...(input.notesEn === undefined ? {} : { notes_en: input.notesEn }),
  })
  await audit(trx, actor, { action: 'release.change', objectType: 'release', objectId: row.id, details: { fields: Object.keys(input) } }, now)
  return toRelease(await found(trx, actor, String(row.number)), actor)
}

/** Discards what is not published. @throws not_found, release_published */
export async function discardRelease(trx: Trx, actor: Actor, now: Date, release: string): Promise<undefined> {
  const row = await unpublished(trx, actor, release)
  await updateRelease(trx, actor.initiative.id, row.id, { state: 'discarded' })
  await audit(trx, actor, { action: 'release.discard', objectType: 'release', objectId: row.id, details: { number: row.number } }, now)
  return undefined
}

/**
 * Publishes: every reader reads it from now on.
 * @throws not_found, release_published, release_not_ready, version_stale, release_overtaken (another was published since it was built)
 */
export async function publish(trx: Trx, actor: Actor, now: Date, release: string, seen: number, isPublic: boolean): Promise<Release> {
  if (!actor.isLead) throw problem('not_allowed')
  const row = await unpublished(trx, actor, release)
  if (row.state !== 'ready' || row.checksum === null) throw problem('release_not_ready')
  requireVersion(row, seen)
  const latest = await releaseByNumber(trx, actor.initiative.id, null)
  // Its masks were decided beside the release before it: another one in between undoes them.
  if (latest !== undefined && latest.number > row.number) throw problem('release_overtaken', { name: latest.name })
  const previous = latest?.checksum ?? null
  if (row.previousChecksum !== previous) throw problem('release_overtaken', { name: latest?.name ?? '' })
  await publishRelease(trx, actor.initiative.id, row.id, {
    isPublic,
    by: actorIdOf(actor),
    at: momentOf(actor, now),
    checksum: chained(row.checksum, previous),
    previous,
  })
  await audit(
    trx,
    actor,
    { action: 'release.publish', objectType: 'release', objectId: row.id, details: { number: row.number, name: row.name, edition: row.edition, isPublic } },
    now,
  )
  return toRelease(await found(trx, actor, String(row.number)), actor)
}
