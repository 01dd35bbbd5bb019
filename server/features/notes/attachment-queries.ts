import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { AttachmentKind } from '#shared/notes/attachments.ts'

/** What hangs on one note as pictures and documents, in its order; the guard of each row is the second wall. */
export function attachmentsOf(trx: Trx, initiativeId: string, noteId: string) {
  return trx
    .selectFrom('note_attachments')
    .select(['id', 'position', 'kind', 'caption', 'width', 'height', 'pages', sql<number>`octet_length(content)`.as('byte_size')])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .orderBy('position')
    .execute()
}

/** One file, when the actor may read it. */
export async function findContent(
  trx: Trx,
  initiativeId: string,
  noteId: string,
  attachmentId: string,
): Promise<{ kind: AttachmentKind; content: Buffer } | undefined> {
  const row = await trx
    .selectFrom('note_attachments')
    .select(['kind', 'content'])
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .where('id', '=', attachmentId)
    .executeTakeFirst()
  return row as { kind: AttachmentKind; content: Buffer } | undefined
}

export async function insertAttachment(
  trx: Trx,
  initiativeId: string,
  noteId: string,
  guard: string,
  values: { position: number; kind: AttachmentKind; caption: string; width: number | null; height: number | null; pages: number | null; content: Buffer },
): Promise<void> {
  await trx
    .insertInto('note_attachments')
    .values({ initiative_id: initiativeId, note_id: noteId, guard, ...values })
    .execute()
}

/** @returns whether it was there */
export async function deleteAttachment(trx: Trx, initiativeId: string, noteId: string, attachmentId: string): Promise<boolean> {
  const { numDeletedRows } = await trx
    .deleteFrom('note_attachments')
    .where('initiative_id', '=', initiativeId)
    .where('note_id', '=', noteId)
    .where('id', '=', attachmentId)
    .executeTakeFirst()
  return numDeletedRows > 0n
}
