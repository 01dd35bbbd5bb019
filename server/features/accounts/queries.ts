import { sql } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import type { Trx } from '#server/platform/db/context.ts'

export interface HatRow {
  id: string
  initiative_id: string
  role: 'backbone' | 'partner_contributor' | 'partner_viewer' | 'funder'
  is_lead: boolean
  starts_on: string
  ends_on: string | null
  learning_commitment_on: string | null
  partner_id: string | null
}

/** The actor's own hats that hold today, in every initiative. */
export async function listOwnHats(trx: Trx, userId: string): Promise<HatRow[]> {
  return trx
    .selectFrom('role_assignments')
    .select([
      'id',
      'initiative_id',
      'role',
      'is_lead',
      'starts_on',
      'ends_on',
      'partner_id',
      sql<string | null>`case when learning_commitment_on > current_date - 366 then learning_commitment_on end`.as('learning_commitment_on'),
    ])
    .where('user_id', '=', userId)
    .where('starts_on', '<=', sql<string>`current_date`)
    .where((eb) => eb.or([eb('ends_on', 'is', null), eb('ends_on', '>=', sql<string>`current_date`)]))
    .orderBy(sql`array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role)`)
    .orderBy('id')
    .execute() as Promise<HatRow[]>
}

/** Which of these funders' hats read no note now; needs their initiative's context. */
export async function suspendedHats(trx: Trx, initiativeId: string, hatIds: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from app.role_assignments r
    where r.initiative_id = ${initiativeId}::uuid and r.id = any (${[...hatIds]}::uuid[])
      and exists (select 1 from app.note_suspensions(r.organization_id, r.person_id) n where n.holds)`.execute(trx)
  return rows.map(({ id }) => id)
}

/** Hats that ended within a year, latest first. */
export async function listEndedHats(trx: Trx, userId: string): Promise<{ initiative_id: string; role: HatRow['role']; ends_on: string }[]> {
  return trx
    .selectFrom('role_assignments')
    .select(['initiative_id', 'role', 'ends_on'])
    .where('user_id', '=', userId)
    .where('ends_on', '<', sql<string>`current_date`)
    .where('ends_on', '>', sql<string>`current_date - 366`)
    .orderBy('ends_on', 'desc')
    .orderBy('id')
    .execute() as Promise<{ initiative_id: string; role: HatRow['role']; ends_on: string }[]>
}

/** What `/me` shows of one initiative; needs that initiative's context. */
export function initiativeCard(trx: Trx, initiativeId: string) {
  return trx
    .selectFrom('initiatives')
    .select(['id', 'slug', 'name_fr', 'name_en', 'main_language', 'languages', 'state', 'is_demo', 'clock_frozen_at', 'time_zone', 'currency_code', 'modules'])
    .where('id', '=', initiativeId)
    .executeTakeFirst()
}

/** Code and name of partners, for hats. */
export function partnersNamed(trx: Trx, initiativeId: string, partnerIds: readonly string[]) {
  return trx
    .selectFrom('partners as p')
    .innerJoin('organizations as o', (join) => join.onRef('o.initiative_id', '=', 'p.initiative_id').onRef('o.id', '=', 'p.organization_id'))
    .select(['p.id', 'p.code', 'o.name'])
    .where('p.initiative_id', '=', initiativeId)
    .where('p.id', 'in', partnerIds.length === 0 ? ['00000000-0000-0000-0000-000000000000'] : [...partnerIds])
    .execute()
}

export interface LinkRow {
  id: string
  kind: 'invitation' | 'password_reset' | 'set_up'
  user_id: string | null
  email: string
  initiative_id: string | null
  role_assignment_id: string | null
  expires_at: Date
  created_by: string | null
  created_at: Date
}

const LINK = 'id, kind, user_id, email, initiative_id, role_assignment_id, expires_at, created_by, created_at'

/** The link behind a secret's hash, if it still holds. */
export async function findLink(pool: Pool, secretHash: string): Promise<LinkRow | null> {
  const { rows } = await pool.query<LinkRow>(`select ${LINK} from auth.one_use_links where secret_hash = $1 and expires_at > now()`, [secretHash])
  return rows[0] ?? null
}

/** Consumes the link: one of any number of concurrent uses gets the row (P27). */
export async function consumeLink(client: PoolClient, secretHash: string): Promise<LinkRow | null> {
  const { rows } = await client.query<LinkRow>(`delete from auth.one_use_links where secret_hash = $1 and expires_at > now() returning ${LINK}`, [secretHash])
  return rows[0] ?? null
}

/** Keeps a new link; older links of the same kind for the same person end. */
export async function insertLink(
  pool: Pool,
  link: {
    kind: LinkRow['kind']
    secretHash: string
    userId: string | null
    email: string
    initiativeId: string | null
    roleAssignmentId: string | null
    createdBy: string | null
    expiresAt: Date
  },
): Promise<void> {
  await pool.query(
    `with ended as (
       delete from auth.one_use_links where kind = $1 and email = $4 and role_assignment_id is not distinct from $6)
     insert into auth.one_use_links (kind, secret_hash, user_id, email, initiative_id, role_assignment_id, created_by, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [link.kind, link.secretHash, link.userId, link.email, link.initiativeId, link.roleAssignmentId, link.createdBy, link.expiresAt],
  )
}

/** The account of an e-mail address. */
export async function findUser(pool: Pool | PoolClient, email: string): Promise<{ id: string; name: string } | null> {
  const { rows } = await pool.query<{ id: string; name: string }>('select id, name from auth.users where email = $1 and anonymised_at is null', [email])
  return rows[0] ?? null
}

/** Ends the other sessions of the account of a session: whoever else knew the former password is out with it. */
export async function endOtherSessions(pool: Pool, token: string): Promise<void> {
  await pool.query('delete from auth.sessions s using auth.sessions own where own.token = $1 and s.user_id = own.user_id and s.token <> own.token', [token])
}

export interface SeenRow {
  id: string
  email: string
  is_instance_admin: boolean
  last_seen_at: Date | null
}

/** Accounts with the last use of any of their sessions. */
export async function listUsersSeen(pool: Pool, userIds: readonly string[]): Promise<SeenRow[]> {
  const { rows } = await pool.query<SeenRow>(
    `select u.id, u.email, u.is_instance_admin, (select max(s.updated_at) from auth.sessions s where s.user_id = u.id) as last_seen_at
     from auth.users u where u.id = any($1::uuid[]) and u.anonymised_at is null`,
    [userIds],
  )
  return rows
}

/** Invitations to these hats that can still be accepted. */
export async function listInvitations(pool: Pool, hatIds: readonly string[]): Promise<{ role_assignment_id: string; expires_at: Date }[]> {
  const { rows } = await pool.query<{ role_assignment_id: string; expires_at: Date }>(
    `select role_assignment_id, max(expires_at) as expires_at from auth.one_use_links
     where kind = 'invitation' and role_assignment_id = any($1::uuid[]) and expires_at > now() group by role_assignment_id`,
    [hatIds],
  )
  return rows
}

/** Ends the invitations to a hat. */
export async function deleteInvitations(pool: Pool, hatId: string): Promise<void> {
  await pool.query(`delete from auth.one_use_links where kind = 'invitation' and role_assignment_id = $1`, [hatId])
}
