import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { Condition } from '#shared/indicators/contract.ts'
import { Phase, Slug } from '#shared/initiatives/contract.ts'
import { NoteAttachment } from './attachments.ts'
import { AdaptationDecision, CheckResult, NoteCause, NoteSignature, NoteType, nullable } from './shapes.ts'
import { AttachedTrial } from './trials.ts'

/**
 * What of a note everybody reads once its author asked for it and somebody else of the backbone agreed (domain 4.4). Less than members get:
 * neither places, activities and goals, nor the kind of a failure, nor who owns a decision, nor what the circle answered.
 */

/** Links that are told to everybody: none of them is of one or two partners alone by its nature. */
export const PUBLIC_LINKS: readonly string[] = ['condition', 'stage', 'indicator']

const face = {
  id: z.uuid(),
  type: NoteType,
  title: z.string(),
  language: z.string(),
  /** A day, never a time; only its month of a note that names nobody. */
  sharedOn: nullable,
  signature: NoteSignature,
}

export const PublicNoteSummary = z.strictObject({ ...face, extract: z.string() }).meta({ id: 'PublicNoteSummary' })
export type PublicNoteSummary = z.infer<typeof PublicNoteSummary>

export const PublicNote = z
  .strictObject({
    ...face,
    whatHappened: z.string(),
    whatWasExpected: nullable,
    why: nullable,
    whatWeLearned: nullable,
    whatWeWouldDo: nullable,
    causes: z.array(NoteCause),
    /** A day, or only its month when the note names nobody. */
    happenedOn: nullable,
    editedOn: nullable,
    noAdaptationReason: nullable,
    conditions: z.array(Condition),
    stages: z.array(Phase),
    /** Those of the public release. */
    indicators: z.array(z.strictObject({ code: z.string(), nameFr: z.string(), nameEn: nullable })),
    trial: AttachedTrial.nullable(),
    attachments: z.array(NoteAttachment),
    adaptations: z.array(
      z.strictObject({
        id: z.uuid(),
        decision: AdaptationDecision,
        text: z.string(),
        decidedOn: z.string(),
        checks: z.array(z.strictObject({ id: z.uuid(), checkedOn: z.string(), result: CheckResult, note: nullable, next: nullable })),
      }),
    ),
  })
  .meta({ id: 'PublicNote' })
export type PublicNote = z.infer<typeof PublicNote>

/** Where a list goes on: the day and the note that the former page ended with. */
const Cursor = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}_[0-9a-f]{8}-[0-9a-f-]{27}$/)
  .optional()

const base = '/api/v1/public/:slug/notes'

export const publicNoteRoutes = {
  list: route({
    id: 'publicNotes.list',
    method: 'GET',
    path: base,
    summary: 'Learning notes that are public, newest first, whatever their type',
    params: z.strictObject({ slug: Slug }),
    query: z.strictObject({ after: Cursor, limit: z.coerce.number().int().min(1).max(50).default(20) }),
    response: z.strictObject({ items: z.array(PublicNoteSummary), next: nullable }),
  }),
  read: route({
    id: 'publicNotes.read',
    method: 'GET',
    path: `${base}/:noteId`,
    summary: 'One public note with what was decided after it; 404 from the moment that it is narrowed or withdrawn',
    params: z.strictObject({ slug: Slug, noteId: z.uuid() }),
    response: PublicNote,
  }),
  attachment: route({
    id: 'publicNotes.attachment',
    method: 'GET',
    path: `${base}/:noteId/attachments/:attachmentId`,
    summary: 'A picture or document of a public note; kept by nobody',
    params: z.strictObject({ slug: Slug, noteId: z.uuid(), attachmentId: z.uuid() }),
    response: z.any().meta({ description: 'The file' }),
  }),
}
