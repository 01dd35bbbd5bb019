import { sql } from 'kysely'
import type { Trx } from '../db/context.ts'
import type { Actor } from './actor.ts'
import { problem } from './problem.ts'

/**
 * Reserves an `Idempotency-Key` for this transaction, or gives the answer stored under it (P3).
 * A concurrent request with the same key waits for the first and then replays its answer. After a day a key is
 * free again: what was answered is not kept longer than a queue of writes may last.
 * @throws idempotency_key_invalid, idempotency_key_reused (same key, other body), not_found (the answer was taken back)
 */
export async function replayOrReserve(trx: Trx, actor: Actor, key: string | string[], hash: string): Promise<{ status: number; response: unknown } | null> {
  if (typeof key !== 'string' || key.length < 8 || key.length > 200) throw problem('idempotency_key_invalid')
  await trx
    .deleteFrom('idempotency_keys')
    .where('initiative_id', '=', actor.initiative.id)
    .where('actor_id', '=', actor.userId)
    .where('created_at', '<', sql<Date>`now() - interval '24 hours'`)
    .execute()
  const inserted = await trx
    .insertInto('idempotency_keys')
    .values({ initiative_id: actor.initiative.id, actor_id: actor.userId, key, request_hash: hash, status: 0, response: JSON.stringify(null) })
    .onConflict((conflict) => conflict.columns(['initiative_id', 'actor_id', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  if (inserted !== undefined) return null
  const stored = await trx
    .selectFrom('idempotency_keys')
    .select(['request_hash', 'status', 'response'])
    .where('initiative_id', '=', actor.initiative.id)
    .where('actor_id', '=', actor.userId)
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  if (stored.request_hash !== hash) throw problem('idempotency_key_reused')
  // What was answered has been taken back from this reader since (app.sync_note_guard).
  if (stored.status === 404) throw problem('not_found')
  return { status: stored.status, response: stored.response }
}

/** Keeps the answer under its key, in the transaction that made it. */
export async function storeAnswer(trx: Trx, actor: Actor, key: string, status: number, response: unknown): Promise<void> {
  await trx
    .updateTable('idempotency_keys')
    .set({ status, response: JSON.stringify(response ?? null) })
    .where('initiative_id', '=', actor.initiative.id)
    .where('actor_id', '=', actor.userId)
    .where('key', '=', key)
    .execute()
}
