import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import type { Role } from '#server/platform/http/policy.ts'

export interface ReaderRow {
  readonly hatId: string
  readonly userId: string
  readonly personId: string
  readonly role: Role
  readonly isLead: boolean
  readonly partnerId: string | null
  readonly organizationId: string | null
  readonly commitment: boolean
}

/** Hats that hold now and have an account, in the order in which one counts for a person who has several. */
export async function listReaders(trx: Trx, initiativeId: string): Promise<ReaderRow[]> {
  const { rows } = await sql<ReaderRow>`
    select id as "hatId", user_id as "userId", person_id as "personId", role, is_lead as "isLead", partner_id as "partnerId", organization_id as "organizationId",
      case when role = 'funder' then coalesce(learning_commitment_on > current_date - 366, false)
        and not exists (select 1 from app.note_suspensions(organization_id, person_id) n where n.holds) else false end as commitment
    from app.role_assignments
    where initiative_id = ${initiativeId}::uuid and user_id is not null and starts_on <= current_date and (ends_on is null or ends_on >= current_date)
    order by array_position(array['backbone', 'partner_contributor', 'partner_viewer', 'funder'], role), id`.execute(trx)
  return rows
}

/** Meetings that are to be held after a moment and before another, with when their agenda was shared. */
export async function comingMeetings(trx: Trx, initiativeId: string, after: string, before: string) {
  const { rows } = await sql<{ id: string; startsAt: Date; agendaSharedAt: Date | null; held: boolean }>`
    select id, starts_at as "startsAt", agenda_shared_at as "agendaSharedAt", held from app.meetings
    where initiative_id = ${initiativeId}::uuid and starts_at > ${after}::timestamptz and starts_at <= ${before}::timestamptz order by starts_at, id`.execute(
    trx,
  )
  return rows
}

/** The day of the last published update, and the day the initiative began here. */
export async function lastUpdate(trx: Trx, initiativeId: string, timeZone: string): Promise<{ lastOn: string | null; beganOn: string }> {
  const { rows } = await sql<{ lastOn: string | null; beganOn: string }>`
    select (select max(published_on)::text from app.update_posts where initiative_id = i.id) as "lastOn", (i.created_at at time zone ${timeZone})::date::text as "beganOn"
    from app.initiatives i where i.id = ${initiativeId}::uuid`.execute(trx)
  return rows[0] ?? { lastOn: null, beganOn: '9999-12-31' }
}

/** How many updates that the hat may read were published between two days, both included. */
export async function countUpdates(trx: Trx, initiativeId: string, from: string, to: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from app.update_posts
    where initiative_id = ${initiativeId}::uuid and published_on between ${from}::date and ${to}::date`.execute(trx)
  return rows[0]?.count ?? 0
}

/** Names of indicators as their newest version says them. */
export async function indicatorNames(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<{ fr: string[]; en: string[] }> {
  if (codes.length === 0) return { fr: [], en: [] }
  const { rows } = await sql<{ fr: string; en: string | null }>`
    select v.name_fr as fr, v.name_en as en from app.indicators i
    join lateral (select name_fr, name_en from app.indicator_versions v where v.initiative_id = i.initiative_id and v.indicator_id = i.id
      order by v.valid_from desc limit 1) v on true
    where i.initiative_id = ${initiativeId}::uuid and i.code = any (${codes}::text[]) order by i.position, i.code`.execute(trx)
  return { fr: rows.map(({ fr }) => fr), en: rows.map(({ fr, en }) => en ?? fr) }
}

/** Initiatives whose clock runs and that are not closed; the caller is under the purpose of maintenance. */
export async function liveInitiatives(trx: Trx): Promise<{ id: string; slug: string }[]> {
  const { rows } = await sql<{ id: string; slug: string }>`
    select id, slug from app.initiatives where clock_frozen_at is null and state <> 'closed' order by slug`.execute(trx)
  return rows
}
