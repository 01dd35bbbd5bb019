import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listFunderPeople, peopleOfAccounts, setInvited } from './invitations-queries.ts'

/**
 * The funders who read a meeting become exactly these: its agenda once that is shared, its minutes where the backbone says so.
 * Whoever is left out reads nothing of it from the next request on. @throws unknown_reference
 */
export async function saveInvited(trx: Trx, actor: Actor, meetingId: string, personIds: readonly string[], before: readonly string[]): Promise<void> {
  const { id } = actor.initiative
  // Whoever was invited stays so when the hat has ended: under no hat is nothing read anyway.
  const known = [...(await listFunderPeople(trx, id)), ...(await peopleOfAccounts(trx, id, before))]
  const accounts = personIds.map((personId) => {
    const person = known.find((one) => one.personId === personId)
    if (person === undefined)
      throw problem('unknown_reference', { field: 'invited', value: personId }, [
        { pointer: '/invited', code: 'unknown_reference', params: { field: 'invited', value: personId } },
      ])
    return person.userId
  })
  await setInvited(trx, id, meetingId, [...new Set(accounts)].sort())
}
