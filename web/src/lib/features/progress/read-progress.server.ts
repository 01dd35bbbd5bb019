import type { RequestEvent } from '@sveltejs/kit'
import { progressRoutes, type ProgressCell, type ProgressFilter } from '#shared/progress/contract.ts'
import type { ReleaseName } from '#shared/releases/name.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { failPage } from '#lib/api/read.server.ts'

type Reader = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>

/** Which figures: a place or a partner, up to when, on which basis. */
export interface Scope {
  readonly territory?: string | undefined
  readonly level?: string | undefined
  readonly partner?: string | undefined
  readonly by?: 'territory' | 'partner' | undefined
  readonly indicator?: string | undefined
  readonly category?: string | undefined
  readonly to?: string | undefined
  readonly basis?: ProgressFilter['basis'] | undefined
  /** As the figures stood at the end of this day. */
  readonly asKnownOn?: string | undefined
}

/** Figures with the day and the release that they speak of. */
export interface ProgressAnswer {
  readonly cells: ProgressCell[]
  readonly asOf: string | null
  readonly release: ReleaseName | null
  readonly basis: ProgressFilter['basis'] | null
}

async function ask(event: Reader, initiativeId: string, query: Record<string, string | undefined>): Promise<ProgressAnswer> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined && value !== '')) as Partial<ProgressFilter>
  try {
    return await call(event.fetch, progressRoutes.read, { params: { initiativeId }, query: given })
  } catch (cause) {
    // A place or a level of today that a release does not know has no figures in it: that is no fault of the page.
    if (cause instanceof ApiProblem && cause.code === 'unknown_reference') return { cells: [], asOf: null, release: null, basis: null }
    return failPage(event, cause)
  }
}

const cells = async (event: Reader, initiativeId: string, query: Record<string, string | undefined>) => (await ask(event, initiativeId, query)).cells

/** The last figures, with the day and the release that they speak of. */
export function latestAnswer(event: Reader, initiativeId: string, scope: Scope): Promise<ProgressAnswer> {
  return ask(event, initiativeId, { ...scope, period: 'latest' })
}

/** The last figure of each indicator whose status counts, up to `to`. */
export function latestCells(event: Reader, initiativeId: string, scope: Scope): Promise<ProgressCell[]> {
  return cells(event, initiativeId, { ...scope, period: 'latest' })
}

/**
 * Every period's figure since the beginning, oldest first. A period in which nobody owes a figure, or in
 * which it is not due yet, is no gap in the curve.
 */
export async function seriesCells(event: Reader, initiativeId: string, scope: Scope & { from?: string | undefined }): Promise<ProgressCell[]> {
  const found = await cells(event, initiativeId, { ...scope, from: scope.from ?? '1900' })
  return found.filter((cell) => cell.value !== null || (cell.presence !== 'not_expected' && cell.reason !== 'not_due'))
}
