import { sql } from 'kysely'
import type { IncidentInput, Incident } from '#shared/incidents/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'

export type IncidentRow = Omit<Incident, 'openedAt' | 'keptUntil'> & { openedAt: Date }

/** Incidents, latest first; or one of them. */
export async function listIncidents(trx: Trx, initiativeId: string, id: string | null = null): Promise<IncidentRow[]> {
  const { rows } = await sql<IncidentRow>`
    select n.id, n.number, n.origin, n.reason, n.information, n.circumstances, n.occurred_from::text as "occurredFrom", n.occurred_to::text as "occurredTo",
      n.is_period_approximate as "isPeriodApproximate", n.aware_on::text as "awareOn", n.persons_count as "personsCount", n.is_count_approximate as "isCountApproximate",
      n.risk, n.risk_reasons as "riskReasons", n.authority_notified_on::text as "authorityNotifiedOn", n.persons_notified_on::text as "personsNotifiedOn",
      n.notice_note as "noticeNote", n.measures, n.closed_on::text as "closedOn", s.name as "openedBy", n.opened_at as "openedAt", n.version
    from app.privacy_incidents n
    left join app.persons s on s.initiative_id = n.initiative_id and s.user_id = n.opened_by
    where n.initiative_id = ${initiativeId}::uuid ${id === null ? sql`` : sql`and n.id = ${id}::uuid`}
    order by n.number desc`.execute(trx)
  return rows
}

/** @returns the version that stands, on a row that is locked now */
export async function lockIncident(trx: Trx, initiativeId: string, id: string): Promise<{ version: number } | undefined> {
  const { rows } = await sql<{ version: number }>`
    select version from app.privacy_incidents where initiative_id = ${initiativeId}::uuid and id = ${id}::uuid for update`.execute(trx)
  return rows[0]
}

/** The fields that people fill in, with what was left out as null. */
const fields = (input: IncidentInput) => sql`${input.information}, ${input.circumstances}, ${input.occurredFrom}::date, ${input.occurredTo ?? null}::date,
  ${input.isPeriodApproximate}, ${input.awareOn}::date, ${input.personsCount ?? null}::integer, ${input.isCountApproximate}, ${input.risk}, ${input.riskReasons || null},
  ${input.authorityNotifiedOn ?? null}::date, ${input.personsNotifiedOn ?? null}::date, ${input.noticeNote || null}, ${input.measures || null}, ${input.closedOn ?? null}::date`
const NAMES = sql`information, circumstances, occurred_from, occurred_to, is_period_approximate, aware_on, persons_count, is_count_approximate, risk, risk_reasons,
  authority_notified_on, persons_notified_on, notice_note, measures, closed_on`

/** @returns its number; undefined when another took it meanwhile */
export async function insertIncident(
  trx: Trx,
  initiativeId: string,
  incident: { id: string; origin: Incident['origin']; reason: Incident['reason']; input: IncidentInput; by: string | null; now: Date },
): Promise<number | undefined> {
  const { rows } = await sql<{ number: number }>`
    insert into app.privacy_incidents (initiative_id, id, number, origin, reason, ${NAMES}, opened_by, opened_at, updated_at)
    select ${initiativeId}::uuid, ${incident.id}::uuid, coalesce((select max(n.number) from app.privacy_incidents n where n.initiative_id = ${initiativeId}::uuid), 0) + 1,
      ${incident.origin}, ${incident.reason}, ${fields(incident.input)}, ${incident.by}::uuid, ${incident.now}::timestamptz, ${incident.now}::timestamptz
    on conflict do nothing returning number`.execute(trx)
  return rows[0]?.number
}

export async function updateIncident(trx: Trx, initiativeId: string, id: string, input: IncidentInput, now: Date): Promise<void> {
  await sql`
    update app.privacy_incidents set (${NAMES}) = row (${fields(input)}), updated_at = ${now}::timestamptz, version = version + 1
    where initiative_id = ${initiativeId}::uuid and id = ${id}::uuid`.execute(trx)
}

/** Every initiative of the installation, for its administrators. */
export async function listInitiatives(trx: Trx): Promise<{ id: string; nameFr: string; nameEn: string | null }[]> {
  return trx.selectFrom('initiatives').select(['id', 'name_fr as nameFr', 'name_en as nameEn']).orderBy('name_fr').execute()
}
