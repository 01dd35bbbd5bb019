import { error, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Route } from '#shared/http/route.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { decisionRoutes, type PublicDecision } from '#shared/governance/decision-contract.ts'
import { LINK_HEADER, publicRoutes, type PublicPage } from '#shared/releases/public.ts'
import { publicNoteRoutes, type PublicNote, type PublicNoteSummary } from '#shared/notes/public.ts'
import { winRoutes, type Celebrations } from '#shared/wins/contract.ts'
import { call, type CallInput } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { failPage } from '#lib/api/read.server.ts'

type Reader = Pick<RequestEvent, 'fetch' | 'url' | 'locals' | 'setHeaders'>

/** Whose release is read: the public's, or that of a share link. */
export interface PublicAddress {
  readonly slug: string
  /** Secret of a share link; null reads what is public. */
  readonly secret: string | null
  /** Where the pages of this release begin. */
  readonly base: string
}

/** The address of a page from its parameters. */
export function addressIn(event: Pick<RequestEvent, 'locals' | 'params'>): PublicAddress {
  const { slug = '', secret } = event.params
  const base = `/${event.locals.locale}/p/${slug}`
  return secret === undefined ? { slug, secret: null, base } : { slug, secret, base: `${base}/links/${secret}` }
}

async function ask<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  event: Reader,
  { secret }: PublicAddress,
  route: Route<P, Q, B, R>,
  input: CallInput<P, Q, B>,
): Promise<z.output<R>> {
  const fetch: typeof globalThis.fetch = (address, init) => {
    const headers = new Headers(init?.headers)
    if (secret !== null) headers.set(LINK_HEADER, secret)
    return event.fetch(address, { ...init, headers })
  }
  try {
    return await call(fetch, route, input)
  } catch (cause) {
    // What an address asks that is none, such as a slug with capitals, is not there.
    if (cause instanceof ApiProblem && cause.status === 400) error(404, 'not_found', { code: 'not_found' })
    return failPage(event, cause)
  }
}

/**
 * The release of a page, and how long the page may be kept: by everybody when it is public, by nobody when it is a link's.
 * Nothing of the visitor goes into it.
 * @param isAskedAnew of a page that tells what may be taken back at any moment: a name or a note, when consent ends; a win; a decision
 */
export async function readPublicPage(event: Reader, address: PublicAddress, isAskedAnew = false): Promise<PublicPage> {
  const page = await ask(event, address, publicRoutes.read, { params: { slug: address.slug } })
  if (address.secret === null) event.setHeaders({ 'cache-control': isAskedAnew ? 'public, no-cache' : 'public, max-age=60' })
  else event.setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'no-referrer' })
  if (!page.isIndexed) event.setHeaders({ 'x-robots-tag': 'noindex' })
  return page
}

/** Wins and recognitions that are public now; a link shows one release, and none of them. */
export async function readCelebrations(event: Reader, address: PublicAddress): Promise<Celebrations> {
  return address.secret === null ? ask(event, address, winRoutes.public, { params: { slug: address.slug } }) : { wins: [], recognitions: [] }
}

/** Learning notes that are public now, newest first; a link shows one release, and none of them. */
export async function readPublicNotes(
  event: Reader,
  address: PublicAddress,
  query: { after?: string | undefined; limit?: number },
): Promise<{ items: PublicNoteSummary[]; next: string | null }> {
  if (address.secret !== null) return { items: [], next: null }
  return ask(event, address, publicNoteRoutes.list, { params: { slug: address.slug }, query: { limit: 20, ...query } })
}

/** One public note. @throws 404 from the moment that it is narrowed or withdrawn */
export function readPublicNote(event: Reader, address: PublicAddress, noteId: string): Promise<PublicNote> {
  return ask(event, address, publicNoteRoutes.read, { params: { slug: address.slug, noteId } })
}

/** Decisions that are shown to everybody now; a link shows one release, and none of them. */
export async function readDecisions(event: Reader, address: PublicAddress): Promise<readonly PublicDecision[]> {
  return address.secret === null ? (await ask(event, address, decisionRoutes.public, { params: { slug: address.slug } })).items : []
}

/** Figures of the release; none where the release does not know what is asked. */
export async function readPublicCells(event: Reader, address: PublicAddress, query: Record<string, string | undefined>): Promise<ProgressCell[]> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined))
  return (await ask(event, address, publicRoutes.cells, { params: { slug: address.slug }, query: given })).cells
}

/** Every period of the place of the whole, oldest first; a period in which nobody owes a figure is no gap. */
export async function readPublicSeries(event: Reader, address: PublicAddress, query: Record<string, string | undefined> = {}): Promise<ProgressCell[]> {
  const found = await readPublicCells(event, address, { ...query, from: '1900' })
  return found.filter((cell) => cell.value !== null || (cell.presence !== 'not_expected' && cell.reason !== 'not_due'))
}

export async function readPublicShapes(event: Reader, address: PublicAddress, level: string) {
  return (await ask(event, address, publicRoutes.shapes, { params: { slug: address.slug }, query: { level } })).items
}

export function readPublicVersions(event: Reader, address: PublicAddress) {
  return ask(event, address, publicRoutes.versions, { params: { slug: address.slug } })
}

/** A file of the release, as the API gives it. */
export async function readPublicFile(event: Reader, address: PublicAddress, kind: 'csv' | 'json'): Promise<Response> {
  const headers = address.secret === null ? {} : { [LINK_HEADER]: address.secret }
  return event.fetch(`/api/v1/public/${encodeURIComponent(address.slug)}/data.${kind}`, { headers })
}
