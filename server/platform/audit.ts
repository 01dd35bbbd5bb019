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
  await trx
    .insertInto('audit_log')
    .values({
      initiative_id: actor.initiative.id,
      at: anonymous ? weekStart : now,
      actor_id: anonymous ? null : actorIdOf(actor),
      hat_id: anonymous || actor.hatId === NO_ACCOUNT ? null : actor.hatId,
      role: anonymous ? null : actor.role,
      partner_id: anonymous ? null : actor.partnerId,
      action: entry.action,
      object_type: entry.objectType,
      object_id: entry.objectId ?? null,
      details: JSON.stringify(entry.details ?? {}),
    })
    .execute()
}
