import type { BodyChange, BodyInput, GovernanceBody, GovernanceSeat, LivedExperience, SeatChange, SeatInput } from '#shared/governance/contract.ts'
import { lastsOn } from '#shared/governance/leadership.ts'
import { FEWEST_SEATS, livedExperienceShare } from '#shared/governance/seats.ts'
import { blankToNull } from '#shared/values/blank.ts'
import type { z } from 'zod'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { mayEdit } from './access.ts'
import {
  bodyForUpdate,
  insertBody,
  insertSeat,
  listBodyRows,
  listDeclaredSeats,
  listSeatRows,
  seatForUpdate,
  setDeclaration,
  updateBody,
  updateSeat,
  type SeatRow,
} from './bodies-queries.ts'
import { partnerIdOf, requireOrder } from './references.ts'

const shownSeat = (actor: Actor, row: SeatRow, declared: ReadonlySet<string>): GovernanceSeat => ({
  id: row.id,
  holderName: row.holderName,
  partnerCode: row.partnerCode,
  partnerName: row.partnerName,
  isVoting: row.isVoting,
  livedExperience: mayEdit(actor) ? declared.has(row.id) : null,
  validFrom: row.validFrom,
  validTo: row.validTo,
  isCurrent: lastsOn(row, actor.today),
  version: row.version,
})

/** Bodies with their seats, and the share of voting seats held with lived experience (S11): the circle reads how many, the backbone alone who. */
export async function readBodies(
  trx: Trx,
  actor: Actor,
): Promise<{ items: GovernanceBody[]; livedExperience: z.infer<typeof LivedExperience>; abilities: { edit: boolean } }> {
  const initiativeId = actor.initiative.id
  const bodies = await listBodyRows(trx, initiativeId)
  const seats = await listSeatRows(trx, initiativeId)
  const list = () => listDeclaredSeats(trx, initiativeId)
  const declared = mayEdit(actor) ? await list() : await withPurpose(trx, 'maintenance', list)
  const lasting = new Set(bodies.filter((body) => lastsOn(body, actor.today)).map(({ id }) => id))
  const share = livedExperienceShare(
    seats.filter((seat) => lasting.has(seat.bodyId)).map((seat) => ({ ...seat, isDeclared: declared.has(seat.id) })),
    actor.today,
  )
  const isTold = mayEdit(actor) || share.voting >= FEWEST_SEATS
  return {
    items: bodies.map((body) => ({
      ...body,
      isCurrent: lasting.has(body.id),
      seats: seats.filter((seat) => seat.bodyId === body.id).map((seat) => shownSeat(actor, seat, declared)),
      abilities: { edit: mayEdit(actor) },
    })),
    livedExperience: { voting: share.voting, declared: isTold ? share.declared : null, share: isTold ? share.share : null },
    abilities: { edit: mayEdit(actor) },
  }
}

async function readBody(trx: Trx, actor: Actor, id: string): Promise<GovernanceBody> {
  return (await readBodies(trx, actor)).items.find((body) => body.id === id) as GovernanceBody
}

async function readSeat(trx: Trx, actor: Actor, id: string): Promise<GovernanceSeat> {
  return (await readBodies(trx, actor)).items.flatMap((body) => body.seats).find((seat) => seat.id === id) as GovernanceSeat
}

/** @throws dates_reversed */
export async function addBody(trx: Trx, actor: Actor, input: BodyInput, now: Date): Promise<GovernanceBody> {
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  const id = await insertBody(trx, actor.initiative.id, input)
  await audit(trx, actor, { action: 'body.add', objectType: 'governance_body', objectId: id }, now)
  return readBody(trx, actor, id)
}

/** @throws not_found, version_stale, dates_reversed */
export async function changeBody(trx: Trx, actor: Actor, id: string, input: BodyChange, expected: number, now: Date): Promise<GovernanceBody> {
  const row = await bodyForUpdate(trx, actor.initiative.id, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  requireOrder({ validFrom: input.validFrom ?? row.validFrom, validTo: input.validTo === undefined ? row.validTo : input.validTo })
  await updateBody(trx, actor.initiative.id, id, input)
  await audit(trx, actor, { action: 'body.change', objectType: 'governance_body', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readBody(trx, actor, id)
}

/** A seat, held or empty. @throws not_found, unknown_reference, dates_reversed */
export async function addSeat(trx: Trx, actor: Actor, bodyId: string, input: SeatInput, now: Date): Promise<GovernanceSeat> {
  const initiativeId = actor.initiative.id
  if ((await bodyForUpdate(trx, initiativeId, bodyId)) === undefined) throw problem('not_found')
  requireOrder({ validFrom: input.validFrom, validTo: input.validTo ?? null })
  const id = await insertSeat(trx, initiativeId, bodyId, {
    holder_name: input.holderName,
    partner_id: await partnerIdOf(trx, actor, input.partnerCode),
    is_voting: input.isVoting,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  if (input.livedExperience === true) await setDeclaration(trx, initiativeId, id, true, actor.today)
  await audit(trx, actor, { action: 'seat.add', objectType: 'governance_seat', objectId: id }, now)
  return readSeat(trx, actor, id)
}

/**
 * What somebody said of themselves is theirs: it goes when the seat is given to another name, unless it is said anew.
 * @throws not_found, version_stale, unknown_reference, dates_reversed
 */
export async function changeSeat(trx: Trx, actor: Actor, id: string, input: SeatChange, expected: number, now: Date): Promise<GovernanceSeat> {
  const initiativeId = actor.initiative.id
  const row = await seatForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  requireOrder({ validFrom: input.validFrom ?? row.validFrom, validTo: input.validTo === undefined ? row.validTo : input.validTo })
  await updateSeat(trx, initiativeId, id, {
    holder_name: input.holderName,
    partner_id: await partnerIdOf(trx, actor, input.partnerCode),
    is_voting: input.isVoting,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })
  const isAnother = input.holderName !== undefined && (blankToNull(input.holderName) ?? null) !== row.holderName
  const declared = input.livedExperience ?? (isAnother ? false : undefined)
  if (declared !== undefined) await setDeclaration(trx, initiativeId, id, declared, actor.today)
  await audit(trx, actor, { action: 'seat.change', objectType: 'governance_seat', objectId: id, details: { fields: Object.keys(input) } }, now)
  return readSeat(trx, actor, id)
}
