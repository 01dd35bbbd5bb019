import type { PartyLink } from '#shared/assessments/shapes.ts'
import { isOver } from '#shared/values/last-day.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { answeringPath, hashOf, newLink } from './answering.ts'
import { listPartyLinks, putPartyLink } from './parties-queries.ts'
import { holdRound, readRound } from './service.ts'

/** Parties of a round with how far each is: links and sheets that were sent, never an answer. @throws not_found */
export async function readPartyLinks(trx: Trx, actor: Actor, roundId: string, now: Date): Promise<PartyLink[]> {
  const { parties } = await readRound(trx, actor, roundId, now)
  const links = await withPurpose(trx, 'maintenance', () => listPartyLinks(trx, actor.initiative.id, roundId))
  return parties.map((party, index) => {
    const own = links.find(({ position }) => position === index + 1)
    return { ...party, party: index + 1, isMade: own !== undefined, isSent: own?.isSent === true }
  })
}

/**
 * Makes the one link of a party, said once. Made again it takes the place of the former, which then opens nothing; the sheet stays.
 * @throws not_found, round_mode_refused (the round has no parties), unknown_reference, round_closed
 */
export async function inviteParty(trx: Trx, actor: Actor, roundId: string, party: number, now: Date): Promise<{ link: string }> {
  const held = await holdRound(trx, actor, roundId)
  const { parties } = await readRound(trx, actor, roundId, now)
  if (parties.length === 0) throw problem('round_mode_refused')
  if (parties[party - 1] === undefined) {
    const params = { field: 'party', value: String(party) }
    throw problem('unknown_reference', params, [{ pointer: '/party', code: 'unknown_reference', params }])
  }
  if (isOver(held, actor.today)) throw problem('round_closed')
  const secret = newLink()
  await withPurpose(trx, 'maintenance', () => putPartyLink(trx, actor.initiative.id, roundId, party, hashOf('link', secret)))
  await audit(trx, actor, { action: 'assessment.invite_party', objectType: 'assessment_round', objectId: roundId, details: { party } }, now)
  return { link: answeringPath(actor.initiative.slug, secret) }
}
