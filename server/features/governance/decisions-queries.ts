import { sql } from 'kysely'
import type { DecisionMode, Position, Result } from '#shared/governance/decision.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'

const nextVersion = sql<number>`version + 1`

/** Decisions that the hat may read: open ones first, then the newest. A funder reads no body, so its name is missing there. */
export async function listDecisionRows(trx: Trx, initiativeId: string, id?: string) {
  const rows = await trx
    .selectFrom('decisions as d')
    .leftJoin('governance_bodies as b', (join) => join.onRef('b.initiative_id', '=', 'd.initiative_id').onRef('b.id', '=', 'd.body_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'd.initiative_id').onRef('p.id', '=', 'd.delegate_partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .leftJoin('public_decisions as s', (join) => join.onRef('s.initiative_id', '=', 'd.initiative_id').onRef('s.decision_id', '=', 'd.id'))
    .select([
      'd.id',
      'd.body_id as bodyId',
      'b.name_fr as bodyNameFr',
      'b.name_en as bodyNameEn',
      'd.title_fr as titleFr',
      'd.title_en as titleEn',
      'd.text_fr as textFr',
      'd.text_en as textEn',
      'd.options',
      'd.mode',
      'd.fallback_threshold as fallbackThreshold',
      'd.delegate_name as delegateName',
      'p.code as delegatePartnerCode',
      'o.name as delegatePartnerName',
      'd.limit_text as limitText',
      'd.limit_amount as limitAmount',
      'd.amount',
      'd.asked_on as askedOn',
      'd.result',
      'd.decided_on as decidedOn',
      'd.voting_seats as votingSeats',
      'd.published_on as publishedOn',
      's.public_on as publicOn',
      'd.version',
    ])
    .where('d.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('d.id', '=', id as string))
    .orderBy('d.decided_on', (order) => order.desc().nullsFirst())
    .orderBy('d.asked_on', 'desc')
    .orderBy('d.id')
    .execute()
  return rows.map((row) => ({
    ...row,
    mode: row.mode as DecisionMode,
    result: row.result as Result | null,
    fallbackThreshold: canonicalText(row.fallbackThreshold),
    limitAmount: row.limitAmount === null ? null : canonicalText(row.limitAmount),
    amount: row.amount === null ? null : canonicalText(row.amount),
  }))
}
export type DecisionRow = Awaited<ReturnType<typeof listDecisionRows>>[number]

/** Positions that were taken, of every decision or of one. */
export async function listPositionRows(trx: Trx, initiativeId: string, decisionId?: string) {
  const rows = await trx
    .selectFrom('decision_positions')
    .select(['decision_id as decisionId', 'seat_id as seatId', 'position', 'reason'])
    .where('initiative_id', '=', initiativeId)
    .$if(decisionId !== undefined, (qb) => qb.where('decision_id', '=', decisionId as string))
    .execute()
  return rows.map((row) => ({ ...row, position: row.position as Position }))
}
export type PositionRow = Awaited<ReturnType<typeof listPositionRows>>[number]

/** One decision, locked: positions and result follow each other. */
export async function decisionForUpdate(trx: Trx, initiativeId: string, id: string) {
  const row = await trx
    .selectFrom('decisions')
    .select([
      'id',
      'body_id as bodyId',
      'mode',
      'fallback_threshold as fallbackThreshold',
      'delegate_name as delegateName',
      'delegate_partner_id as delegatePartnerId',
      'limit_text as limitText',
      'limit_amount as limitAmount',
      'amount',
      'asked_on as askedOn',
      'result',
      'published_on as publishedOn',
      'version',
    ])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, mode: row.mode as DecisionMode, result: row.result as Result | null }
}

export interface DecisionColumns {
  title_fr?: string | undefined
  title_en?: string | null | undefined
  text_fr?: string | null | undefined
  text_en?: string | null | undefined
  options?: string[] | undefined
  mode?: DecisionMode | undefined
  fallback_threshold?: string | undefined
  delegate_name?: string | null | undefined
  delegate_partner_id?: string | null | undefined
  limit_text?: string | null | undefined
  limit_amount?: string | null | undefined
  amount?: string | null | undefined
  asked_on?: string | undefined
  result?: Result | undefined
  decided_on?: string | undefined
  voting_seats?: number | undefined
  published_on?: string | null | undefined
}

export async function insertDecision(
  trx: Trx,
  initiativeId: string,
  columns: DecisionColumns & { body_id: string; title_fr: string; mode: DecisionMode; asked_on: string },
): Promise<string> {
  const { id } = await trx
    .insertInto('decisions')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateDecision(trx: Trx, initiativeId: string, id: string, columns: DecisionColumns): Promise<void> {
  await trx
    .updateTable('decisions')
    .set({ ...blanksToNull(columns), version: nextVersion })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** What a seat says; the last word counts. */
export async function savePosition(
  trx: Trx,
  initiativeId: string,
  row: { decisionId: string; seatId: string; partnerId: string | null; position: Position; reason: string | null },
): Promise<void> {
  await trx
    .insertInto('decision_positions')
    .values({
      initiative_id: initiativeId,
      decision_id: row.decisionId,
      seat_id: row.seatId,
      partner_id: row.partnerId,
      position: row.position,
      reason: row.reason,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'decision_id', 'seat_id'])
        .doUpdateSet((eb) => ({ position: eb.ref('excluded.position'), reason: eb.ref('excluded.reason'), partner_id: eb.ref('excluded.partner_id') })),
    )
    .execute()
}

export async function removePositions(trx: Trx, initiativeId: string, decisionId: string, seatIds: readonly string[]): Promise<void> {
  if (seatIds.length === 0) return
  await trx
    .deleteFrom('decision_positions')
    .where('initiative_id', '=', initiativeId)
    .where('decision_id', '=', decisionId)
    .where('seat_id', 'in', seatIds)
    .execute()
}
