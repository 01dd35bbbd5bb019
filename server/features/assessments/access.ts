import type { Round } from '#shared/assessments/shapes.ts'
import { instrumentOf } from '#shared/assessments/instruments.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { ListedRound } from './queries.ts'

/** What the hat may do with a round (domain 5, rows 31 to 34). A lead opens and closes; partners answer; nobody reads a sheet. */
export function abilitiesOf(actor: Actor, round: ListedRound): Round['abilities'] {
  const isLead = actor.role === 'backbone' && actor.isLead
  const isOpen = round.state === 'open'
  const isPartner = actor.role === 'partner_contributor' || (actor.role === 'partner_viewer' && round.mode === 'anonymous')
  return {
    answer: isOpen && isPartner && round.mode !== 'group_consensus',
    invite: isOpen && isLead && round.mode === 'anonymous',
    fill: isOpen && actor.role === 'backbone' && round.mode === 'group_consensus' && round.parties.length === 0,
    inviteParty: isOpen && isLead && round.parties.length > 0,
    close: isOpen && isLead,
    moveDay: isOpen && isLead,
    reopen: !isOpen && isLead && round.mode === 'anonymous',
    share: !isOpen && isLead && instrumentOf(round.instrument, round.instrumentVersion)?.neverForFunders !== true,
    agree: !isOpen && actor.role === 'backbone' && round.instrument === 'partnership_diagnostic',
  }
}
