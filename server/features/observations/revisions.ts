import type { FigureChange, RevisionRequest, RevisionState } from '#shared/observations/revision-contract.ts'
import type { RevisionReason } from '#shared/observations/life-cycle.ts'
import { checkFigure } from '#shared/observations/value.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { hasFourEyes, isReadOnly, mayAskRevision, type Circle } from './access.ts'
import { brokenBreakdowns } from './breakdown-check.ts'
import { recomputeCells } from './cells.ts'
import { circleOf } from './circle.ts'
import { isSameContent, readContent } from './content.ts'
import { contentOf, recordOf, rulesOf, type ResolvedFigure } from './figures.ts'
import { insertSharedRevisions } from './move-queries.ts'
import { figuresByIdForUpdate, type StoredFigure } from './queries.ts'
import { applyRevision, insertRequest, listRequests, requestForUpdate, storeDecision, type RequestRow } from './revision-queries.ts'

function abilitiesOnRequest(actor: Actor, row: RequestRow, circle: Circle): RevisionRequest['abilities'] {
  if (row.state !== 'pending' || isReadOnly(actor, circle)) return []
  const decides = actor.role === 'backbone' && hasFourEyes(actor, { partnerId: row.partnerId, enteredBy: row.authorId }, circle)
  return [...(decides ? (['approve', 'refuse'] as const) : []), ...(row.authorId === actor.userId ? (['withdraw'] as const) : [])]
}

/** Changes that were asked of figures this hat may read, latest first. */
export async function readRequests(trx: Trx, actor: Actor, query: { state?: RevisionState | undefined; limit: number }): Promise<RevisionRequest[]> {
  const rows = await listRequests(trx, actor.initiative.id, { state: query.state ?? null, limit: query.limit })
  const circle = await circleOf(trx, actor)
  return rows.map((row) => {
    const { partnerId: _partner, authorId: _author, requestedAt, decidedAt, ...request } = row
    return {
      ...request,
      old: readContent(row.old),
      new: readContent(row.new),
      requestedAt: requestedAt.toISOString(),
      decidedAt: decidedAt?.toISOString() ?? null,
      abilities: abilitiesOnRequest(actor, row, circle),
    }
  })
}

/** The figure as it would be, sound. @throws invalid_request with every fault of the value, categories_above_total */
async function soundRevision(trx: Trx, actor: Actor, stored: StoredFigure, change: FigureChange): Promise<ResolvedFigure> {
  const versions = await versionsNamed(trx, actor.initiative.id, [stored.versionId])
  const version = versions.get(stored.versionId)
  if (version === undefined) throw problem('not_found')
  const given = {
    ...stored,
    presence: change.presence,
    presenceReason: change.presenceReason ?? null,
    value: change.value ?? null,
    numerator: change.numerator ?? null,
    denominator: change.denominator ?? null,
    sampleN: change.sampleN ?? null,
    boolValue: change.boolValue ?? null,
    achievedOn: change.achievedOn ?? null,
    amountOriginal: change.amountOriginal ?? null,
    currencyCode: change.currencyCode ?? null,
    fxRate: change.fxRate ?? null,
    fxDate: change.fxDate ?? null,
  }
  const checked = checkFigure(given, rulesOf(version, actor.initiative.currencyCode), { today: actor.today, hasPartner: stored.partnerId !== null })
  if (!checked.ok)
    throw problem(
      'invalid_request',
      {},
      checked.faults.map(({ field, code }) => ({ pointer: `/figure/${field}`, code })),
    )
  const figure = { ...given, ...checked.figure }
  if ((await brokenBreakdowns(trx, actor.initiative.id, [figure], versions)).size > 0) throw problem('categories_above_total')
  return figure
}

/**
 * Asks for a change of a validated or published figure, which stands until another person approves it (domain 3.12).
 * @throws not_found, not_allowed, revision_not_possible (not validated yet), version_stale, revision_pending,
 *   revision_without_change, invalid_request, categories_above_total
 */
export async function askRevision(
  trx: Trx,
  actor: Actor,
  now: Date,
  ask: { observationId: string; version: number; figure: FigureChange; reason: RevisionReason; note: string },
): Promise<{ id: string; version: number }> {
  const initiativeId = actor.initiative.id
  const [stored] = await figuresByIdForUpdate(trx, initiativeId, [ask.observationId])
  if (stored === undefined) throw problem('not_found')
  if (isReadOnly(actor, await circleOf(trx, actor))) throw problem('not_allowed')
  if (!mayAskRevision(actor, stored)) throw problem('revision_not_possible')
  requireVersion(stored, ask.version)
  const figure = await soundRevision(trx, actor, stored, ask.figure)
  const [old, next] = [contentOf(stored), contentOf(figure)]
  if (isSameContent(old, next)) throw problem('revision_without_change')
  const onBehalf = actor.role === 'backbone' && stored.partnerId !== null && stored.partnerId !== actor.partnerId
  const id = await insertRequest(
    trx,
    { initiativeId, actorId: actorIdOf(actor), now },
    { observationId: stored.id, partnerId: stored.partnerId, seenVersion: stored.version, old, new: next, reason: ask.reason, note: ask.note, onBehalf },
  )
  if (id === null) throw problem('revision_pending')
  await audit(trx, actor, { action: 'revisions.request', objectType: 'observation', objectId: stored.id, details: { request: id, reason: ask.reason } }, now)
  return { id, version: 1 }
}

/** Writes the change into the figure, its history and its cells. @throws revision_outdated, as `soundRevision` */
async function approve(trx: Trx, actor: Actor, now: Date, request: NonNullable<Awaited<ReturnType<typeof requestForUpdate>>>): Promise<void> {
  const facts = { initiativeId: actor.initiative.id, actorId: actorIdOf(actor), now }
  const [stored] = await figuresByIdForUpdate(trx, facts.initiativeId, [request.observationId])
  if (stored === undefined || stored.version !== request.seenVersion) throw problem('revision_outdated')
  const figure = await soundRevision(trx, actor, stored, readContent(request.new))
  const samePerson = request.authorId === actor.userId
  const record = recordOf(stored.id, figure, { state: stored.state, behalf: request.onBehalf, version: stored.version + 1 })
  await applyRevision(trx, facts, record, { authorId: request.authorId, samePerson })
  await insertSharedRevisions(trx, facts, [
    {
      observation: stored.id,
      number: stored.version + 1,
      partner: stored.partnerId,
      old: contentOf(stored),
      new: contentOf(figure),
      oldState: stored.state,
      newState: stored.state,
      reason: request.reason,
      note: request.note,
      author: request.authorId,
      approver: facts.actorId,
      samePerson,
      request: request.id,
    },
  ])
  await recomputeCells(trx, facts.initiativeId, [stored])
}

/**
 * Decides on a change: another person than its author approves or refuses it, alone the backbone's one person may
 * (D41); its author withdraws it. A refusal says why.
 * @throws not_found, revision_decided, not_allowed, four_eyes, invalid_request (no reason for a refusal), revision_outdated
 */
export async function decideRevision(
  trx: Trx,
  actor: Actor,
  now: Date,
  requestId: string,
  { decision, note }: { decision: 'approve' | 'refuse' | 'withdraw'; note?: string | undefined },
): Promise<{ state: RevisionState; version: number }> {
  const initiativeId = actor.initiative.id
  const request = await requestForUpdate(trx, initiativeId, requestId)
  if (request === undefined) throw problem('not_found')
  if (request.state !== 'pending') throw problem('revision_decided')
  const circle = await circleOf(trx, actor)
  if (isReadOnly(actor, circle)) throw problem('not_allowed')
  const samePerson = request.authorId === actor.userId
  if (decision === 'withdraw' && !samePerson) throw problem('not_allowed')
  if (decision !== 'withdraw') {
    const [stored] = await figuresByIdForUpdate(trx, initiativeId, [request.observationId])
    if (actor.role !== 'backbone') throw problem('not_allowed')
    if (!hasFourEyes(actor, { partnerId: stored?.partnerId ?? null, enteredBy: request.authorId }, circle)) throw problem('four_eyes')
  }
  if (decision === 'refuse' && (note ?? '') === '') throw problem('invalid_request', {}, [{ pointer: '/note', code: 'required' }])
  if (decision === 'approve') await approve(trx, actor, now, request)
  const state = ({ approve: 'approved', refuse: 'refused', withdraw: 'withdrawn' } as const)[decision]
  const facts = { initiativeId, actorId: actorIdOf(actor), now }
  await storeDecision(trx, facts, { id: request.id, state, samePerson: decision === 'approve' && samePerson, note: note === '' ? null : (note ?? null) })
  await audit(
    trx,
    actor,
    { action: `revisions.${decision}`, objectType: 'observation', objectId: request.observationId, details: { request: request.id } },
    now,
  )
  return { state, version: request.version + 1 }
}
