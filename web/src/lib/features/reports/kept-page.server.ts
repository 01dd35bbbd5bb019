import { redirect, type RequestEvent } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { addressOf } from '#lib/api/call.ts'
import { ApiProblem, problemOf } from '#lib/api/problem.ts'
import { failPage, read } from '#lib/api/read.server.ts'

/** Refusals that the page before it explains: how to print elsewhere, what to accept first. */
export const EXPLAINED = ['commitment_required', 'note_access_suspended', 'print_unavailable', 'print_busy', 'print_failed'] as const

const KEPT = ['content-type', 'content-disposition', 'content-security-policy', 'etag', 'cache-control']

/** The initiative of the address. @throws not_found */
export async function initiativeOf(event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>, slug: string): Promise<string> {
  const { initiatives } = await read(event, accountRoutes.me, {})
  return initiatives.find((one) => one.slug === slug)?.id ?? failPage(event, new ApiProblem({ status: 404, code: 'not_found', params: {} }))
}

/**
 * Hands the bytes of the API on exactly as they are.
 * @param back page that says what was refused
 */
export async function passOn(
  event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>,
  path: string,
  params: Record<string, string>,
  back: string,
): Promise<Response> {
  const language = event.url.searchParams.get('language') === 'en' ? 'en' : 'fr'
  const answer = await event.fetch(addressOf(path, params, { language }))
  if (!answer.ok) {
    const problem = await problemOf(answer)
    if (EXPLAINED.some((code) => code === problem.code)) redirect(303, `${back}?problem=${problem.code}`)
    failPage(event, problem)
  }
  const headers = KEPT.flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return new Response(await answer.arrayBuffer(), { headers: Object.fromEntries(headers) })
}
