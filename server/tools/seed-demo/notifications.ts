import { sql } from 'kysely'
import type { Db } from '#server/platform/db/connect.ts'
import { inContext } from '#server/platform/db/context.ts'
import { listInitiatives } from '../initiative-list.ts'
import { sweepInitiative } from '../reminders/sweep.ts'

const SLUGS: readonly string[] = ['grandir-entre-rives', 'alliance-benkadi']

/** Tells the demo's people what waits for them on the day of its clock, once. Their addresses belong to nobody: no mail goes. */
export async function seedNotifications(db: Db, now: Date): Promise<void> {
  for (const { id, slug } of await listInitiatives(db)) {
    if (!SLUGS.includes(slug)) continue
    const isTold = await inContext(db, { initiativeId: id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, async (trx) => {
      await sql`select app.set_purpose('maintenance')`.execute(trx)
      const { rows } = await sql<{ told: boolean }>`select exists (select 1 from app.notifications where initiative_id = ${id}::uuid) as told`.execute(trx)
      return rows[0]?.told === true
    })
    if (!isTold) await sweepInitiative(db, slug, now)
  }
}
