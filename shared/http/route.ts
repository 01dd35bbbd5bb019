import type { z } from 'zod'

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/**
 * One operation of the HTTP contract: the meeting point of the server's route, the browser's call
 * and the tests. `path` uses `:name` for parameters. `status` is the one success status.
 */
export interface Route<
  Params extends z.ZodType = z.ZodType,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType = z.ZodType,
  Response extends z.ZodType = z.ZodType,
> {
  readonly id: string
  readonly method: HttpMethod
  readonly path: string
  readonly summary: string
  readonly status?: 200 | 201 | 204
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  readonly response: Response
  /** A form with a file instead of JSON: the body schema is not applied. */
  readonly multipart?: boolean
  /** Largest body, where the usual mebibyte is too little. */
  readonly bodyLimitBytes?: number
  /** Fields of the answer that hold a secret: never stored, null when an `Idempotency-Key` comes again. */
  readonly saidOnce?: readonly string[]
}

/** Declares a route with its types inferred. */
export function route<
  Params extends z.ZodType = z.ZodUndefined,
  Query extends z.ZodType = z.ZodUndefined,
  Body extends z.ZodType = z.ZodUndefined,
  Response extends z.ZodType = z.ZodType,
>(definition: Route<Params, Query, Body, Response>): Route<Params, Query, Body, Response> {
  return definition
}
