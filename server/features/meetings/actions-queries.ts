import { sql } from 'kysely'
import type { ActionItem } from '#shared/meetings/action-contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** What follows from meetings, with its owner: open ones first, the soonest due first. */
export async function listActionRows(
  trx: Trx,
  initiativeId: string,
  filter: { id?: string | undefined; meetingId?: string | undefined; state?: string | undefined },
) {
  const rows = await trx
    .selectFrom('action_items as a')
    .innerJoin('meetings as m', (join) => join.onRef('m.initiative_id', '=', 'a.initiative_id').onRef('m.id', '=', 'a.meeting_id'))
    .leftJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'a.initiative_id').onRef('n.id', '=', 'a.person_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'a.initiative_id').onRef('p.id', '=', 'a.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select([
      'a.id',
      'a.meeting_id as meetingId',
      'a.text',
      'a.person_id as personId',
      'n.name as personName',
      'a.partner_id as partnerId',
      'p.code as partnerCode',
      'o.name as partnerName',
      'a.due_on as dueOn',
      'a.state',
      'a.settled_on as settledOn',
      'a.version',
      'm.title_fr as meetingTitleFr',
      'm.title_en as meetingTitleEn',
    ])
    .where('a.initiative_id', '=', initiativeId)
    .$if(filter.id !== undefined, (qb) => qb.where('a.id', '=', filter.id as string))
    .$if(filter.meetingId !== undefined, (qb) => qb.where('a.meeting_id', '=', filter.meetingId as string))
    .$if(filter.state !== undefined, (qb) => qb.where('a.state', '=', filter.state as string))
    .orderBy(sql`a.state = 'open'`, 'desc')
    .orderBy('a.due_on')
    .orderBy('a.id')
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as ActionItem['state'] }))
}
export type ActionRow = Awaited<ReturnType<typeof listActionRows>>[number]

/** Version of one action, locked. */
export function actionForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('action_items')
    .select(['id', 'person_id as personId', 'partner_id as partnerId', 'state', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface ActionColumns {
  text?: string | undefined
  person_id?: string | null
  partner_id?: string | null
  due_on?: string | undefined
  state?: ActionItem['state']
  settled_on?: string | null
}

export async function insertAction(
  trx: Trx,
  initiativeId: string,
  columns: { meeting_id: string; text: string; due_on: string; person_id: string | null; partner_id: string | null },
): Promise<string> {
  const { id } = await trx
    .insertInto('action_items')
    .values({ ...columns, initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updateAction(trx: Trx, initiativeId: string, id: string, columns: ActionColumns): Promise<void> {
  await trx
    .updateTable('action_items')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
