import type { RevisionReason } from '#shared/observations/life-cycle.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { isSameContent } from './content.ts'
import { contentOf, rejected, type FigureOutcome, type ResolvedFigure } from './figures.ts'
import { withFigureOf } from './plan.ts'
import type { StoredFigure } from './queries.ts'
import { insertRequests, pendingRequests } from './revision-queries.ts'
import type { WriteOptions } from './write.ts'

const REASON: RevisionReason = 'source_revision'

/** A figure of a file that differs from one which two people change now. */
export interface Asked {
  readonly index: number
  readonly figure: ResolvedFigure
  readonly stored: StoredFigure
}

/** How the outcome of such a figure says that it was asked for: what stands is unchanged. */
export const REVISION_REQUESTED = 'revision_requested'

/**
 * Asks for the changes that a file brings to figures whose period is locked, or that are published (domain 3.12): each stands until
 * another person approves. One that was asked before asks for nothing new; where another change is pending, the row is refused.
 * @returns outcomes by the figures' places
 */
export async function askRevisions(
  trx: Trx,
  actor: Actor,
  now: Date,
  asked: readonly Asked[],
  how: Pick<WriteOptions, 'importId' | 'askNote' | 'planOnly' | 'onChange'>,
): Promise<Map<number, FigureOutcome>> {
  const outcomes = new Map<number, FigureOutcome>()
  if (asked.length === 0) return outcomes
  const initiativeId = actor.initiative.id
  const pending = await pendingRequests(
    trx,
    initiativeId,
    asked.map(({ stored }) => stored.id),
  )
  const fresh = asked.filter(({ index, figure, stored }) => {
    const place = { version: stored.version, state: stored.state, field: null }
    const waiting = pending.get(stored.id)
    const isSame = waiting !== undefined && isSameContent(waiting, contentOf(withFigureOf(stored, figure)))
    if (waiting === undefined) outcomes.set(index, { outcome: 'unchanged', code: REVISION_REQUESTED, ...place })
    else outcomes.set(index, isSame ? { outcome: 'unchanged', code: null, ...place } : { ...rejected('revision_pending'), ...place })
    return waiting === undefined
  })
  for (const { index, stored } of fresh) how.onChange?.(index, stored, true)
  if (how.planOnly === true) return outcomes
  const isOthers = (partnerId: string | null) => actor.role === 'backbone' && partnerId !== null && partnerId !== actor.partnerId
  const importId = how.importId ?? null
  await insertRequests(
    trx,
    { initiativeId, actorId: actorIdOf(actor), now },
    { importId, reason: REASON, note: how.askNote ?? REASON },
    fresh.map(({ figure, stored }) => ({
      observation: stored.id,
      partner: stored.partnerId,
      seen: stored.version,
      old: contentOf(stored),
      new: contentOf(withFigureOf(stored, figure)),
      behalf: isOthers(stored.partnerId),
    })),
  )
  if (fresh.length > 0)
    await audit(trx, actor, { action: 'revisions.request', objectType: 'import', objectId: importId, details: { count: fresh.length, reason: REASON } }, now)
  return outcomes
}
