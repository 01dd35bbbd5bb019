import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from '@fastify/type-provider-zod'
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { InputError } from '#shared/problems/catalog.ts'
import { isDatabaseUnavailable, sqlState } from '../db/errors.ts'
import { Problem, problem, problemBody } from './problem.ts'

function inputErrors(error: FastifyError): InputError[] {
  if (!hasZodFastifySchemaValidationErrors(error)) return []
  const place = error.validationContext === 'querystring' ? '/query' : error.validationContext === 'params' ? '/params' : ''
  return error.validation.map((fault) => {
    const keys = (fault.params as { keys?: string[] }).keys
    const path = fault.instancePath === '/' ? '' : fault.instancePath
    const pointer = `${place}${path}${keys?.[0] === undefined ? '' : `/${keys[0]}`}`
    return { pointer, code: keys === undefined ? fault.keyword : 'unknown_field' }
  })
}

/** Texts, numbers and days that PostgreSQL cannot hold: a NUL, half a sign, the year 0, a number out of range. */
const NOT_STORABLE = new Set(['22021', '22P05', '22P02', '22003', '22007', '22008'])

/** Any thrown thing as a refusal that may leave the server; null when it is unexpected. */
export function asProblem(error: unknown): Problem | null {
  if (error instanceof Problem) return error
  if (isResponseSerializationError(error)) return null
  const fastifyError = error as FastifyError
  if (hasZodFastifySchemaValidationErrors(error)) return problem('invalid_request', {}, inputErrors(fastifyError))
  switch (fastifyError.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
    case 'FST_REQ_FILE_TOO_LARGE':
      return problem('body_too_large', { limitBytes: 10 * 1024 * 1024 })
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return problem('unsupported_media_type')
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return problem('malformed_body')
  }
  if (isDatabaseUnavailable(error)) return problem('unavailable', { retrySeconds: 2 })
  const state = sqlState(error)
  if (state === '53100') return problem('storage_full')
  if (state === '57014' || state === '55P03' || state === '40P01' || state === '40001') return problem('unavailable', { retrySeconds: 1 })
  if (state !== null && NOT_STORABLE.has(state)) return problem('invalid_request', {}, [{ pointer: '', code: 'text_not_storable' }])
  if (typeof fastifyError.statusCode === 'number' && fastifyError.statusCode >= 400 && fastifyError.statusCode < 500) return problem('invalid_request')
  return null
}

/** Every error leaves as problem+json; the unexpected is logged once with the request's id and says nothing else. */
export function installErrorHandler(app: FastifyInstance): void {
  const send = (request: FastifyRequest, reply: FastifyReply, refusal: Problem) => {
    const body = problemBody(refusal, request.id)
    if (body.status === 503) reply.header('retry-after', String(refusal.params.retrySeconds ?? 2))
    return reply
      .status(body.status)
      .type('application/problem+json; charset=utf-8')
      .serializer((payload: unknown) => JSON.stringify(payload))
      .send(body)
  }
  app.setErrorHandler((error, request, reply) => {
    const refusal = asProblem(error)
    if (refusal !== null) {
      if (refusal.code === 'unavailable') request.log.warn({ err: error }, 'unavailable')
      return send(request, reply, refusal)
    }
    request.log.error({ err: error }, 'unexpected error')
    return send(request, reply, problem('unexpected'))
  })
}

/** Answer for addresses that no route serves, under the API. */
export function notFoundAnswer(request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return reply
    .status(404)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem('not_found'), request.id)))
}
