import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'

/** A lead of the backbone, or the operator's command, sets and approves baselines and targets (domain 5, row 15). */
export function mayApprove(actor: Pick<Actor, 'role' | 'isLead'>): boolean {
  return actor.role === 'backbone' && actor.isLead
}

/** @throws not_allowed */
export function requireLead(actor: Pick<Actor, 'role' | 'isLead'>): void {
  if (!mayApprove(actor)) throw problem('not_allowed')
}
