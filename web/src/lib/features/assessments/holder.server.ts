import { error, type RequestEvent } from '@sveltejs/kit'
import { SHEET_HEADER } from '#shared/assessments/contract.ts'
import { ApiProblem } from '#lib/api/problem.ts'

/** Calls the API as the holder of the link: the secret travels as a header, never as a part of a call's address. */
export function asHolder(event: Pick<RequestEvent, 'fetch' | 'params'>): typeof fetch {
  return (address, init) => {
    const headers = new Headers(init?.headers)
    headers.set(SHEET_HEADER, event.params.secret ?? '')
    return event.fetch(address, { ...init, headers })
  }
}

/** A page that says the link is not valid, whatever is wrong with it. */
export function orInvalid(cause: unknown): never {
  if (cause instanceof ApiProblem && (cause.status === 404 || cause.status === 400)) error(404, 'link_invalid', { code: 'link_invalid' })
  throw cause
}
