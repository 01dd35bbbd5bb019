import { sql } from 'kysely'
import type { AgendaProposal } from '#shared/meetings/proposal-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { invitedTo } from './queries.ts'

/** Points proposed for one meeting, the oldest first; `partnerId`: those of one partner. */
export async function listProposalRows(trx: Trx, initiativeId: string, filter: { id?: string; meetingId?: string; partnerId?: string | null }) {
  const rows = await trx
    .selectFrom('agenda_proposals as g')
    .innerJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'g.initiative_id').onRef('p.id', '=', 'g.partner_id'))
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .innerJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'g.initiative_id').onRef('n.id', '=', 'g.person_id'))
    .select(['g.id', 'g.title', 'g.why', 'g.minutes', 'p.code as partnerCode', 'o.name as partnerName', 'n.name as proposedBy'])
    .select(['g.proposed_on as proposedOn', 'g.state', 'g.answer', 'g.answered_on as answeredOn', 'g.version'])
    .where('g.initiative_id', '=', initiativeId)
    .$if(filter.id !== undefined, (qb) => qb.where('g.id', '=', filter.id as string))
    .$if(filter.meetingId !== undefined, (qb) => qb.where('g.meeting_id', '=', filter.meetingId as string))
    .$if(filter.partnerId !== undefined, (qb) => qb.where('g.partner_id', '=', filter.partnerId as string))
    .orderBy('g.proposed_on')
    .orderBy('g.id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as AgendaProposal['state'] }))
}

export async function insertProposal(
  trx: Trx,
  initiativeId: string,
  columns: { meeting_id: string; partner_id: string; person_id: string; title: string; why: string; minutes: number | null; proposed_on: string },
): Promise<string> {
  const { id } = await trx
    .insertInto('agenda_proposals')
    .values({ ...columns, initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** One proposal, locked. */
export function proposalForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('agenda_proposals')
    .select(['id', 'meeting_id as meetingId', 'state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function answerProposalRow(
  trx: Trx,
  initiativeId: string,
  id: string,
  columns: { state: 'accepted' | 'declined'; answer: string | null; answered_on: string },
): Promise<void> {
  await trx
    .updateTable('agenda_proposals')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Adds one point after the last one of an agenda. */
export async function appendAgendaItem(
  trx: Trx,
  initiativeId: string,
  meetingId: string,
  item: { title: string; minutes: number | null; presenter: string },
): Promise<void> {
  await trx
    .insertInto('agenda_items')
    .values({
      ...item,
      initiative_id: initiativeId,
      meeting_id: meetingId,
      kind: 'discussion',
      position: sql<number>`(select coalesce(max(a.position), 0) + 1 from agenda_items a where a.initiative_id = ${initiativeId}::uuid and a.meeting_id = ${meetingId}::uuid)`,
      invited: invitedTo(initiativeId, meetingId),
    })
    .execute()
}
