import { sql } from 'kysely'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { hatHolds } from '#server/platform/db/hats.ts'

/** A figure's key, as far as row level security lets this hat read it. */
export interface FigureFacts {
  indicator: string
  territory: string
  partner: string | null
  partnerId: string | null
  period: string
  category: string
  state: ObservationState
}

export async function findFigure(trx: Trx, initiativeId: string, observationId: string): Promise<FigureFacts | undefined> {
  const { rows } = await sql<FigureFacts>`
    select i.code as indicator, t.code as territory, pa.code as partner, o.partner_id as "partnerId", p.code as period, o.category, o.state
    from app.observations o
    join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
    join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
    join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
    join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
    left join app.partners pa on pa.initiative_id = o.initiative_id and pa.id = o.partner_id
    where o.initiative_id = ${initiativeId}::uuid and o.id = ${observationId}::uuid`.execute(trx)
  return rows[0]
}

/** A figure's content as its history keeps it: null fields left out. */
export type StoredContent = Readonly<Record<string, unknown>>

export interface RevisionRow {
  number: number
  at: Date
  reason: string
  note: string | null
  oldState: ObservationState | null
  newState: ObservationState
  old: StoredContent | null
  new: StoredContent
  authorId: string | null
  approverId: string | null
  warnings: { code: string }[] | null
  confirmation: string | null
}

/** Changes of one figure that this hat may read, latest first. */
export async function listRevisions(trx: Trx, initiativeId: string, observationId: string): Promise<RevisionRow[]> {
  const { rows } = await sql<RevisionRow>`
    select r.number, r.at, r.reason, r.note, r.old_state as "oldState", r.new_state as "newState", r.old_figure as old, r.new_figure as new,
      r.author_id as "authorId", r.approver_id as "approverId", c.warnings, c.comment as confirmation
    from app.observation_revisions r
    left join app.observation_confirmations c on c.initiative_id = r.initiative_id and c.observation_id = r.observation_id and c.number = r.number
    where r.initiative_id = ${initiativeId}::uuid and r.observation_id = ${observationId}::uuid
    order by r.number desc`.execute(trx)
  return rows
}

export interface PersonRow {
  userId: string
  name: string
  /** Has a hat of this initiative today. */
  isActive: boolean
  isOfPartner: boolean
}

/** People behind accounts, and whether they are or were of a partner. */
export async function peopleBehind(trx: Trx, initiativeId: string, userIds: readonly string[], partnerId: string | null): Promise<Map<string, PersonRow>> {
  if (userIds.length === 0) return new Map()
  const { rows } = await sql<PersonRow>`
    select p.user_id as "userId", p.name,
      exists (select 1 from app.role_assignments r where r.initiative_id = p.initiative_id and r.user_id = p.user_id
        and ${hatHolds('r')}) as "isActive",
      exists (select 1 from app.role_assignments r where r.initiative_id = p.initiative_id and r.user_id = p.user_id
        and r.partner_id = ${partnerId}::uuid and r.role in ('partner_contributor', 'partner_viewer')) as "isOfPartner"
    from app.persons p
    where p.initiative_id = ${initiativeId}::uuid and p.user_id = any (${userIds}::uuid[])`.execute(trx)
  return new Map(rows.map((row) => [row.userId, row]))
}

export interface ActionRow {
  at: Date
  action: string
  actorId: string | null
  details: Record<string, unknown>
}

/** What was done to an indicator, latest first. @param by only what this account did; null: everybody */
export async function listActions(trx: Trx, initiativeId: string, indicatorId: string, by: string | null): Promise<ActionRow[]> {
  const { rows } = await sql<ActionRow>`
    select a.at, a.action, a.actor_id as "actorId", a.details
    from app.audit_log a
    where a.initiative_id = ${initiativeId}::uuid and a.object_type = 'indicator' and a.object_id = ${indicatorId}::text
      ${by === null ? sql`` : sql`and a.actor_id = ${by}::uuid`}
    order by a.sequence desc limit 200`.execute(trx)
  return rows
}
