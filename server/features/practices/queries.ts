import { sql } from 'kysely'
import type { AdoptionState } from '#shared/practices/adoption.ts'
import { blanksToNull } from '#shared/values/blank.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Practices that the hat may read, in the order in which they began. */
export function listPracticeRows(trx: Trx, initiativeId: string, id?: string) {
  return trx
    .selectFrom('shared_practices as s')
    .leftJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 's.initiative_id').onRef('i.id', '=', 's.indicator_id'))
    .select([
      's.id',
      's.name_fr as nameFr',
      's.name_en as nameEn',
      's.definition_fr as definitionFr',
      's.definition_en as definitionEn',
      's.edition',
      's.starts_on as startsOn',
      'i.code as indicatorCode',
      's.published_on as publishedOn',
      's.version',
    ])
    .where('s.initiative_id', '=', initiativeId)
    .$if(id !== undefined, (qb) => qb.where('s.id', '=', id as string))
    .orderBy('s.starts_on', (ob) => ob.asc().nullsLast())
    .orderBy('s.name_fr')
    .orderBy('s.id')
    .execute()
}
export type PracticeRow = Awaited<ReturnType<typeof listPracticeRows>>[number]

/** Where partners stand with every practice. */
export async function listAdoptionRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('practice_adoptions')
    .select(['practice_id as practiceId', 'partner_id as partnerId', 'state', 'since_on as sinceOn', 'evidence', 'version'])
    .where('initiative_id', '=', initiativeId)
    .execute()
  return rows.map((row) => ({ ...row, state: row.state as AdoptionState }))
}
export type AdoptionRow = Awaited<ReturnType<typeof listAdoptionRows>>[number]

/** Partners of a day, by name. */
export function listActivePartners(trx: Trx, initiativeId: string, day: string) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.joined_on', '<=', day)
    .where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>=', day)]))
    .orderBy('o.name')
    .orderBy('p.code')
    .execute()
}
export type ActivePartner = Awaited<ReturnType<typeof listActivePartners>>[number]

/** Version of one practice, locked: whoever says where a partner stands waits for whoever does so at the same time. */
export function practiceForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('shared_practices')
    .select(['id', 'published_on as publishedOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface PracticeColumns {
  name_fr?: string | undefined
  name_en?: string | null | undefined
  definition_fr?: string | null | undefined
  definition_en?: string | null | undefined
  edition?: string | null | undefined
  starts_on?: string | null | undefined
  indicator_id?: string | null | undefined
  published_on?: string | null | undefined
}

export async function insertPractice(trx: Trx, initiativeId: string, columns: PracticeColumns & { name_fr: string }): Promise<string> {
  const { id } = await trx
    .insertInto('shared_practices')
    .values({ ...blanksToNull(columns), initiative_id: initiativeId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

export async function updatePractice(trx: Trx, initiativeId: string, id: string, columns: PracticeColumns): Promise<void> {
  await trx
    .updateTable('shared_practices')
    .set({ ...blanksToNull(columns), version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** What was said of one partner, if anything. */
export function findAdoption(trx: Trx, initiativeId: string, practiceId: string, partnerId: string) {
  return trx
    .selectFrom('practice_adoptions')
    .select(['state', 'since_on as sinceOn', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('practice_id', '=', practiceId)
    .where('partner_id', '=', partnerId)
    .executeTakeFirst()
}

export async function saveAdoption(
  trx: Trx,
  initiativeId: string,
  practiceId: string,
  partnerId: string,
  { state, sinceOn, evidence }: { state: AdoptionState; sinceOn: string | null; evidence: string | null },
): Promise<void> {
  await trx
    .insertInto('practice_adoptions')
    .values({ initiative_id: initiativeId, practice_id: practiceId, partner_id: partnerId, state, since_on: sinceOn, evidence })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'practice_id', 'partner_id'])
        .doUpdateSet({ state, since_on: sinceOn, evidence, version: sql<number>`practice_adoptions.version + 1` }),
    )
    .execute()
}

/** The indicator of a code, with the kind of its newest version. */
export function findIndicator(trx: Trx, initiativeId: string, code: string) {
  return trx
    .selectFrom('indicators as i')
    .leftJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'i.initiative_id').onRef('v.indicator_id', '=', 'i.id'))
    .select(['i.id', 'v.unit_kind as unitKind'])
    .where('i.initiative_id', '=', initiativeId)
    .where('i.code', '=', code)
    .orderBy('v.number', 'desc')
    .limit(1)
    .executeTakeFirst()
}
