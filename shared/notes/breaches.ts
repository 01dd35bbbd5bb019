import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { initiativeParams } from '#shared/territories/contract.ts'
import { nullable } from './shapes.ts'

/** A funder: its organisation, or the person where its hat names none. */
export const Funder = z.strictObject({ id: z.uuid(), name: z.string() }).meta({ id: 'Funder' })
export type Funder = z.infer<typeof Funder>

/** A note that a funder used against a partner. Read by the leads, and by whoever filed it. */
export const NoteBreach = z
  .strictObject({
    id: z.uuid(),
    funder: Funder,
    whatHappened: z.string(),
    /** The note that was used, where this reader may read it. */
    note: z.strictObject({ id: z.uuid(), title: z.string(), language: z.string() }).nullable(),
    filedOn: z.string(),
    isMine: z.boolean(),
    /** For the leads alone: who filed it. */
    filedBy: z.strictObject({ name: nullable, partnerName: nullable }).nullable(),
    /** What came of it, as it is said today. */
    outcome: nullable,
    closedOn: nullable,
    /** What was said before, newest first, each with why it was corrected. */
    corrections: z.array(z.strictObject({ former: z.string(), reason: z.string(), correctedOn: z.string() })),
    version: z.int(),
  })
  .meta({ id: 'NoteBreach' })
export type NoteBreach = z.infer<typeof NoteBreach>

export const NoteBreachInput = z
  .strictObject({ funderId: z.uuid(), whatHappened: z.string().trim().min(1).max(4000), noteId: z.uuid().nullish() })
  .meta({ id: 'NoteBreachInput' })
export type NoteBreachInput = z.infer<typeof NoteBreachInput>

/** Days on which a funder reads no note; what led there is the leads'. */
export const SuspensionDays = z
  .strictObject({ startsOn: z.string(), until: nullable, liftedOn: nullable, holds: z.boolean() })
  .meta({ id: 'NoteSuspensionDays' })
export type SuspensionDays = z.infer<typeof SuspensionDays>

/** Whether a suspension holds on a day: not lifted, and not over. */
export const suspensionHolds = ({ liftedOn, until }: Pick<SuspensionDays, 'liftedOn' | 'until'>, today: string): boolean =>
  liftedOn === null && (until === null || until >= today)

export const NoteSuspension = z
  .strictObject({
    ...SuspensionDays.shape,
    id: z.uuid(),
    funder: Funder,
    reason: z.string(),
    suspendedBy: nullable,
    liftReason: nullable,
    liftedBy: nullable,
    version: z.int(),
  })
  .meta({ id: 'NoteSuspension' })
export type NoteSuspension = z.infer<typeof NoteSuspension>

const reason = z.string().trim().min(1).max(2000)
export const NoteSuspensionInput = z
  .strictObject({
    funderId: z.uuid(),
    /** Last day; without one it holds until it is lifted. */
    until: z.iso.date().nullish(),
    reason,
  })
  .meta({ id: 'NoteSuspensionInput' })
export type NoteSuspensionInput = z.infer<typeof NoteSuspensionInput>

const base = '/api/v1/initiatives/:initiativeId'

export const noteBreachRoutes = {
  list: route({
    id: 'noteBreaches.list',
    method: 'GET',
    path: `${base}/note-breaches`,
    summary: 'Breaches of the learning commitment: all of them for a lead, for others those they filed themselves',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(NoteBreach), funders: z.array(Funder), abilities: z.strictObject({ decide: z.boolean() }) }),
  }),
  file: route({
    id: 'noteBreaches.file',
    method: 'POST',
    path: `${base}/note-breaches`,
    summary: 'Tell the leads that a funder used a note against a partner; nobody else reads who told it',
    params: initiativeParams,
    body: NoteBreachInput,
    status: 201,
    response: NoteBreach,
  }),
  close: route({
    id: 'noteBreaches.close',
    method: 'PATCH',
    path: `${base}/note-breaches/:breachId`,
    summary: 'Say, once, what came of a breach (lead, If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), breachId: z.uuid() }),
    body: z.strictObject({ outcome: reason }),
    response: NoteBreach,
  }),
  correct: route({
    id: 'noteBreaches.correct',
    method: 'POST',
    path: `${base}/note-breaches/:breachId/corrections`,
    summary: 'Correct what was said of a breach (lead, If-Match): the former words stay beside it, with the reason',
    params: z.strictObject({ initiativeId: z.uuid(), breachId: z.uuid() }),
    body: z.strictObject({ outcome: reason, reason: z.string().trim().min(1).max(500) }),
    status: 201,
    response: NoteBreach,
  }),
  suspensions: route({
    id: 'noteBreaches.suspensions',
    method: 'GET',
    path: `${base}/note-suspensions`,
    summary: 'Funders whose access to notes is or was suspended (lead)',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(NoteSuspension) }),
  }),
  suspend: route({
    id: 'noteBreaches.suspend',
    method: 'POST',
    path: `${base}/note-suspensions`,
    summary: 'Suspend a funder’s access to notes from its next request (lead); figures and releases stay',
    params: initiativeParams,
    body: NoteSuspensionInput,
    status: 201,
    response: NoteSuspension,
  }),
  lift: route({
    id: 'noteBreaches.lift',
    method: 'PATCH',
    path: `${base}/note-suspensions/:suspensionId`,
    summary: 'Lift a suspension, with the reason (lead, If-Match)',
    params: z.strictObject({ initiativeId: z.uuid(), suspensionId: z.uuid() }),
    body: z.strictObject({ reason }),
    response: NoteSuspension,
  }),
  commitment: route({
    id: 'noteBreaches.commitment',
    method: 'GET',
    path: `${base}/learning-commitment`,
    summary: 'The learning commitment of this funder: since when, and the days on which it is suspended',
    params: initiativeParams,
    response: z.strictObject({
      acceptedOn: nullable,
      /** The present one first; never what led to it. */
      suspensions: z.array(SuspensionDays),
    }),
  }),
}
