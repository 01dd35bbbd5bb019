import { sql } from 'kysely'
import type { BodyChange, BodyInput, GovernanceBody } from '#shared/governance/contract.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'

const nextVersion = sql<number>`version + 1`

/** Bodies, those that last first, then by name. */
export async function listBodyRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('governance_bodies')
    .select([
      'id',
      'name_fr as nameFr',
      'name_en as nameEn',
      'kind',
      'mandate_fr as mandateFr',
      'mandate_en as mandateEn',
      'decision_mode as decisionMode',
      'fallback_threshold as fallbackThreshold',
      'valid_from as validFrom',
      'valid_to as validTo',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .orderBy('valid_to', (order) => order.desc().nullsFirst())
    .orderBy('kind')
    .orderBy('name_fr')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    ...row,
    kind: row.kind as GovernanceBody['kind'],
    decisionMode: row.decisionMode as GovernanceBody['decisionMode'],
    fallbackThreshold: canonicalText(row.fallbackThreshold),
  }))
}

/** Seats of every body, with their partner. Whether somebody declared lived experience is a question of its own. */
export function listSeatRows(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('governance_seats as s')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 's.initiative_id').onRef('p.id', '=', 's.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      's.id',
      's.body_id as bodyId',
      's.holder_name as holderName',
      's.partner_id as partnerId',
      'p.code as partnerCode',
      'o.name as partnerName',
      's.is_voting as isVoting',
      's.valid_from as validFrom',
      's.valid_to as validTo',
      's.version',
    ])
    .where('s.initiative_id', '=', initiativeId)
    .orderBy('s.is_voting', 'desc')
    .orderBy('p.code', (order) => order.asc().nullsLast())
    .orderBy('s.holder_name')
    .orderBy('s.id')
    .execute()
}
export type SeatRow = Awaited<ReturnType<typeof listSeatRows>>[number]

/** Seats whose holder declared lived experience: read by the backbone, or under maintenance to be counted. */
export async function listDeclaredSeats(trx: Trx, initiativeId: string): Promise<Set<string>> {
  const rows = await trx.selectFrom('seat_declarations').select('seat_id as id').where('initiative_id', '=', initiativeId).execute()
  return new Set(rows.map(({ id }) => id))
}

/** One body, locked. */
export function bodyForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('governance_bodies')
    .select(['id', 'valid_from as validFrom', 'valid_to as validTo', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

const bodyColumns = (input: BodyChange) =>
  blanksToNull({
    name_fr: input.nameFr,
    name_en: input.nameEn,
    kind: input.kind,
    mandate_fr: input.mandateFr,
    mandate_en: input.mandateEn,
    decision_mode: input.decisionMode,
    fallback_threshold: input.fallbackThreshold,
    valid_from: input.validFrom,
    valid_to: input.validTo,
  })

export async function insertBody(trx: Trx, initiativeId: string, input: BodyInput): Promise<string> {
  const { id } = await trx
    .insertInto('governance_bodies')
    .values({ ...bodyColumns(input), initiative_id: initiativeId, name_fr: input.nameFr, valid_from: input.validFrom })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateBody(trx: Trx, initiativeId: string, id: string, input: BodyChange): Promise<void> {
  await trx
    .updateTable('governance_bodies')
    .set({ ...bodyColumns(input), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** One seat, locked. */
export function seatForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('governance_seats')
    .select(['id', 'body_id as bodyId', 'holder_name as holderName', 'valid_from as validFrom', 'valid_to as validTo', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface SeatColumns {
  holder_name?: string | null | undefined
  partner_id?: string | null | undefined
  is_voting?: boolean | undefined
  valid_from?: string | undefined
  valid_to?: string | null | undefined
}

export async function insertSeat(trx: Trx, initiativeId: string, bodyId: string, columns: SeatColumns & { valid_from: string }): Promise<string> {
  const { id } = await trx
    .insertInto('governance_seats')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId, body_id: bodyId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateSeat(trx: Trx, initiativeId: string, id: string, columns: SeatColumns): Promise<void> {
  await trx
    .updateTable('governance_seats')
    .set({ ...blanksToNull(columns), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Keeps, or takes back, what the holder of a seat said of themselves. */
export async function setDeclaration(trx: Trx, initiativeId: string, seatId: string, isDeclared: boolean, day: string): Promise<void> {
  if (isDeclared)
    await trx
      .insertInto('seat_declarations')
      .values({ initiative_id: initiativeId, seat_id: seatId, declared_on: day })
      .onConflict((conflict) => conflict.columns(['initiative_id', 'seat_id']).doNothing())
      .execute()
  else await trx.deleteFrom('seat_declarations').where('initiative_id', '=', initiativeId).where('seat_id', '=', seatId).execute()
}
