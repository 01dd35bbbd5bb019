import type { ProgressFilter } from '#shared/progress/contract.ts'
import type { Actor } from '#server/platform/http/actor.ts'

export type Basis = ProgressFilter['basis']

/** What of the asked a hat may see. */
export interface View {
  readonly by: 'territory' | 'partner'
  readonly basis: Basis
  /** Only the undivided value of the whole initiative. */
  readonly topOnly: boolean
  /** The only partner whose figures are shown; null: all. */
  readonly partnerId: string | null
  /** No figure by partner for this hat. */
  readonly nothing: boolean
  readonly showsComputed: boolean
}

/**
 * What a hat reads until releases exist (D25): the backbone everything; a partner its own figures by
 * partner, and by territory what funders see; a funder the published total of the whole. Row level
 * security says the same in the database.
 */
export function viewOf(actor: Actor, filter: ProgressFilter): View {
  const by = filter.partner === undefined ? filter.by : 'partner'
  if (actor.role === 'backbone') return { by, basis: filter.basis, topOnly: false, partnerId: null, nothing: false, showsComputed: true }
  const published = { by, basis: 'published', topOnly: true, partnerId: null, nothing: false, showsComputed: false } as const
  if (actor.role === 'funder') return { ...published, nothing: by === 'partner' }
  if (by === 'territory') return published
  // Provisional figures are for the backbone (D30); a partner's own drafts live on its entry screen.
  const basis = filter.basis === 'provisional' ? 'validated' : filter.basis
  return { by, basis, topOnly: false, partnerId: actor.partnerId, nothing: actor.partnerId === null, showsComputed: false }
}

/** States of figures that a basis takes in. */
export const STATES: Readonly<Record<Basis, readonly string[]>> = {
  validated: ['validated', 'published'],
  provisional: ['submitted', 'validated', 'published'],
  published: ['published'],
}
