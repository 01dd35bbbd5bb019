import { sql } from 'kysely'
import type { DueExtension } from '#shared/observations/extensions.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Extensions that this hat may read, latest due date first; or one of them. */
export async function listExtensions(trx: Trx, initiativeId: string, timeZone: string, id: string | null = null): Promise<DueExtension[]> {
  const { rows } = await sql<DueExtension>`
    select e.id, pa.code as partner, g.name as "partnerName", p.code as period, i.code as indicator, e.due_on::text as "dueOn", e.reason,
      (e.granted_at at time zone ${timeZone})::date::text as "grantedOn"
    from app.due_extensions e
    join app.reporting_periods p on p.initiative_id = e.initiative_id and p.id = e.period_id
    left join app.indicators i on i.initiative_id = e.initiative_id and i.id = e.indicator_id
    left join app.partners pa on pa.initiative_id = e.initiative_id and pa.id = e.partner_id
    left join app.organizations g on g.initiative_id = pa.initiative_id and g.id = pa.organization_id
    where e.initiative_id = ${initiativeId}::uuid ${id === null ? sql`` : sql`and e.id = ${id}::uuid`}
    order by e.due_on desc, pa.code, p.code, i.code limit 500`.execute(trx)
  return rows
}

/** What an extension is about, by id. */
export interface ExtensionKey {
  readonly partnerId: string | null
  readonly periodId: string
  readonly indicatorId: string | null
}

/** Removes the extension of the same partner, period and indicator, if any. */
export async function deleteSameExtension(trx: Trx, initiativeId: string, key: ExtensionKey): Promise<void> {
  await sql`delete from app.due_extensions where initiative_id = ${initiativeId}::uuid and period_id = ${key.periodId}::uuid
    and partner_id is not distinct from ${key.partnerId}::uuid and indicator_id is not distinct from ${key.indicatorId}::uuid`.execute(trx)
}

export async function insertExtension(
  trx: Trx,
  initiativeId: string,
  extension: ExtensionKey & { id: string; dueOn: string; reason: string; by: string | null; at: Date },
): Promise<void> {
  await sql`
    insert into app.due_extensions (initiative_id, id, partner_id, period_id, indicator_id, due_on, reason, granted_by, granted_at)
    values (${initiativeId}::uuid, ${extension.id}::uuid, ${extension.partnerId}::uuid, ${extension.periodId}::uuid, ${extension.indicatorId}::uuid,
      ${extension.dueOn}::date, ${extension.reason}, ${extension.by}::uuid, ${extension.at}::timestamptz)`.execute(trx)
}

export async function deleteExtension(trx: Trx, initiativeId: string, id: string): Promise<void> {
  await sql`delete from app.due_extensions where initiative_id = ${initiativeId}::uuid and id = ${id}::uuid`.execute(trx)
}
