import type { ProgressFilter } from '#shared/progress/contract.ts'
import type { Actor } from '#server/platform/http/actor.ts'

export type Basis = ProgressFilter['basis']

/** What of the asked a hat may see of live figures. */
export interface View {
  readonly by: 'territory' | 'partner'
  readonly basis: Basis
  /** The only partner whose figures are shown; null: all. */
  readonly partnerId: string | null
  readonly showsComputed: boolean
}

const byOf = (filter: Pick<ProgressFilter, 'by' | 'partner'>) => (filter.partner === undefined ? filter.by : 'partner')

/**
 * Whether the asked is read from a release: for funders everything; for a partner what is not its own; for anybody what is
 * asked for as published (domain 0.5, D25).
 */
export function readsRelease(actor: Pick<Actor, 'role' | 'partnerId'>, filter: Pick<ProgressFilter, 'by' | 'partner' | 'basis' | 'release'>): boolean {
  if (actor.role === 'funder' || filter.basis === 'published' || filter.release !== undefined) return true
  return actor.role !== 'backbone' && (byOf(filter) === 'territory' || actor.partnerId === null)
}

/** What a hat reads of live figures: the backbone everything, a partner its own by partner. Row level security says the same. */
export function viewOf(actor: Actor, filter: ProgressFilter): View {
  if (actor.role === 'backbone') return { by: byOf(filter), basis: filter.basis, partnerId: null, showsComputed: true }
  // Provisional figures are for the backbone (D30); a partner's own drafts live on its entry screen.
  return { by: 'partner', basis: 'validated', partnerId: actor.partnerId, showsComputed: false }
}

/** States of figures that a basis takes in. */
export const STATES: Readonly<Record<Basis, readonly string[]>> = {
  validated: ['validated', 'published'],
  provisional: ['submitted', 'validated', 'published'],
  published: ['published'],
}
