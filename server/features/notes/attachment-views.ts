import type { Trx } from '#server/platform/db/context.ts'
import type { AttachmentKind, NoteAttachment } from '#shared/notes/attachments.ts'
import { attachmentsOf } from './attachment-queries.ts'

/** Pictures and documents of one note, for whoever reads it; nothing says who added one or when. */
export async function attachmentViews(trx: Trx, initiativeId: string, noteId: string): Promise<NoteAttachment[]> {
  const rows = await attachmentsOf(trx, initiativeId, noteId)
  return rows.map(({ id, kind, caption, byte_size, width, height, pages }) => ({
    id,
    kind: kind as AttachmentKind,
    caption,
    byteSize: byte_size,
    width,
    height,
    pages,
  }))
}
