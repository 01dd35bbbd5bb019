import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Route } from '#shared/http/route.ts'
import type { Db } from '../db/connect.ts'
import { setContext, type Trx } from '../db/context.ts'
import { inTransaction } from '../db/transaction.ts'
import { enter, type Actor, type Session } from './actor.ts'
import { replayOrReserve, storeAnswer } from './idempotency.ts'
import type { Policy } from './policy.ts'
import { problem } from './problem.ts'
import { isToBeTouched } from './session.ts'

/** What every route needs from the running server. */
export interface ServeDeps {
  readonly db: Db
  readonly now: () => Date
  readonly tokenOf: (request: FastifyRequest) => string | null
  /** Notes that a session is in use. */
  readonly touchSession: (sessionId: string) => Promise<void>
}

/** What a handler receives: the request's one transaction with its context already set (D20). */
export interface Call<P extends Policy, Params, Query, Body> {
  readonly trx: Trx
  readonly actor: P extends { kind: 'tenant' } ? Actor : null
  readonly session: P extends { kind: 'public' } ? null : Session
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly now: Date
  /** Version the caller saw; throws 428 when `If-Match` is absent. */
  readonly ifMatch: () => number
  /**
   * Runs work in a transaction of its own after the request's, entering anew under the same session and hat: for an answer
   * that takes longer to send than a transaction may last. A hat that has ended meanwhile ends it.
   */
  readonly again: <T>(work: (trx: Trx) => Promise<T>) => Promise<T>
  /** Runs after the commit, before the answer: mail, notifications. */
  readonly afterCommit: (work: () => void | Promise<void>) => void
}

type Output<T> = T extends z.ZodType ? z.output<T> : undefined

function pathInitiative(request: FastifyRequest): string | null {
  const id = (request.params as Record<string, string | undefined>).initiativeId
  return id ?? null
}

/** Methods whose request is applied once under an `Idempotency-Key`: a queue that lost the answer sends the same again. */
const TAKES_KEY: ReadonlySet<string> = new Set(['POST', 'PUT'])

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

function hatOf(request: FastifyRequest): string | null {
  const header = request.headers['maillage-hat']
  if (header === undefined || header === '') return null
  if (typeof header !== 'string' || !UUID.test(header)) throw problem('invalid_request', {}, [{ pointer: '/headers/maillage-hat', code: 'uuid' }])
  return header
}

function versionFrom(header: string | undefined): number {
  if (header === undefined) throw problem('version_required')
  const match = /^(?:W\/)?"?v?(\d+)"?$/.exec(header.trim())
  if (match === null) throw problem('version_required')
  return Number(match[1])
}

function forReplay(response: unknown, saidOnce: readonly string[] = []): unknown {
  return saidOnce.length === 0 ? response : { ...(response as object), ...Object.fromEntries(saidOnce.map((field) => [field, null])) }
}

/** Refuses an actor whose hat does not fit the policy: 404 where existence is not theirs to know, else 403. */
function checkPolicy(policy: Policy, session: Session | null, actor: Actor | null): void {
  if (policy.kind === 'instance' && session?.isInstanceAdmin !== true) throw problem('not_found')
  if (policy.kind === 'tenant') {
    if (actor === null || !policy.roles.includes(actor.role)) throw problem('not_found')
    if (policy.lead === true && !actor.isLead) throw problem('not_allowed')
  }
}

/**
 * Registers one operation: contract, policy, handler. The handler runs inside one transaction that
 * commits before the answer is sent; a POST or PUT with an `Idempotency-Key` is applied once.
 */
export function serve<P extends Policy, Params extends z.ZodType, Query extends z.ZodType, Body extends z.ZodType, Response extends z.ZodType>(
  app: FastifyInstance,
  deps: ServeDeps,
  operation: Route<Params, Query, Body, Response>,
  policy: P,
  handler: (call: Call<P, Output<Params>, Output<Query>, Output<Body>>) => Promise<z.output<Response>>,
): void {
  app.route({
    method: operation.method,
    url: operation.path,
    config: { policy },
    ...(operation.bodyLimitBytes === undefined ? {} : { bodyLimit: operation.bodyLimitBytes }),
    schema: {
      summary: operation.summary,
      operationId: operation.id,
      tags: [operation.id.split('.')[0] ?? 'api'],
      ...(operation.params === undefined ? {} : { params: operation.params }),
      ...(operation.query === undefined ? {} : { querystring: operation.query }),
      ...(operation.body === undefined || operation.multipart === true ? {} : { body: operation.body }),
      response: { [operation.status ?? 200]: operation.response },
    },
    // Before a byte of the body is read: a stranger cannot make the server parse.
    onRequest: async (request) => {
      if (policy.kind !== 'public' && deps.tokenOf(request) === null) throw problem('not_signed_in')
    },
    handler: (async (request: FastifyRequest, reply: FastifyReply) => {
      const work: (() => void | Promise<void>)[] = []
      let toTouch: string | null = null
      const entering = async (trx: Trx, initiativeId: string | null, hatId: string | null) => {
        const token = deps.tokenOf(request)
        if (token === null) throw problem('not_signed_in')
        const entered = await enter(trx, token, initiativeId, hatId)
        request.hat = entered.actor?.role ?? null
        checkPolicy(policy, entered.session, entered.actor)
        return entered
      }
      const answer = await inTransaction(deps.db, async (trx) => {
        let session: Session | null = null
        let actor: Actor | null = null
        if (policy.kind === 'public') {
          await setContext(trx, { initiativeId: null, actorId: null, role: null, partnerId: null, commitment: false })
        } else {
          const entered = await entering(trx, policy.kind === 'tenant' ? pathInitiative(request) : null, hatOf(request))
          ;({ session, actor } = entered)
          if (isToBeTouched(entered.expiresAt)) toTouch = entered.session.sessionId
        }
        const key = TAKES_KEY.has(operation.method) ? request.headers['idempotency-key'] : undefined
        if (actor !== null && key !== undefined) {
          const seen = request.headers['if-match'] ?? ''
          const hash = createHash('sha256')
            .update(`${operation.id}\n${JSON.stringify(request.params)}\n${JSON.stringify(request.body ?? null)}${seen === '' ? '' : `\n${seen}`}`)
            .digest('hex')
          const stored = await replayOrReserve(trx, actor, key, hash)
          if (stored !== null) return stored
        }
        const response = await handler({
          trx,
          actor,
          session,
          params: request.params,
          query: request.query,
          body: request.body,
          request,
          reply,
          now: deps.now(),
          ifMatch: () => versionFrom(request.headers['if-match']),
          again: <T>(more: (trx: Trx) => Promise<T>) =>
            inTransaction(deps.db, async (later) => {
              await entering(later, actor?.initiative.id ?? null, actor?.hatId ?? null)
              return more(later)
            }),
          afterCommit: (task: () => void | Promise<void>) => void work.push(task),
        } as unknown as Call<P, Output<Params>, Output<Query>, Output<Body>>)
        const status = operation.status ?? 200
        if (actor !== null && typeof key === 'string') await storeAnswer(trx, actor, key, status, forReplay(response, operation.saidOnce))
        return { status, response }
      })
      if (toTouch !== null) await deps.touchSession(toTouch)
      for (const task of work) await task()
      const { version } = (answer.response ?? {}) as { version?: unknown }
      if (typeof version === 'number') reply.header('etag', `"v${version}"`)
      reply.status(answer.status)
      return answer.status === 204 ? reply.send() : answer.response
    }) as never,
  })
}
