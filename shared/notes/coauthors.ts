/** Who writes a note with its author: told to those who write it and to nobody else. */
import { z } from 'zod'

/** Somebody who writes a note, as the others who write it know them: never an e-mail address. */
export const NoteWriter = z.strictObject({ name: z.string(), organization: z.string().nullable(), isMe: z.boolean() }).meta({ id: 'NoteWriter' })
/** A co-author, by the hat under which the author named them. */
export const Coauthor = NoteWriter.extend({ hatId: z.uuid() }).meta({ id: 'NoteCoauthor' })
export type Coauthor = z.infer<typeof Coauthor>
/** So many at most: more would be a circle. */
export const MOST_COAUTHORS = 5
export const Coauthors = z
  .strictObject({
    author: NoteWriter,
    items: z.array(Coauthor),
    /** For the author alone: who may still be named. */
    choices: z.array(Coauthor),
  })
  .meta({ id: 'NoteCoauthors' })
export type Coauthors = z.infer<typeof Coauthors>
