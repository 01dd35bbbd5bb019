import type { Actor } from '#server/platform/http/actor.ts'

/** What the hat may do with a round: a contributor votes for its partner, the backbone opens, closes and links. Nobody reads another's open ballot. */
export function abilitiesOf(actor: Actor, round: { readonly state: 'open' | 'closed' }, isActive: boolean): { vote: boolean; close: boolean; link: boolean } {
  const isBackbone = actor.role === 'backbone'
  return {
    vote: round.state === 'open' && actor.role === 'partner_contributor' && isActive,
    close: round.state === 'open' && isBackbone,
    link: round.state === 'closed' && isBackbone,
  }
}
