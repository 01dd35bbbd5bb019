import type { MeetingChange, MeetingChoices } from '#shared/meetings/contract.ts'
import { MEETING_ROLES, proposeFor } from '#shared/meetings/roles.ts'
import { blankToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { saveInvited } from './invitations.ts'
import { invitedAccounts, listFunderPeople } from './invitations-queries.ts'
import { linkChoices, saveLinks } from './links-service.ts'
import { knownDecisions, listCirclePeople, listHeldRoles, replaceDecisions, replaceMeasures, replaceRoles } from './parts-queries.ts'
import { listPartnerCodes, replaceAgendaItems, replaceAttendances } from './queries.ts'

const unknown = (field: string, value: string) =>
  problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])

/** One of each, the last one said; nothing is said twice. */
const oneEach = <T, K>(items: readonly T[], key: (item: T) => K): T[] => [...new Map(items.map((item) => [key(item), item])).values()]

async function saveRoles(trx: Trx, actor: Actor, id: string, roles: NonNullable<MeetingChange['roles']>): Promise<void> {
  const initiativeId = actor.initiative.id
  const known = new Set((await listCirclePeople(trx, initiativeId)).map(({ personId }) => personId))
  // Whoever has left keeps the role of a meeting that was.
  for (const { meetingId, personId } of await listHeldRoles(trx, initiativeId)) if (meetingId === id) known.add(personId)
  for (const { personId } of roles) if (!known.has(personId)) throw unknown('roles', personId)
  await replaceRoles(
    trx,
    initiativeId,
    id,
    oneEach(roles, ({ role }) => role),
  )
}

/** Writes what hangs on a meeting, each part that was sent. @throws unknown_reference */
export async function saveParts(trx: Trx, actor: Actor, id: string, input: MeetingChange): Promise<void> {
  const initiativeId = actor.initiative.id
  if (input.invited !== undefined) await saveInvited(trx, actor, id, input.invited, await invitedAccounts(trx, initiativeId, id))
  if (input.items !== undefined) {
    await replaceAgendaItems(trx, initiativeId, id, input.items)
    await saveLinks(trx, actor, id, input.items)
  }
  if (input.roles !== undefined) await saveRoles(trx, actor, id, input.roles)
  if (input.accessibility !== undefined) {
    const measures = oneEach(input.accessibility, ({ measure }) => measure)
    await replaceMeasures(
      trx,
      initiativeId,
      id,
      measures.map(({ measure, detail }) => ({ measure, detail: blankToNull(detail) ?? null })),
    )
  }
  if (input.decisionIds !== undefined) {
    const ids = [...new Set(input.decisionIds)]
    const known = await knownDecisions(trx, initiativeId, ids)
    for (const decision of ids) if (!known.has(decision)) throw unknown('decisionIds', decision)
    await replaceDecisions(trx, initiativeId, id, ids)
  }
  if (input.attendedBy === undefined) return
  const partners = new Map((await listPartnerCodes(trx, initiativeId)).map((partner) => [partner.code, partner.id]))
  const present = [...new Set(input.attendedBy)].map((code) => {
    const partnerId = partners.get(code)
    if (partnerId === undefined) throw unknown('attendedBy', code)
    return partnerId
  })
  await replaceAttendances(trx, initiativeId, id, present)
}

/** People of the circle and funders, what a point may be about, and for each role those who held it longest ago first (S35). */
export async function readChoices(trx: Trx, actor: Actor): Promise<MeetingChoices> {
  const people = await listCirclePeople(trx, actor.initiative.id)
  const held = await listHeldRoles(trx, actor.initiative.id)
  return {
    people: people.map(({ personId, name, partnerCode }) => ({ personId, name, partnerCode })),
    funders: (await listFunderPeople(trx, actor.initiative.id)).map(({ personId, name }) => ({ personId, name })),
    targets: await linkChoices(trx, actor),
    roles: MEETING_ROLES.map((role) => ({ role, proposals: proposeFor(role, people, held) })),
  }
}
