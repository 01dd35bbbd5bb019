import { randomBytes, randomUUID } from 'node:crypto'
import type { PublicPageChange, PublicPageSettings, ShareLink } from '#shared/releases/sharing.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { hashSecret } from './public.ts'
import { pageOf } from './public-queries.ts'
import { releaseByNumber } from './queries.ts'
import { holdPage, insertLink, listLinks, revokeLink, savePage, setPublic } from './sharing-queries.ts'

const DAY = 86_400_000
/** 128 bits, and half as many again. */
const SECRET_BYTES = 24

/** How the public page is shown, with the release that it shows. */
export async function readPage(trx: Trx, actor: Actor): Promise<PublicPageSettings> {
  const [page, latest] = await Promise.all([pageOf(trx, actor.initiative.id), releaseByNumber(trx, actor.initiative.id, null)])
  return {
    release: latest === undefined ? null : { number: latest.number, name: latest.name, edition: latest.edition, isPublic: latest.isPublic },
    isIndexed: page?.isIndexed ?? false,
    licence: page?.licence ?? 'CC-BY-4.0',
    contact: page?.contact ?? null,
    embedHosts: page?.embedHosts ?? [],
    version: page?.version ?? 1,
  }
}

/**
 * Shows or hides the public page, and changes how it is shown.
 * @throws version_stale, not_found (nothing is published that could be shown)
 */
export async function changePage(trx: Trx, actor: Actor, now: Date, seen: number, change: PublicPageChange): Promise<PublicPageSettings> {
  const { isPublic, ...rest } = change
  requireVersion(await holdPage(trx, actor.initiative.id), seen)
  if (isPublic !== undefined) {
    const latest = await releaseByNumber(trx, actor.initiative.id, null)
    if (latest === undefined) throw problem('not_found')
    if (latest.isPublic !== isPublic) {
      await setPublic(trx, actor.initiative.id, isPublic)
      await audit(
        trx,
        actor,
        { action: isPublic ? 'release.show' : 'release.hide', objectType: 'release', objectId: latest.id, details: { number: latest.number } },
        now,
      )
    }
  }
  await savePage(trx, actor.initiative.id, rest)
  await audit(trx, actor, { action: 'public_page.change', objectType: 'public_page', details: { ...change } }, now)
  return readPage(trx, actor)
}

function stateOf({ expiresAt, revokedAt }: { expiresAt: Date; revokedAt: Date | null }, now: Date): ShareLink['state'] {
  if (revokedAt !== null) return 'revoked'
  return expiresAt <= now ? 'expired' : 'open'
}

/** Links that were made, newest first; their addresses are nobody's any more. */
export async function readLinks(trx: Trx, actor: Actor, now: Date): Promise<ShareLink[]> {
  return (await listLinks(trx, actor.initiative.id)).map(({ number, name, edition, ...row }) => ({
    ...row,
    release: { number, name, edition },
    state: stateOf(row, now),
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt.toISOString(),
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastOpenedAt: row.lastOpenedAt?.toISOString() ?? null,
  }))
}

/** Makes a link to one published release: its secret is told this one time. @throws not_found (no such published release) */
export async function createLink(
  trx: Trx,
  actor: Actor,
  now: Date,
  { release, label, days }: { release?: number | undefined; label: string; days: number },
): Promise<ShareLink & { link: string }> {
  const row = await releaseByNumber(trx, actor.initiative.id, release ?? null)
  if (row?.state !== 'published') throw problem('not_found')
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const id = randomUUID()
  await insertLink(trx, actor.initiative.id, {
    id,
    releaseId: row.id,
    label,
    secretHash: hashSecret(secret),
    createdBy: actorIdOf(actor),
    createdAt: now,
    expiresAt: new Date(now.getTime() + days * DAY),
  })
  await audit(trx, actor, { action: 'share_link.create', objectType: 'share_link', objectId: id, details: { release: row.number, days } }, now)
  const made = (await readLinks(trx, actor, now)).find((one) => one.id === id) as ShareLink
  return { ...made, link: `/${actor.locale}/p/${actor.initiative.slug}/links/${secret}` }
}

/** Ends a link; its holder reads nothing from now on. @throws not_found */
export async function endLink(trx: Trx, actor: Actor, now: Date, id: string): Promise<undefined> {
  if (!(await revokeLink(trx, actor.initiative.id, id, now))) throw problem('not_found')
  await audit(trx, actor, { action: 'share_link.revoke', objectType: 'share_link', objectId: id }, now)
  return undefined
}
