import type { PriorityRound } from '#shared/priorities/contract.ts'
import type { Actor } from '#server/platform/http/actor.ts'

/** What the hat may do with a round: a contributor votes for its partner, the backbone opens, moves the last day, closes and links. Nobody reads another's open ballot. */
export function abilitiesOf(actor: Actor, round: { readonly state: 'open' | 'closed' }, isActive: boolean): PriorityRound['abilities'] {
  const isBackbone = actor.role === 'backbone'
  return {
    vote: round.state === 'open' && actor.role === 'partner_contributor' && isActive,
    close: round.state === 'open' && isBackbone,
    moveDay: round.state === 'open' && isBackbone,
    link: round.state === 'closed' && isBackbone,
  }
}
