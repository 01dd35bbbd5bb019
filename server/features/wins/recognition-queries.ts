import { sql } from 'kysely'
import type { Consent } from '#shared/wins/contract.ts'
import type { Audience } from '#shared/meetings/audience.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { State } from './queries.ts'

/** Recognitions that the hat may read: those to answer first, then newest first; of these identifiers where they are given. */
export async function listRecognitionRows(trx: Trx, initiativeId: string, ids: readonly string[] | null) {
  const rows = await trx
    .selectFrom('recognitions')
    .select(['id', 'what_fr as whatFr', 'what_en as whatEn', 'audience', 'state', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .$if(ids !== null, (query) => query.where('id', '=', sql<string>`any (${[...(ids ?? [])]}::uuid[])`))
    .orderBy(sql`array_position(array['proposed', 'published', 'dismissed'], state)`)
    .orderBy('published_on', 'desc')
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ ...row, audience: row.audience as Audience, state: row.state as State }))
}
export type RecognitionRow = Awaited<ReturnType<typeof listRecognitionRows>>[number]

/** Who is recognised, as far as the hat may know: everybody for the backbone, oneself, and whoever agreed to be named. */
export async function listSubjects(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('recognition_subjects as s')
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 's.initiative_id').onRef('p.id', '=', 's.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .leftJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 's.initiative_id').onRef('n.id', '=', 's.person_id'))
    .select([
      's.recognition_id as recognitionId',
      's.guard',
      's.partner_id as partnerId',
      's.user_id as userId',
      's.consent_state as consent',
      's.answered_on as answeredOn',
      's.name as toldName',
      's.version',
      'p.code as partner',
      'o.short_name as shortName',
      sql<string>`coalesce(o.name, n.name)`.as('ownName'),
    ])
    .where('s.initiative_id', '=', initiativeId)
    .execute()
  return rows.map((row) => ({ ...row, consent: row.consent as Consent }))
}
export type SubjectRow = Awaited<ReturnType<typeof listSubjects>>[number]

/** One recognition, locked. */
export async function recognitionForUpdate(trx: Trx, initiativeId: string, id: string) {
  const row = await trx
    .selectFrom('recognitions')
    .select(['id', 'what_fr as whatFr', 'what_en as whatEn', 'audience', 'state', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, audience: row.audience as Audience }
}

/** Holds who is recognised until the transaction ends. */
export async function holdSubject(trx: Trx, initiativeId: string, recognitionId: string): Promise<void> {
  await trx
    .selectFrom('recognition_subjects')
    .select('recognition_id')
    .where('initiative_id', '=', initiativeId)
    .where('recognition_id', '=', recognitionId)
    .forUpdate()
    .execute()
}

/** A partner as it may be recognised. */
export function partnerByCode(trx: Trx, initiativeId: string, code: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id as partnerId', 'o.name', 'o.short_name as shortName'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.code', '=', code)
    .executeTakeFirst()
}

/** A person by one of its hats; one without an account could not answer, and is not found. */
export function personByHat(trx: Trx, initiativeId: string, hatId: string) {
  return trx
    .selectFrom('role_assignments as r')
    .innerJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'r.initiative_id').onRef('n.id', '=', 'r.person_id'))
    .select(['n.id as personId', 'n.user_id as userId', 'n.name'])
    .where('r.initiative_id', '=', initiativeId)
    .where('r.id', '=', hatId)
    .where('n.user_id', 'is not', null)
    .executeTakeFirst()
}

export interface RecognitionColumns {
  readonly what_fr?: string | undefined
  readonly what_en?: string | null | undefined
  readonly audience?: Audience | undefined
  readonly state?: State | undefined
  readonly published_on?: string | null | undefined
}

export async function insertRecognition(
  trx: Trx,
  initiativeId: string,
  recognition: RecognitionColumns & { id: string; what_fr: string; proposed_by: string | null; guard: string },
  subject: { partner_id: string | null; person_id: string | null; user_id: string | null },
): Promise<void> {
  const { guard, ...columns } = recognition
  await trx
    .insertInto('recognitions')
    .values({ ...columns, initiative_id: initiativeId })
    .execute()
  await trx
    .insertInto('recognition_subjects')
    .values({ ...subject, initiative_id: initiativeId, recognition_id: recognition.id, guard })
    .execute()
}

export async function updateRecognition(trx: Trx, initiativeId: string, id: string, columns: RecognitionColumns): Promise<void> {
  await trx
    .updateTable('recognitions')
    .set({ ...columns, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Writes what was answered: the name stands here only while consent is given. */
export async function updateConsent(
  trx: Trx,
  initiativeId: string,
  recognitionId: string,
  { consent, name, answeredOn }: { consent: Consent; name: string | null; answeredOn: string | null },
): Promise<void> {
  await trx
    .updateTable('recognition_subjects')
    .set({ consent_state: consent, name, answered_on: answeredOn, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('recognition_id', '=', recognitionId)
    .execute()
}
