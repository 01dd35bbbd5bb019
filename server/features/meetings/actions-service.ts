import type { ActionItem, ActionItemChange, ActionItemInput } from '#shared/meetings/action-contract.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { maySettle } from './access.ts'
import { actionForUpdate, insertAction, listActionRows, updateAction, type ActionRow } from './actions-queries.ts'
import { listCirclePeople } from './parts-queries.ts'
import { listPartnerCodes, meetingForUpdate } from './queries.ts'

type ListedAction = ActionItem & { meetingTitleFr: string; meetingTitleEn: string | null }

const toAction = (actor: Actor, { partnerId, ...row }: ActionRow): ListedAction => ({
  ...row,
  isLate: row.state === 'open' && row.dueOn < actor.today,
  abilities: { settle: maySettle(actor, { personId: row.personId, partnerId }), edit: actor.role === 'backbone' },
})

/** What follows from meetings, open and soonest first. */
export async function listActions(
  trx: Trx,
  actor: Actor,
  filter: { id?: string; meetingId?: string; state?: ActionItem['state'] | undefined } = {},
): Promise<ListedAction[]> {
  return (await listActionRows(trx, actor.initiative.id, filter)).map((row) => toAction(actor, row))
}

async function readAction(trx: Trx, actor: Actor, id: string): Promise<ActionItem> {
  const [action] = await listActions(trx, actor, { id })
  if (action === undefined) throw problem('not_found')
  const { meetingTitleFr: _fr, meetingTitleEn: _en, ...rest } = action
  return rest
}

const unknown = (field: string, value: string) =>
  problem('unknown_reference', { field, value }, [{ pointer: `/${field}`, code: 'unknown_reference', params: { field, value } }])

/** Who owns an action: a person brings the partner of their hat. @throws invalid_request (nobody), unknown_reference */
async function ownerOf(
  trx: Trx,
  actor: Actor,
  input: Pick<ActionItemChange, 'personId' | 'partnerCode'>,
): Promise<{ person_id: string | null; partner_id: string | null }> {
  const { personId = null, partnerCode = null } = input
  if (personId === null && partnerCode === null) throw problem('invalid_request', {}, [{ pointer: '/partnerCode', code: 'required' }])
  const person = personId === null ? undefined : (await listCirclePeople(trx, actor.initiative.id)).find((one) => one.personId === personId)
  if (personId !== null && person === undefined) throw unknown('personId', personId)
  if (partnerCode === null) return { person_id: personId, partner_id: person?.partnerId ?? null }
  const partner = (await listPartnerCodes(trx, actor.initiative.id)).find(({ code }) => code === partnerCode)
  if (partner === undefined) throw unknown('partnerCode', partnerCode)
  return { person_id: personId, partner_id: partner.id }
}

/** @throws not_found, invalid_request, unknown_reference */
export async function addAction(trx: Trx, actor: Actor, meetingId: string, input: ActionItemInput, now: Date): Promise<ActionItem> {
  if ((await meetingForUpdate(trx, actor.initiative.id, meetingId)) === undefined) throw problem('not_found')
  const owner = await ownerOf(trx, actor, input)
  const id = await insertAction(trx, actor.initiative.id, { meeting_id: meetingId, text: input.text, due_on: input.dueOn, ...owner })
  await audit(trx, actor, { action: 'action_item.add', objectType: 'action_item', objectId: id, details: { meetingId } }, now)
  return readAction(trx, actor, id)
}

/** Its owner says what became of it; the rest is the backbone's. @throws not_found, not_allowed, version_stale, invalid_request, unknown_reference */
export async function changeAction(trx: Trx, actor: Actor, id: string, input: ActionItemChange, expected: number, now: Date): Promise<ActionItem> {
  const row = await actionForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  const { state, text, dueOn, personId, partnerCode } = input
  const rewrites = [text, dueOn, personId, partnerCode].some((value) => value !== undefined)
  if (!maySettle(actor, row) || (rewrites && actor.role !== 'backbone')) throw problem('not_allowed')
  requireVersion(row, expected)
  await updateAction(trx, actor.initiative.id, id, {
    ...(text === undefined ? {} : { text }),
    ...(dueOn === undefined ? {} : { due_on: dueOn }),
    ...(personId === undefined && partnerCode === undefined ? {} : await ownerOf(trx, actor, { personId, partnerCode })),
    ...(state === undefined || state === row.state ? {} : { state, settled_on: state === 'open' ? null : actor.today }),
  })
  await audit(trx, actor, { action: 'action_item.change', objectType: 'action_item', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readAction(trx, actor, id)
}
