import { error, redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import type { Route } from '#shared/http/route.ts'
import { call, type CallInput } from './call.ts'
import { ApiProblem } from './problem.ts'

type Reader = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>

/** Sends a refusal of a page's own reading to the error page, or to sign-in and back. */
export function failPage(event: Pick<RequestEvent, 'url' | 'locals'>, cause: unknown): never {
  if (!(cause instanceof ApiProblem)) throw cause
  if (cause.status === 401) {
    redirect(303, `/${event.locals.locale}/sign-in?next=${encodeURIComponent(event.url.pathname + event.url.search)}`)
  }
  const status = [403, 404, 409, 503].includes(cause.status) ? cause.status : cause.status === 429 ? 503 : 500
  error(status, cause.code, { code: cause.code, ...(cause.reference === null ? {} : { reference: cause.reference }) })
}

/** `call` for `load` functions: a refusal becomes the error page, a missing session becomes sign-in. */
export async function read<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, R extends z.ZodType>(
  event: Reader,
  route: Route<P, Q, B, R>,
  input: CallInput<P, Q, B>,
): Promise<z.output<R>> {
  try {
    return await call(event.fetch, route, input)
  } catch (cause) {
    return failPage(event, cause)
  }
}
