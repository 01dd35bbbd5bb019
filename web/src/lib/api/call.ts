import type { z } from 'zod'
import type { Route } from '#shared/http/route.ts'
import { ApiProblem, problemOf } from './problem.ts'

type Input<T> = T extends z.ZodType ? z.input<T> : undefined
type Part<Name extends string, T> =
  Input<T> extends undefined
    ? Partial<Record<Name, undefined>>
    : Record<string, never> extends Input<T>
      ? Partial<Record<Name, Input<T>>>
      : Record<Name, Input<T>>

/** What a route takes: only the parts that it declares. */
export type CallInput<P, Q, B> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B> & {
    /** Version that the reader saw, for `If-Match`. */
    version?: number
    /** Makes a repeated POST count once. */
    idempotencyKey?: string
  }

/** The parts of a route that a call reads: a literal of this shape keeps schemas out of the browser. */
type Callable<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType> = Pick<
  Route<P, Q, B, R>,
  'method' | 'path' | 'params' | 'query' | 'body' | 'response'
>

/** The address of an operation. @throws when a parameter of the path is absent */
export function addressOf(path: string, params: Record<string, unknown> = {}, query: Record<string, unknown> = {}): string {
  const filled = path.replace(/:([A-Za-z]+)/g, (_, name: string) => {
    const value = params[name]
    if (value === undefined || value === null || value === '') throw new TypeError(`the path ${path} needs ${name}`)
    return encodeURIComponent(String(value))
  })
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== undefined && value !== null && value !== '') search.set(name, String(value))
  return search.size === 0 ? filled : `${filled}?${search}`
}

/**
 * Calls one operation of the contract and returns its answer, typed by the route's schemas.
 * @throws ApiProblem for every refusal, and with code `unavailable` when no answer came
 */
export async function call<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  fetch: typeof globalThis.fetch,
  route: Callable<P, Q, B, R>,
  input: CallInput<P, Q, B>,
): Promise<z.output<R>> {
  const { params, query, body, version, idempotencyKey } = input as {
    params?: Record<string, unknown>
    query?: Record<string, unknown>
    body?: unknown
    version?: number
    idempotencyKey?: string
  }
  const headers = new Headers({ accept: 'application/json' })
  const isForm = body instanceof FormData
  if (body !== undefined && !isForm) headers.set('content-type', 'application/json')
  if (version !== undefined) headers.set('if-match', `"v${version}"`)
  if (idempotencyKey !== undefined) headers.set('idempotency-key', idempotencyKey)
  let response: Response
  try {
    response = await fetch(addressOf(route.path, params, query), {
      method: route.method,
      headers,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isForm ? body : JSON.stringify(body) }),
    })
  } catch (cause) {
    throw Object.assign(new ApiProblem({ status: 503, code: 'unavailable', params: {} }), { cause })
  }
  if (!response.ok) throw await problemOf(response)
  return (response.status === 204 ? undefined : await response.json()) as z.output<R>
}
