import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'
import { figuresAsked } from '#server/platform/db/figures-of.ts'

/** An expected report. */
export interface ReportKey {
  indicatorId: string
  territoryId: string
  partnerId: string | null
  periodId: string
}

/** What is chosen, by id; null: whatever it is. */
export interface ReportChoice {
  readonly periodIds: readonly string[]
  readonly indicatorIds: readonly string[] | null
  readonly partnerIds: readonly string[] | null
  readonly territoryIds: readonly string[] | null
}

/** Expected reports that nobody handed in and no event excuses yet. A territory stands for everything that lay in it at the period's end. */
export async function listExcusable(trx: Trx, initiativeId: string, choice: ReportChoice, limit: number): Promise<ReportKey[]> {
  const { rows } = await sql<ReportKey>`
    with recursive within as (
      select p.id as period_id, p.ends_on, t.id, l.hierarchy
      from app.reporting_periods p
      join app.territories t on t.initiative_id = p.initiative_id and t.id = any (${choice.territoryIds ?? []}::uuid[])
      join app.territory_levels l on l.initiative_id = t.initiative_id and l.id = t.level_id
      where p.initiative_id = ${initiativeId}::uuid and p.id = any (${choice.periodIds}::uuid[])
      union
      select within.period_id, within.ends_on, tp.territory_id, within.hierarchy
      from within join app.territory_parents tp on tp.initiative_id = ${initiativeId}::uuid and tp.parent_id = within.id and tp.hierarchy = within.hierarchy
        and tp.valid_from <= within.ends_on and (tp.valid_to is null or tp.valid_to > within.ends_on))
    select a.indicator_id as "indicatorId", a.territory_id as "territoryId", a.partner_id as "partnerId", p.id as "periodId"
    from app.reporting_periods p
    join app.indicator_versions v on v.initiative_id = p.initiative_id and p.kind = case v.frequency when 'every_n_years' then 'year' else v.frequency end
      and v.valid_from <= p.ends_on and (v.valid_to is null or v.valid_to >= p.ends_on)
    join app.indicators i on i.initiative_id = p.initiative_id and i.id = v.indicator_id and i.archived_on is null
    join app.reporting_assignments a on a.initiative_id = p.initiative_id and a.indicator_id = i.id and not a.paused
      and a.valid_from <= p.ends_on and (a.valid_to is null or a.valid_to >= p.ends_on)
      and (a.period_filter is null or split_part(p.code, '-', 2) = any (a.period_filter))
    left join lateral (${figuresAsked(sql`'TOTAL'`)}) o on o.state in ('submitted', 'validated', 'published') and o.presence in ('reported', 'not_applicable')
    left join app.excused_reports x on x.initiative_id = p.initiative_id and x.indicator_id = i.id and x.period_id = p.id and x.territory_id = a.territory_id
      and x.partner_id is not distinct from a.partner_id
    where p.initiative_id = ${initiativeId}::uuid and p.id = any (${choice.periodIds}::uuid[]) and o.id is null and x.id is null
      ${choice.indicatorIds === null ? sql`` : sql`and i.id = any (${choice.indicatorIds}::uuid[])`}
      ${choice.partnerIds === null ? sql`` : sql`and a.partner_id = any (${choice.partnerIds}::uuid[])`}
      ${choice.territoryIds === null ? sql`` : sql`and exists (select 1 from within w where w.period_id = p.id and w.id = a.territory_id)`}
    group by 1, 2, 3, 4 order by 1, 4, 2, 3 limit ${limit}`.execute(trx)
  return rows
}

/** Excuses reports for an event. @returns how many; one that somebody excused meanwhile is left as it is */
export async function insertExcuses(trx: Trx, initiativeId: string, eventId: string, keys: readonly ReportKey[]): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    insert into app.excused_reports (initiative_id, event_id, indicator_id, territory_id, partner_id, period_id)
    select ${initiativeId}::uuid, ${eventId}::uuid, k."indicatorId", k."territoryId", k."partnerId", k."periodId"
    from json_to_recordset(${JSON.stringify(keys)}::json) as k("indicatorId" uuid, "territoryId" uuid, "partnerId" uuid, "periodId" uuid)
    on conflict on constraint excused_reports_once_key do nothing
    returning id`.execute(trx)
  return rows.length
}

export async function deleteExcuses(trx: Trx, initiativeId: string, eventId: string): Promise<void> {
  await sql`delete from app.excused_reports where initiative_id = ${initiativeId}::uuid and event_id = ${eventId}::uuid`.execute(trx)
}

export interface EventRow {
  id: string
  noteFr: string
  noteEn: string | null
  filters: { periods: string[]; partners: string[]; territories: string[]; indicators: string[] }
  declaredOn: string
  liftedOn: string | null
  liftedReason: string | null
  version: number
  /** Of those that this hat may read. */
  reports: number
}

/** Events, latest first; or one of them. */
export async function listEvents(trx: Trx, initiativeId: string, eventId: string | null = null): Promise<EventRow[]> {
  const { rows } = await sql<EventRow>`
    select e.id, e.note_fr as "noteFr", e.note_en as "noteEn", e.filters, e.declared_on as "declaredOn", e.lifted_on as "liftedOn", e.lifted_reason as "liftedReason",
      e.version, (select count(*)::int from app.excused_reports x where x.initiative_id = e.initiative_id and x.event_id = e.id) as reports
    from app.collection_events e
    where e.initiative_id = ${initiativeId}::uuid ${eventId === null ? sql`` : sql`and e.id = ${eventId}::uuid`}
    order by e.declared_on desc, e.id limit 200`.execute(trx)
  return rows
}

/** @returns the version that stands, on a row that is locked now; null when there is no such event */
export async function lockEvent(trx: Trx, initiativeId: string, eventId: string): Promise<{ version: number; liftedOn: string | null } | null> {
  const { rows } = await sql<{ version: number; liftedOn: string | null }>`
    select version, lifted_on as "liftedOn" from app.collection_events where initiative_id = ${initiativeId}::uuid and id = ${eventId}::uuid for update`.execute(
    trx,
  )
  return rows[0] ?? null
}

export async function insertEvent(
  trx: Trx,
  initiativeId: string,
  event: { id: string; noteFr: string; noteEn: string | null; filters: object; count: number; by: string | null; on: string },
): Promise<void> {
  await sql`
    insert into app.collection_events (initiative_id, id, note_fr, note_en, filters, report_count, declared_by, declared_on)
    values (${initiativeId}::uuid, ${event.id}::uuid, ${event.noteFr}, ${event.noteEn}, ${JSON.stringify(event.filters)}::jsonb, ${event.count}, ${event.by}::uuid, ${event.on}::date)`.execute(
    trx,
  )
}

export async function liftEvent(trx: Trx, initiativeId: string, eventId: string, by: string | null, on: string, reason: string): Promise<void> {
  await sql`
    update app.collection_events set lifted_by = ${by}::uuid, lifted_on = ${on}::date, lifted_reason = ${reason}, version = version + 1
    where initiative_id = ${initiativeId}::uuid and id = ${eventId}::uuid`.execute(trx)
}

/** Ids behind codes of indicators. */
export async function indicatorsNamed(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<{ id: string; code: string }[]> {
  const { rows } = await sql<{ id: string; code: string }>`
    select id, code from app.indicators where initiative_id = ${initiativeId}::uuid and code = any (${codes}::text[])`.execute(trx)
  return rows
}
