import { sql } from 'kysely'
import type { CheckWarning, PastFigure } from '#shared/observations/checks.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { dueDateOf } from '#server/platform/db/due-date.ts'
import { figuresOf } from '#server/platform/db/figures-of.ts'

/** A figure with what its checks read of its period and of its way here. */
export interface CheckedRow {
  id: string
  versionId: string
  territoryId: string
  partnerId: string | null
  category: string
  period: string
  /** Last day in time; null when nobody asked for it, or an event excuses it. */
  dueOn: string | null
  /** Day it was handed in for good, in the initiative's time; null when it never was. */
  handedInOn: string | null
  presence: PastFigure['presence']
  value: string | null
  numerator: string | null
  denominator: string | null
}

/**
 * Figures by id with their due date and the day they came in: a figure that was sent back keeps its first day,
 * one that its partner took back does not.
 */
export async function checkedRows(trx: Trx, initiativeId: string, timeZone: string, ids: readonly string[]): Promise<CheckedRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<CheckedRow>`
    select o.id, o.indicator_version_id as "versionId", o.territory_id as "territoryId", o.partner_id as "partnerId", o.category, p.code as period,
      o.presence, o.value, o.numerator, o.denominator,
      case when exists (select 1 from app.reporting_assignments a
        where a.initiative_id = o.initiative_id and a.indicator_id = v.indicator_id and a.territory_id = o.territory_id
          and a.partner_id is not distinct from o.partner_id and not a.paused
          and a.valid_from <= p.ends_on and (a.valid_to is null or a.valid_to >= p.ends_on)
          and (a.period_filter is null or split_part(p.code, '-', 2) = any (a.period_filter)))
        and not exists (select 1 from app.excused_reports x where x.initiative_id = o.initiative_id and x.indicator_id = v.indicator_id and x.period_id = o.period_id
          and x.territory_id = o.territory_id and x.partner_id is not distinct from o.partner_id)
        then (${dueDateOf('o.partner_id')})::text end as "dueOn",
      (select (min(r.at) at time zone ${timeZone})::date::text from app.observation_revisions r
        where r.initiative_id = o.initiative_id and r.observation_id = o.id and r.new_state in ('submitted', 'validated')
          and r.number > coalesce((select max(b.number) from app.observation_revisions b
            where b.initiative_id = o.initiative_id and b.observation_id = o.id and b.old_state = 'submitted' and b.new_state = 'draft'), 0)) as "handedInOn"
    from app.observations o
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    where o.initiative_id = ${initiativeId}::uuid and o.id = any (${ids}::uuid[])`.execute(trx)
  return rows
}

const BEFORE = figuresOf({
  initiative: sql`f.initiative_id`,
  version: sql`f.indicator_version_id`,
  period: sql`p.id`,
  territory: sql`f.territory_id`,
  partner: sql`f.partner_id`,
  category: sql`f.category`,
})

/** Counted figures of the same version, territory, partner and category before each of these, newest first. */
export async function pastOf(trx: Trx, initiativeId: string, ids: readonly string[], limit: number): Promise<Map<string, PastFigure[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<PastFigure & { id: string }>`
    select f.id, past.*
    from app.observations f
    join app.reporting_periods fp on fp.initiative_id = f.initiative_id and fp.id = f.period_id
    cross join lateral (
      select p.code as period, o.presence, o.value, o.numerator, o.denominator
      from app.reporting_periods p
      cross join lateral (${BEFORE}) o
      where p.initiative_id = f.initiative_id and p.ends_on < fp.starts_on and o.state in ('submitted', 'validated', 'published')
      order by p.ends_on desc limit ${limit}) past
    where f.initiative_id = ${initiativeId}::uuid and f.id = any (${ids}::uuid[])`.execute(trx)
  return Map.groupBy(rows, ({ id }) => id)
}

/** What was confirmed when a figure was handed in. */
export interface ConfirmationRecord {
  readonly observation: string
  readonly number: number
  readonly partner: string | null
  readonly warnings: readonly CheckWarning[]
  /** Null where nothing but a zero was confirmed. */
  readonly comment: string | null
}

export async function insertConfirmations(
  trx: Trx,
  facts: { initiativeId: string; actorId: string | null; now: Date },
  confirmations: readonly ConfirmationRecord[],
): Promise<void> {
  if (confirmations.length === 0) return
  await sql`
    insert into app.observation_confirmations (initiative_id, observation_id, number, partner_id, warnings, comment, confirmed_by, at)
    select ${facts.initiativeId}::uuid, r.observation, r.number, r.partner, r.warnings, r.comment, ${facts.actorId}::uuid, ${facts.now}::timestamptz
    from json_to_recordset(${JSON.stringify(confirmations)}::json)
      as r(observation uuid, number integer, partner uuid, warnings jsonb, comment text)`.execute(trx)
}

export interface ConfirmationRow {
  id: string
  comment: string | null
  name: string | null
  at: Date
  userId: string | null
}

/** The last confirmation of each figure, with who confirmed. */
export async function lastConfirmations(trx: Trx, initiativeId: string, ids: readonly string[]): Promise<ConfirmationRow[]> {
  if (ids.length === 0) return []
  const { rows } = await sql<ConfirmationRow>`
    select distinct on (c.observation_id) c.observation_id as id, c.comment, s.name, c.at, c.confirmed_by as "userId"
    from app.observation_confirmations c
    join app.observations o on o.initiative_id = c.initiative_id and o.id = c.observation_id and o.version = c.number
    left join app.persons s on s.initiative_id = c.initiative_id and s.user_id = c.confirmed_by
    where c.initiative_id = ${initiativeId}::uuid and c.observation_id = any (${ids}::uuid[])
    order by c.observation_id, c.number desc`.execute(trx)
  return rows
}
