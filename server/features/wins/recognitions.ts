import { randomUUID } from 'node:crypto'
import type { Consent, Recognition, RecognitionChange, RecognitionInput } from '#shared/wins/contract.ts'
import { isWider } from '#shared/meetings/audience.ts'
import { namesSomebody } from '#shared/wins/crossing.ts'
import { blankToNull } from '#shared/values/blank.ts'
import { audit } from '#server/platform/audit.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { tellConsentAsked } from '#server/features/notifications/service.ts'
import { isAsked, isBackbone, proposer } from './access.ts'
import {
  holdSubject,
  insertRecognition,
  listRecognitionRows,
  listSubjects,
  partnerByCode,
  personByHat,
  recognitionForUpdate,
  updateConsent,
  updateRecognition,
  type RecognitionRow,
  type SubjectRow,
} from './recognition-queries.ts'

function toRecognition(actor: Actor, row: RecognitionRow, subject: SubjectRow | undefined): Recognition {
  const asked = subject !== undefined && isAsked(actor, subject)
  return {
    ...row,
    name: subject?.toldName ?? null,
    subject:
      subject === undefined || !(asked || isBackbone(actor))
        ? null
        : {
            kind: subject.userId === null ? 'partner' : 'person',
            name: subject.ownName,
            partner: subject.partner,
            consent: subject.consent,
            answeredOn: subject.answeredOn,
            version: subject.version,
          },
    abilities: { edit: isBackbone(actor), answer: asked },
  }
}

/** Recognitions that the hat reads, and those it is asked about before anybody else reads them. */
export async function listRecognitions(trx: Trx, actor: Actor): Promise<Recognition[]> {
  const { id } = actor.initiative
  const subjects = new Map((await listSubjects(trx, id)).map((subject) => [subject.recognitionId, subject]))
  const rows = await listRecognitionRows(trx, id, null)
  const known = new Set(rows.map((row) => row.id))
  // Whoever is asked reads the words, whatever the audience; the wall of the words knows nobody's name.
  const asked = [...subjects.values()].filter((one) => isAsked(actor, one) && one.guard !== 'dismissed' && !known.has(one.recognitionId))
  const more =
    asked.length === 0
      ? []
      : await withPurpose(trx, 'maintenance', () =>
          listRecognitionRows(
            trx,
            id,
            asked.map(({ recognitionId }) => recognitionId),
          ),
        )
  return [...more, ...rows].map((row) => toRecognition(actor, row, subjects.get(row.id)))
}

async function readRecognition(trx: Trx, actor: Actor, id: string): Promise<Recognition> {
  const found = (await listRecognitions(trx, actor)).find((one) => one.id === id)
  if (found === undefined) throw problem('not_found')
  return found
}

/** @throws name_in_text: a name is told by consent alone, so the words hold none */
function requireNameless(texts: { whatFr?: string | undefined; whatEn?: string | null | undefined }, names: readonly (string | null)[]): void {
  const faults = (['whatFr', 'whatEn'] as const).filter((field) => namesSomebody(texts[field] ?? '', names))
  if (faults.length > 0)
    throw problem(
      'name_in_text',
      {},
      faults.map((field) => ({ pointer: `/${field}`, code: 'name_in_text' })),
    )
}

function unknown(field: string, value: string) {
  const params = { field, value }
  return problem('unknown_reference', params, [{ pointer: `/${field}`, code: 'unknown_reference', params }])
}

async function subjectOf(trx: Trx, actor: Actor, { partner, hatId }: RecognitionInput) {
  const { id } = actor.initiative
  if (partner != null) {
    const found = await partnerByCode(trx, id, partner)
    if (found === undefined) throw unknown('partner', partner)
    return { partner_id: found.partnerId, person_id: null, user_id: null, names: [found.name, found.shortName] }
  }
  const found = await personByHat(trx, id, hatId ?? '')
  if (found === undefined) throw unknown('hatId', hatId ?? '')
  return { partner_id: null, person_id: found.personId, user_id: found.userId, names: [found.name] }
}

/**
 * Recognises a person or a partner, who is asked at once whether it may be named (S48). Until it agrees, readers see « un partenaire ».
 * @throws unknown_reference, name_in_text, not_allowed (a state that is the backbone's to set)
 */
export async function addRecognition(trx: Trx, actor: Actor, input: RecognitionInput, now: Date): Promise<Recognition> {
  const { id: initiativeId } = actor.initiative
  const { state, audience } = input
  if (state !== 'proposed' && !isBackbone(actor)) throw problem('not_allowed')
  const { names, ...subject } = await subjectOf(trx, actor, input)
  requireNameless(input, names)
  const id = randomUUID()
  const published_on = state === 'published' ? actor.today : null
  const columns = { id, what_fr: input.whatFr, what_en: blankToNull(input.whatEn) ?? null, audience, state, published_on, proposed_by: proposer(actor) }
  await insertRecognition(trx, initiativeId, { ...columns, guard: state === 'published' ? audience : state }, subject)
  // The history is read by leads; who is meant stands beside the recognition.
  await audit(trx, actor, { action: 'recognition.create', objectType: 'recognition', objectId: id, details: { audience, state } }, now)
  await tellConsentAsked(trx, actor, { partnerId: subject.partner_id, userId: subject.user_id }, id, now)
  return readRecognition(trx, actor, id)
}

/**
 * Rewords, publishes or dismisses a recognition. Who agreed did so to these words for these readers: other words or a wider audience
 * take the name away and ask anew.
 * @throws not_found, version_stale, name_in_text
 */
export async function changeRecognition(trx: Trx, actor: Actor, id: string, input: RecognitionChange, expected: number, now: Date): Promise<Recognition> {
  const { id: initiativeId } = actor.initiative
  const row = await recognitionForUpdate(trx, initiativeId, id)
  if (row === undefined) throw problem('not_found')
  requireVersion(row, expected)
  await holdSubject(trx, initiativeId, id)
  const subject = (await listSubjects(trx, initiativeId)).find((one) => one.recognitionId === id)
  if (subject === undefined) throw problem('not_found')
  requireNameless(input, [subject.ownName, subject.shortName])
  const whatEn = input.whatEn === undefined ? row.whatEn : (blankToNull(input.whatEn) ?? null)
  const isOther = (input.whatFr ?? row.whatFr) !== row.whatFr || whatEn !== row.whatEn || isWider(input.audience ?? row.audience, row.audience)
  if (isOther && subject.consent === 'given') {
    await updateConsent(trx, initiativeId, id, { consent: 'asked', name: null, answeredOn: null })
    await tellConsentAsked(trx, actor, subject, id, now)
  }
  const state = input.state ?? row.state
  await updateRecognition(trx, initiativeId, id, {
    what_fr: input.whatFr,
    what_en: whatEn,
    audience: input.audience,
    state: input.state,
    published_on: state === 'published' ? (row.publishedOn ?? actor.today) : null,
  })
  await audit(trx, actor, { action: 'recognition.change', objectType: 'recognition', objectId: id, details: { fields: Object.keys(input), state } }, now)
  return readRecognition(trx, actor, id)
}

/**
 * Agrees to be named, refuses, or withdraws: the name is then nowhere any more. The backbone may withdraw for who no longer can, never agree.
 * @throws not_found (somebody else's, too), not_allowed, version_stale
 */
export async function answerConsent(trx: Trx, actor: Actor, id: string, consent: Exclude<Consent, 'asked'>, expected: number, now: Date): Promise<Recognition> {
  const { id: initiativeId } = actor.initiative
  await holdSubject(trx, initiativeId, id)
  const subject = (await listSubjects(trx, initiativeId)).find((one) => one.recognitionId === id)
  if (subject === undefined || subject.guard === 'dismissed' || !(isAsked(actor, subject) || isBackbone(actor))) throw problem('not_found')
  if (!isAsked(actor, subject) && consent !== 'withdrawn') throw problem('not_allowed')
  requireVersion(subject, expected)
  await updateConsent(trx, initiativeId, id, { consent, name: consent === 'given' ? subject.ownName : null, answeredOn: actor.today })
  await audit(trx, actor, { action: 'recognition.answer', objectType: 'recognition', objectId: id, details: { consent } }, now)
  return readRecognition(trx, actor, id)
}
