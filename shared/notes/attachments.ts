import { z } from 'zod'

/** Pictures and documents of a note: what is taken, by what its bytes are (domain 4.2). */

export const ATTACHMENT_KINDS = ['jpeg', 'png', 'webp', 'pdf'] as const
export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number]

export const MOST_ATTACHMENTS = 5
export const MOST_ATTACHMENT_BYTES = 5 * 1024 * 1024
/** A larger surface is beyond what a phone can open. */
export const MOST_PIXELS = 50_000_000
export const CAPTION_LENGTH = 300

/** What is taken, in words that need no translation. */
export const ALLOWED_WORDS = ['JPEG', 'PNG', 'WebP', 'PDF'] as const

export const MEDIA_TYPES: Readonly<Record<AttachmentKind, string>> = { jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', pdf: 'application/pdf' }

export const NoteAttachment = z
  .strictObject({
    id: z.uuid(),
    kind: z.enum(ATTACHMENT_KINDS),
    /** In the author's words: what the picture shows, what the document is. No file name is kept. */
    caption: z.string(),
    byteSize: z.int(),
    /** Of a picture as it is shown. */
    width: z.int().nullable(),
    height: z.int().nullable(),
    /** Of a document. */
    pages: z.int().nullable(),
  })
  .meta({ id: 'NoteAttachment' })
export type NoteAttachment = z.infer<typeof NoteAttachment>

/** The form that comes with a file. */
export const AttachmentForm = z.strictObject({ caption: z.string().trim().min(1).max(CAPTION_LENGTH), fileHash: z.string() }).meta({ id: 'NoteAttachmentForm' })
export type AttachmentForm = z.infer<typeof AttachmentForm>

const starts = (bytes: Uint8Array, signs: string, at = 0) =>
  bytes.length >= at + signs.length && [...signs].every((sign, index) => bytes[at + index] === sign.charCodeAt(0))

/** Other files that people try, so that a refusal can name what it found. */
const OTHERS: readonly (readonly [name: string, signs: string, at?: number])[] = [
  ['GIF', 'GIF8'],
  ['HEIC', 'ftyphei', 4],
  ['HEIC', 'ftypmif', 4],
  ['AVIF', 'ftypavif', 4],
  ['MP4', 'ftyp', 4],
  ['TIFF', 'II*\0'],
  ['TIFF', 'MM\0*'],
  ['BMP', 'BM'],
  ['ZIP', 'PK\u0003\u0004'],
  ['RTF', '{\\rtf'],
  ['HTML', '<!DOCTYPE'],
  ['HTML', '<!doctype'],
  ['HTML', '<html'],
  ['SVG', '<svg'],
  ['XML', '<?xml'],
  ['EXE', 'MZ'],
]

/** What a file is by its first bytes alone: neither its name nor the header it came with is asked. `other` names what is refused, null when nothing is recognised. */
export function kindOf(bytes: Uint8Array): { kind: AttachmentKind } | { kind: null; other: string | null } {
  if (starts(bytes, '\u00ff\u00d8\u00ff')) return { kind: 'jpeg' }
  if (starts(bytes, '\u0089PNG\r\n\u001a\n')) return { kind: 'png' }
  if (starts(bytes, 'RIFF') && starts(bytes, 'WEBP', 8)) return { kind: 'webp' }
  if (starts(bytes, '%PDF-')) return { kind: 'pdf' }
  return { kind: null, other: OTHERS.find(([, signs, at]) => starts(bytes, signs, at))?.[0] ?? null }
}
