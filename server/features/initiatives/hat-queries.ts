import { sql } from 'kysely'
import type { PoolClient } from 'pg'
import type { Trx } from '#server/platform/db/context.ts'
import type { Role } from '#shared/accounts/contract.ts'

export interface HatRow {
  id: string
  user_id: string | null
  name: string
  email: string | null
  role: Role
  is_lead: boolean
  partner_id: string | null
  partner_code: string | null
  partner_name: string | null
  organization_name: string | null
  starts_on: string
  ends_on: string | null
  learning_commitment_on: string | null
  version: number
  /** Where the hat stands on the real day: access does not follow a demo's clock. */
  phase: 'upcoming' | 'active' | 'ended'
}

function hats(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('role_assignments as r')
    .innerJoin('persons as p', (join) => join.onRef('p.initiative_id', '=', 'r.initiative_id').onRef('p.id', '=', 'r.person_id'))
    .leftJoin('partners as pa', (join) => join.onRef('pa.initiative_id', '=', 'r.initiative_id').onRef('pa.id', '=', 'r.partner_id'))
    .leftJoin('organizations as po', (join) => join.onRef('po.initiative_id', '=', 'pa.initiative_id').onRef('po.id', '=', 'pa.organization_id'))
    .leftJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'r.initiative_id').onRef('o.id', '=', 'r.organization_id'))
    .select([
      'r.id',
      'r.user_id',
      'p.name',
      'p.email',
      'r.role',
      'r.is_lead',
      'r.partner_id',
      'pa.code as partner_code',
      'po.name as partner_name',
      'o.name as organization_name',
      'r.starts_on',
      'r.ends_on',
      'r.learning_commitment_on',
      'r.version',
      sql<HatRow['phase']>`case when r.ends_on < current_date then 'ended' when r.starts_on > current_date then 'upcoming' else 'active' end`.as('phase'),
    ])
    .where('r.initiative_id', '=', initiativeId)
}

/** Every hat of the initiative, past ones too, by role and name. */
export async function listHats(trx: Trx, initiativeId: string): Promise<HatRow[]> {
  return hats(trx, initiativeId)
    .orderBy(sql`array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], r.role)`)
    .orderBy('r.is_lead', 'desc')
    .orderBy('p.name')
    .orderBy('r.id')
    .execute() as Promise<HatRow[]>
}

/** One hat. */
export async function findHat(trx: Trx, initiativeId: string, hatId: string): Promise<HatRow | undefined> {
  return hats(trx, initiativeId).where('r.id', '=', hatId).executeTakeFirst() as Promise<HatRow | undefined>
}

/** Locks the leads of the initiative: two of them who end each other's role follow one another. */
export function leadsForUpdate(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('role_assignments')
    .select(['id', 'user_id', 'starts_on', 'ends_on', sql<boolean>`starts_on <= current_date`.as('has_begun')])
    .where('initiative_id', '=', initiativeId)
    .where('is_lead', '=', true)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', sql<string>`current_date`)]))
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** The person of an account, or of an e-mail address that has none yet; made when nobody is found. */
export async function ensurePerson(trx: Trx, initiativeId: string, person: { userId: string | null; name: string; email: string }): Promise<string> {
  const known = await trx
    .selectFrom('persons')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where((eb) =>
      eb.or([
        ...(person.userId === null ? [] : [eb('user_id', '=', person.userId)]),
        eb.and([eb('user_id', 'is', null), eb(sql`lower(email)`, '=', person.email)]),
      ]),
    )
    .orderBy('user_id')
    .limit(1)
    .executeTakeFirst()
  if (known !== undefined) return known.id
  const made = await trx
    .insertInto('persons')
    .values({ initiative_id: initiativeId, name: person.name, email: person.email })
    .returning('id')
    .executeTakeFirstOrThrow()
  return made.id
}

export interface NewHat {
  id: string
  personId: string
  userId: string | null
  role: Role
  isLead: boolean
  partnerId: string | null
  organizationId: string | null
  startsOn: string | null
  endsOn: string | null
}

/** Whether the person already holds this role for this partner or organisation, now or later. */
export async function holdsAlready(trx: Trx, initiativeId: string, hat: Pick<NewHat, 'personId' | 'role' | 'partnerId' | 'organizationId'>): Promise<boolean> {
  const row = await trx
    .selectFrom('role_assignments')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('person_id', '=', hat.personId)
    .where('role', '=', hat.role)
    .where('partner_id', 'is not distinct from', hat.partnerId)
    .where('organization_id', 'is not distinct from', hat.organizationId)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', sql<string>`current_date`)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Prepares a hat; it starts today unless told otherwise. */
export async function insertHat(trx: Trx, initiativeId: string, hat: NewHat): Promise<void> {
  await trx
    .insertInto('role_assignments')
    .values({
      initiative_id: initiativeId,
      id: hat.id,
      user_id: hat.userId,
      person_id: hat.personId,
      role: hat.role,
      is_lead: hat.isLead,
      partner_id: hat.partnerId,
      organization_id: hat.organizationId,
      starts_on: hat.startsOn ?? sql<string>`current_date`,
      ends_on: hat.endsOn,
    })
    .execute()
}

/** Puts an account behind a person that has none; nothing changes when another account stands there. */
export async function linkPerson(trx: Trx, initiativeId: string, personId: string, userId: string): Promise<void> {
  await trx
    .updateTable('persons')
    .set({ user_id: userId })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', personId)
    .where('user_id', 'is', null)
    .execute()
}

/** Writes new dates, the lead's mark or the end of access when the version still holds. */
export async function updateHat(
  trx: Trx,
  initiativeId: string,
  hatId: string,
  version: number,
  change: { startsOn?: string | undefined; endsOn?: string | null | undefined; isLead?: boolean | undefined; endNow?: true | undefined },
): Promise<boolean> {
  const row = await trx
    .updateTable('role_assignments')
    .set({
      version: sql<number>`version + 1`,
      ...(change.startsOn === undefined ? {} : { starts_on: change.startsOn }),
      ...(change.isLead === undefined ? {} : { is_lead: change.isLead }),
      // Yesterday was the last day: the next request finds no hat. A hat that had not begun never holds.
      ...(change.endNow === true
        ? { ends_on: sql<string>`greatest(current_date - 1, starts_on - 1)` }
        : change.endsOn === undefined
          ? {}
          : { ends_on: change.endsOn }),
    })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', hatId)
    .where('version', '=', version)
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

/**
 * When a partner leaves: those who entered for it read on for so many days, readers too, then access ends.
 * @param days of reading after the partner's last day
 */
export async function windDownHats(trx: Trx, initiativeId: string, partnerId: string, leftOn: string, days: number): Promise<void> {
  await sql`
    with ended as (
      update app.role_assignments set ends_on = greatest(${leftOn}::date, starts_on - 1), version = version + 1
      where initiative_id = ${initiativeId}::uuid and partner_id = ${partnerId}::uuid and role = 'partner_contributor' and (ends_on is null or ends_on > ${leftOn}::date)
      returning user_id, person_id)
    insert into app.role_assignments (initiative_id, user_id, person_id, role, partner_id, starts_on, ends_on)
    select distinct ${initiativeId}::uuid, user_id, person_id, 'partner_viewer', ${partnerId}::uuid, ${leftOn}::date + 1, ${leftOn}::date + ${days}::int from ended where user_id is not null`.execute(
    trx,
  )
  await sql`
    update app.role_assignments set ends_on = greatest(${leftOn}::date + ${days}::int, starts_on - 1), version = version + 1
    where initiative_id = ${initiativeId}::uuid and partner_id = ${partnerId}::uuid and role = 'partner_viewer' and (ends_on is null or ends_on > ${leftOn}::date + ${days}::int)`.execute(
    trx,
  )
}

/** Whether the account whose context is set has a hat in another initiative, of whatever date. */
export async function hasHatElsewhere(trx: Trx, userId: string, initiativeId: string): Promise<boolean> {
  const row = await trx
    .selectFrom('role_assignments')
    .select('id')
    .where('user_id', '=', userId)
    .where('initiative_id', '!=', initiativeId)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The partner that hosts the backbone, when there is exactly one. */
export async function hostPartner(trx: Trx, initiativeId: string): Promise<string | null> {
  const rows = await trx.selectFrom('partners').select('id').where('initiative_id', '=', initiativeId).where('is_backbone_host', '=', true).limit(2).execute()
  return rows.length === 1 ? (rows[0]?.id ?? null) : null
}

/** Puts an account behind a prepared hat that still holds, and behind its person, with the audit row; false when the hat has ended. */
export async function putAccountBehindHat(
  client: PoolClient,
  { initiativeId, hatId }: { initiativeId: string; hatId: string },
  userId: string,
  name: string | null,
): Promise<boolean> {
  const { rows } = await client.query<{ person_id: string }>(
    `update app.role_assignments set user_id = $3, version = version + 1
     where initiative_id = $1 and id = $2 and (ends_on is null or ends_on >= current_date) returning person_id`,
    [initiativeId, hatId, userId],
  )
  const [hat] = rows
  if (hat === undefined) return false
  await client.query(
    'update app.persons set user_id = $3, name = coalesce($4, name) where initiative_id = $1 and id = $2 and (user_id is null or user_id = $3)',
    [initiativeId, hat.person_id, userId, name],
  )
  await client.query(
    `insert into app.audit_log (initiative_id, actor_id, hat_id, action, object_type, object_id) values ($1, $2, $3::uuid, 'invitation.accept', 'role_assignment', $3::uuid::text)`,
    [initiativeId, userId, hatId],
  )
  return true
}
