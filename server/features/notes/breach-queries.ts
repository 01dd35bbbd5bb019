import { sql } from 'kysely'
import type { Funder, SuspensionDays } from '#shared/notes/breaches.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Who a funder is: exactly one of the two. */
export interface FunderKey {
  readonly organizationId: string | null
  readonly personId: string | null
}

/** Funders with a hat that holds or will, each once, by name. */
export async function listFunders(trx: Trx, initiativeId: string): Promise<(Funder & { isPerson: boolean })[]> {
  const { rows } = await sql<Funder & { isPerson: boolean }>`
    select distinct coalesce(r.organization_id, r.person_id) as id, coalesce(o.name, s.name) as name, r.organization_id is null as "isPerson"
    from app.role_assignments r
    left join app.organizations o on o.initiative_id = r.initiative_id and o.id = r.organization_id
    left join app.persons s on s.initiative_id = r.initiative_id and s.id = r.person_id
    where r.initiative_id = ${initiativeId}::uuid and r.role = 'funder' and (r.ends_on is null or r.ends_on >= current_date)
    order by name, id`.execute(trx)
  return rows
}

export interface BreachRow {
  id: string
  funderId: string
  funderName: string
  whatHappened: string
  noteId: string | null
  filedOn: string
  filedBy: string
  filedByName: string | null
  partnerName: string | null
  outcome: string | null
  closedOn: string | null
  version: number
}

const FUNDER_OF = sql`
  left join app.organizations o on o.initiative_id = b.initiative_id and o.id = b.organization_id
  left join app.persons f on f.initiative_id = b.initiative_id and f.id = b.person_id`

/** Breaches that the actor may read, open ones first, then the newest; or one of them. */
export async function listBreaches(trx: Trx, initiativeId: string, id: string | null = null): Promise<BreachRow[]> {
  const { rows } = await sql<BreachRow>`
    select b.id, coalesce(b.organization_id, b.person_id) as "funderId", coalesce(o.name, f.name) as "funderName", b.what_happened as "whatHappened",
      b.note_id as "noteId", b.filed_on::text as "filedOn", b.filed_by as "filedBy", s.name as "filedByName",
      po.name as "partnerName", b.outcome, b.closed_on::text as "closedOn", b.version
    from app.note_breaches b ${FUNDER_OF}
    left join app.persons s on s.initiative_id = b.initiative_id and s.user_id = b.filed_by
    left join app.partners p on p.initiative_id = b.initiative_id and p.id = b.partner_id
    left join app.organizations po on po.initiative_id = b.initiative_id and po.id = p.organization_id
    where b.initiative_id = ${initiativeId}::uuid ${id === null ? sql`` : sql`and b.id = ${id}::uuid`}
    order by b.closed_on is not null, b.filed_on desc, b.id`.execute(trx)
  return rows
}

export async function insertBreach(
  trx: Trx,
  initiativeId: string,
  breach: { id: string; funder: FunderKey; whatHappened: string; noteId: string | null; filedOn: string; filedBy: string; partnerId: string | null },
): Promise<void> {
  const { id, funder, whatHappened, noteId, filedOn, filedBy, partnerId } = breach
  await trx
    .insertInto('note_breaches')
    .values({
      initiative_id: initiativeId,
      id,
      organization_id: funder.organizationId,
      person_id: funder.personId,
      what_happened: whatHappened,
      note_id: noteId,
      filed_on: filedOn,
      filed_by: filedBy,
      partner_id: partnerId,
    })
    .execute()
}

/** One breach, locked; undefined when the actor may not decide on it. */
export function breachForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('note_breaches')
    .select(['version', 'closed_on as closedOn', 'outcome'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function closeBreachRow(trx: Trx, initiativeId: string, id: string, outcome: string, on: string): Promise<void> {
  await trx
    .updateTable('note_breaches')
    .set({ outcome, closed_on: on, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export interface CorrectionRow {
  breachId: string
  former: string
  reason: string
  correctedOn: string
}

/** Former words of the breaches that the actor may read, or of one of them; the newest first. */
export function listCorrections(trx: Trx, initiativeId: string, breachId: string | null = null): Promise<CorrectionRow[]> {
  return trx
    .selectFrom('note_breach_corrections')
    .select(['breach_id as breachId', 'former', 'reason', 'corrected_on as correctedOn'])
    .where('initiative_id', '=', initiativeId)
    .$if(breachId !== null, (qb) => qb.where('breach_id', '=', breachId as string))
    .orderBy('breach_id')
    .orderBy('number', 'desc')
    .execute()
}

/** Puts other words in place of what was said of a breach, whose row is held; the former ones stay. */
export async function correctBreachRow(trx: Trx, initiativeId: string, id: string, outcome: string, reason: string, on: string): Promise<void> {
  await sql`
    insert into app.note_breach_corrections (initiative_id, breach_id, number, former, reason, corrected_on, filed_by, partner_id)
    select b.initiative_id, b.id, 1 + (select count(*) from app.note_breach_corrections c where c.initiative_id = b.initiative_id and c.breach_id = b.id),
      b.outcome, ${reason}, ${on}::date, b.filed_by, b.partner_id
    from app.note_breaches b where b.initiative_id = ${initiativeId}::uuid and b.id = ${id}::uuid`.execute(trx)
  await trx
    .updateTable('note_breaches')
    .set({ outcome, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

export interface SuspensionRow {
  id: string
  funderId: string
  funderName: string
  startsOn: string
  until: string | null
  reason: string
  suspendedBy: string | null
  liftedOn: string | null
  liftReason: string | null
  liftedBy: string | null
  version: number
}

/** Suspensions, newest first; or one of them. Row level security shows them to leads alone. */
export async function listSuspensions(trx: Trx, initiativeId: string, id: string | null = null): Promise<SuspensionRow[]> {
  const { rows } = await sql<SuspensionRow>`
    select b.id, coalesce(b.organization_id, b.person_id) as "funderId", coalesce(o.name, f.name) as "funderName", b.starts_on::text as "startsOn",
      b.until::text as until, b.reason, s.name as "suspendedBy", b.lifted_on::text as "liftedOn", b.lift_reason as "liftReason", l.name as "liftedBy", b.version
    from app.note_access_suspensions b ${FUNDER_OF}
    left join app.persons s on s.initiative_id = b.initiative_id and s.user_id = b.suspended_by
    left join app.persons l on l.initiative_id = b.initiative_id and l.user_id = b.lifted_by
    where b.initiative_id = ${initiativeId}::uuid ${id === null ? sql`` : sql`and b.id = ${id}::uuid`}
    order by b.starts_on desc, b.id`.execute(trx)
  return rows
}

export async function insertSuspension(
  trx: Trx,
  initiativeId: string,
  one: { id: string; funder: FunderKey; startsOn: string; until: string | null; reason: string; by: string | null },
): Promise<void> {
  await trx
    .insertInto('note_access_suspensions')
    .values({
      initiative_id: initiativeId,
      id: one.id,
      organization_id: one.funder.organizationId,
      person_id: one.funder.personId,
      starts_on: one.startsOn,
      until: one.until,
      reason: one.reason,
      suspended_by: one.by,
    })
    .execute()
}

/** One suspension, locked. */
export function suspensionForUpdate(trx: Trx, initiativeId: string, id: string) {
  return trx
    .selectFrom('note_access_suspensions')
    .select(['version', 'lifted_on as liftedOn', 'until'])
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export async function liftSuspensionRow(trx: Trx, initiativeId: string, id: string, lift: { on: string; reason: string; by: string | null }): Promise<void> {
  await trx
    .updateTable('note_access_suspensions')
    .set({ lifted_on: lift.on, lift_reason: lift.reason, lifted_by: lift.by, version: sql<number>`version + 1` })
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}

/** Days on which the note access of one funder is or was suspended, the present ones first. */
export async function suspensionDays(trx: Trx, organizationId: string | null, personId: string): Promise<SuspensionDays[]> {
  const { rows } = await sql<SuspensionDays>`
    select n.starts_on::text as "startsOn", n.until::text as until, n.lifted_on::text as "liftedOn", n.holds
    from app.note_suspensions(${organizationId}::uuid, ${personId}::uuid) n order by n.holds desc, n.starts_on desc`.execute(trx)
  return rows
}

/** The day on which the hat accepted the learning commitment, while it holds. */
export async function commitmentDay(trx: Trx, initiativeId: string, hatId: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select case when learning_commitment_on > current_date - 366 then learning_commitment_on::text end as day
    from app.role_assignments where initiative_id = ${initiativeId}::uuid and id = ${hatId}::uuid`.execute(trx)
  return rows[0]?.day ?? null
}
