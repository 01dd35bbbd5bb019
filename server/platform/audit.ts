import { sql } from 'kysely'
import { compiledOnce } from './db/compiled.ts'
import type { Trx } from './db/context.ts'
import { actorIdOf, NO_ACCOUNT, type Actor } from './http/actor.ts'

/** Who did it: an actor, or an instance administrator who has no hat in the initiative made. */
export interface Doer {
  readonly userId: string
  readonly hatId: string | null
  readonly role: Actor['role'] | null
  readonly partnerId: string | null
  readonly initiative: { readonly id: string }
}

/** What happens by itself, because its day came. */
export const NOBODY: Omit<Doer, 'initiative'> = { userId: NO_ACCOUNT, hatId: null, role: null, partnerId: null }

interface AuditRow {
  readonly initiativeId: string
  readonly at: Date
  readonly actorId: string | null
  readonly hatId: string | null
  readonly role: Actor['role'] | null
  readonly partnerId: string | null
  readonly action: string
  readonly objectType: string
  readonly objectId: string | null
  readonly details: string
}

const INSERT = compiledOnce((db, row: AuditRow) =>
  sql`
    insert into app.audit_log (initiative_id, at, actor_id, hat_id, role, partner_id, action, object_type, object_id, details)
    values (${row.initiativeId}, ${row.at}, ${row.actorId}, ${row.hatId}, ${row.role}, ${row.partnerId}, ${row.action}, ${row.objectType}, ${row.objectId}, ${row.details})`.compile(
    db,
  ),
)

/**
 * Writes the audit row of one business action, in its transaction (P2, D35).
 * `anonymous` keeps neither actor nor partner nor hour: learning notes and comments.
 */
export async function audit(
  trx: Trx,
  actor: Doer,
  entry: { action: string; objectType: string; objectId?: string | null; details?: Record<string, unknown>; anonymous?: boolean },
  now: Date,
): Promise<void> {
  const weekStart = new Date(now)
  weekStart.setUTCHours(0, 0, 0, 0)
  weekStart.setUTCDate(weekStart.getUTCDate() - ((weekStart.getUTCDay() + 6) % 7))
  const anonymous = entry.anonymous === true
  await INSERT(trx, {
    initiativeId: actor.initiative.id,
    at: anonymous ? weekStart : now,
    actorId: anonymous ? null : actorIdOf(actor),
    hatId: anonymous || actor.hatId === NO_ACCOUNT ? null : actor.hatId,
    role: anonymous ? null : actor.role,
    partnerId: anonymous ? null : actor.partnerId,
    action: entry.action,
    objectType: entry.objectType,
    objectId: entry.objectId ?? null,
    details: JSON.stringify(entry.details ?? {}),
  })
}
