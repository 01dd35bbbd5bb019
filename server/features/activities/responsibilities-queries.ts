import { sql } from 'kysely'
import type { Responsibility } from '#shared/activities/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Parts in indicators, series of meetings and governing bodies, with the name of who has them. */
export async function listResponsibilityRows(trx: Trx, initiativeId: string) {
  const rows = await trx
    .selectFrom('responsibilities as r')
    .leftJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'r.initiative_id').onRef('i.id', '=', 'r.indicator_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'r.initiative_id').onRef('p.id', '=', 'r.partner_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .leftJoin('persons as n', (join) => join.onRef('n.initiative_id', '=', 'r.initiative_id').onRef('n.id', '=', 'r.person_id'))
    .select([
      'r.id',
      'i.code as indicatorCode',
      'r.meeting_kind as meetingKind',
      'r.body_id as bodyId',
      'p.code as partnerCode',
      'r.person_id as personId',
      'o.name as partnerName',
      'n.name as personName',
      'r.role',
      'r.version',
    ])
    .where('r.initiative_id', '=', initiativeId)
    .orderBy('p.code', (ob) => ob.asc().nullsLast())
    .orderBy('n.name')
    .orderBy('r.id')
    .execute()
  return rows.map((row) => ({ ...row, role: row.role as Responsibility }))
}
export type ResponsibilityRow = Awaited<ReturnType<typeof listResponsibilityRows>>[number]

export interface ResponsibilityColumns {
  indicator_id: string | null
  meeting_kind: string | null
  body_id: string | null
  partner_id: string | null
  person_id: string | null
  role: Responsibility
}

/** @returns the identifier; null when this holder has a part in this object already */
export async function insertResponsibility(trx: Trx, initiativeId: string, columns: ResponsibilityColumns): Promise<string | null> {
  const row = await trx
    .insertInto('responsibilities')
    .values({ ...columns, initiative_id: initiativeId })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'indicator_id', 'meeting_kind', 'body_id', 'partner_id', 'person_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Whose it is, and the version of one part, locked. */
export function responsibilityForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('responsibilities')
    .select(['id', 'partner_id as partnerId', 'version'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function deleteResponsibility(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await trx.deleteFrom('responsibilities').where('initiative_id', '=', initiativeId).where('id', '=', id).execute()
}

/** The person who wears a hat of the circle on a day. */
export async function personOfHat(trx: Trx, initiativeId: string, hatId: string, day: string): Promise<string | null> {
  const row = await trx
    .selectFrom('role_assignments')
    .select('person_id as personId')
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', hatId)
    .where('role', '<>', 'funder')
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', day)]))
    .executeTakeFirst()
  return row?.personId ?? null
}

/** Indicators that are not archived, under the name of their newest version, in their order. */
export async function listNamedIndicators(trx: Trx, initiativeId: string) {
  const { rows } = await sql<{ code: string; nameFr: string | null; nameEn: string | null }>`
    select i.code, v.name_fr as "nameFr", v.name_en as "nameEn" from app.indicators i
    left join lateral (select name_fr, name_en from app.indicator_versions w
      where w.initiative_id = i.initiative_id and w.indicator_id = i.id order by w.number desc limit 1) v on true
    where i.initiative_id = ${initiativeId}::uuid and i.archived_on is null order by i.position, i.code`.execute(trx)
  return rows
}

/** Governing bodies of a day. */
export function listBodies(trx: Trx, initiativeId: string, today: string) {
  return trx
    .selectFrom('governance_bodies')
    .select(['id', 'name_fr as nameFr', 'name_en as nameEn'])
    .where('initiative_id', '=', initiativeId)
    .where('valid_from', '<=', today)
    .where((eb) => eb.or([eb('valid_to', 'is', null), eb('valid_to', '>=', today)]))
    .orderBy('name_fr')
    .execute()
}

/** Kinds of meetings that were held or are planned. */
export async function meetingKindsInUse(trx: Trx, initiativeId: string): Promise<string[]> {
  const rows = await trx.selectFrom('meetings').select('kind').distinct().where('initiative_id', '=', initiativeId).execute()
  return rows.map(({ kind }) => kind)
}
