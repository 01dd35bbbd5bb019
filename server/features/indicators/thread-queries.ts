import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Comments on a definition, open ones first, the newest first; or one of them. */
export function listThreads(trx: Trx, initiativeId: string, indicatorId: string, id: string | null = null) {
  return trx
    .selectFrom('definition_threads as t')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 't.initiative_id').onRef('p.id', '=', 't.partner_id'))
    .select(['t.id', 't.version_number as versionNumber', 't.partner_id as partnerId', 'p.code as partnerCode', 't.opened_on as openedOn'])
    .select(['t.resolved_on as resolvedOn', 't.version'])
    .select((eb) => eb.ref('t.resolved_side').$castTo<'partner' | 'backbone' | null>().as('resolvedSide'))
    .where('t.initiative_id', '=', initiativeId)
    .where('t.indicator_id', '=', indicatorId)
    .$if(id !== null, (query) => query.where('t.id', '=', id))
    .orderBy((eb) => eb('t.resolved_on', 'is not', null))
    .orderBy('t.opened_on', 'desc')
    .orderBy('t.id')
    .execute()
}
export type ThreadRow = Awaited<ReturnType<typeof listThreads>>[number]

/** What was said in threads, in order. */
export function listThreadMessages(trx: Trx, initiativeId: string, threadIds: readonly string[]) {
  return trx
    .selectFrom('definition_messages as x')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'x.initiative_id').onRef('p.id', '=', 'x.partner_id'))
    .leftJoin('persons as who', (join) => join.onRef('who.initiative_id', '=', 'x.initiative_id').onRef('who.user_id', '=', 'x.author_id'))
    .select(['x.thread_id as threadId', 'x.id', 'p.code as partnerCode', 'who.name', 'x.body', 'x.said_at as saidAt', 'x.is_resolution as isResolution'])
    .where('x.initiative_id', '=', initiativeId)
    .where('x.thread_id', '=', sql<string>`any (${threadIds}::uuid[])`)
    .orderBy('x.said_at')
    .orderBy('x.id')
    .execute()
}

export async function insertThread(
  trx: Trx,
  initiativeId: string,
  thread: { id: string; indicatorId: string; versionNumber: number; partnerId: string | null; on: string },
): Promise<void> {
  await trx
    .insertInto('definition_threads')
    .values({
      initiative_id: initiativeId,
      id: thread.id,
      indicator_id: thread.indicatorId,
      version_number: thread.versionNumber,
      partner_id: thread.partnerId,
      opened_on: thread.on,
    })
    .execute()
}

export async function insertThreadMessage(
  trx: Trx,
  initiativeId: string,
  message: { threadId: string; partnerId: string | null; authorId: string | null; body: string; isResolution: boolean; at: Date },
): Promise<void> {
  await trx
    .insertInto('definition_messages')
    .values({
      initiative_id: initiativeId,
      thread_id: message.threadId,
      partner_id: message.partnerId,
      author_id: message.authorId,
      body: message.body,
      is_resolution: message.isResolution,
      said_at: message.at,
    })
    .execute()
}

/** One thread, locked, as far as settling it needs it: the hat's own, or any for the backbone. */
export function threadForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('definition_threads')
    .select(['version', 'resolved_on as resolvedOn'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function settleThread(trx: Trx, initiativeId: string, id: string, side: 'partner' | 'backbone', on: string): Promise<void> {
  await trx
    .updateTable('definition_threads')
    .set((eb) => ({ resolved_on: on, resolved_side: side, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Last day of a partner in the initiative. */
export async function leavingDay(trx: Trx, initiativeId: string, partnerId: string): Promise<string | null> {
  const row = await trx.selectFrom('partners').select('left_on').where('initiative_id', '=', initiativeId).where('id', '=', partnerId).executeTakeFirst()
  return row?.left_on ?? null
}
