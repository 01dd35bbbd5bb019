import type { Ability } from '#shared/observations/contract.ts'
import { mayMove, MOVES, type ObservationState } from '#shared/observations/life-cycle.ts'
import type { Actor } from '#server/platform/http/actor.ts'

/** What a decision on a figure reads of it. */
export interface FigureFacts {
  /** Somebody is checking it. */
  readonly isUnderReview: boolean
  /** Last day before its period locks. */
  readonly locksOn: string
  readonly partnerId: string | null
  readonly state: ObservationState
  readonly origin: string
  readonly enteredBy: string | null
}

/** Who stands around a figure: decided once per request. */
export interface Circle {
  /** Exactly one person acts as the backbone: it may check its own entries, and the figure says so (D41). */
  readonly isSolo: boolean
  /** Host partners of the backbone's people: where all share one, nobody else could check its figures. */
  readonly backbonePartners: readonly (string | null)[]
  /** Partners that left before today: their people read only. */
  readonly leftPartners: ReadonlySet<string>
  /** Partners for whom nobody of their own may type today: their only contributor is gone, or the partner is. */
  readonly unattended: ReadonlySet<string>
}

/** Whether this hat writes the figure: a contributor its own partner's, the backbone what it or a file entered. */
export function isWriter(actor: Actor, figure: Pick<FigureFacts, 'partnerId' | 'origin'>): boolean {
  if (actor.role === 'partner_contributor') return figure.partnerId !== null && figure.partnerId === actor.partnerId
  return actor.role === 'backbone' && figure.origin !== 'partner'
}

/** Whether the backbone goes on with what a partner left, since nobody there can (situation 13). */
export function mayTakeOver(actor: Actor, figure: Pick<FigureFacts, 'partnerId'>, unattended: ReadonlySet<string>): boolean {
  return actor.role === 'backbone' && figure.partnerId !== null && unattended.has(figure.partnerId)
}

/** Own past items of a partner that left stay readable, no more (domain 5). */
export function isReadOnly(actor: Actor, circle: Circle): boolean {
  return actor.role === 'partner_contributor' && actor.partnerId !== null && circle.leftPartners.has(actor.partnerId)
}

/**
 * Four eyes (domain 5): nobody validates what they entered, nor their own organisation's figure where
 * the backbone has somebody of another one. Alone, one person may (D41).
 */
export function hasFourEyes(actor: Actor, figure: Pick<FigureFacts, 'partnerId' | 'enteredBy'>, circle: Circle): boolean {
  if (circle.isSolo) return true
  if (figure.enteredBy === actor.userId) return false
  const isOwn = figure.partnerId !== null && figure.partnerId === actor.partnerId
  return !isOwn || circle.backbonePartners.every((partner) => partner === figure.partnerId)
}

/** Whether this hat may ask for a change of what was validated: a contributor of its own partner's, the backbone of any (row 21). */
export function mayAskRevision(actor: Actor, figure: Pick<FigureFacts, 'partnerId' | 'state'>): boolean {
  if (figure.state !== 'validated' && figure.state !== 'published') return false
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && figure.partnerId !== null && figure.partnerId === actor.partnerId)
}

/** Moves that this hat may make on a figure now. */
export function abilitiesOn(actor: Actor, figure: FigureFacts, circle: Circle): Ability[] {
  const moves = (['edit', 'submit', 'take_back', 'return', 'validate', 'reopen'] as const).filter((move) => mayMove(move, figure.state))
  if (isReadOnly(actor, circle)) return []
  const abilities: Ability[] = moves.filter((move) => {
    if (move === 'take_back' && figure.isUnderReview) return false
    if (move === 'reopen' && actor.today > figure.locksOn) return false
    if (MOVES[move].by === 'writer') return isWriter(actor, figure) || (move === 'edit' && mayTakeOver(actor, figure, circle.unattended))
    return actor.role === 'backbone' && (move !== 'validate' || hasFourEyes(actor, figure, circle))
  })
  if (mayAskRevision(actor, figure)) abilities.push('request_revision')
  return abilities
}

/** Moves on a figure that does not exist yet. */
export function abilitiesOnNothing(actor: Actor, partnerId: string | null, circle: Circle): Ability[] {
  if (isReadOnly(actor, circle)) return []
  return actor.role === 'backbone' || (actor.role === 'partner_contributor' && partnerId === actor.partnerId) ? ['edit'] : []
}
