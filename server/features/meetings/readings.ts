import { createHmac } from 'node:crypto'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { UpdatePost } from '#shared/meetings/contract.ts'
import { readershipOf } from '#shared/meetings/readership.ts'
import { audienceSizes, insertReadings, readingCounts } from './readings-queries.ts'

/** The mark by which an organisation counts once: without the key, which is not in the database, nothing leads back to it. */
function markOf(key: Buffer, updateId: string, actor: Actor): string {
  const organisation = actor.partnerId ?? actor.organizationId ?? actor.personId
  return createHmac('sha256', key).update(`reading of ${updateId} by ${organisation}`).digest('base64url')
}

/**
 * Keeps that these updates were opened by the actor's organisation; the backbone, which writes them, is not counted. No audit
 * row: when somebody reads is their own affair.
 */
export async function keepReadings(trx: Trx, actor: Actor, key: Buffer, updates: readonly UpdatePost[]): Promise<void> {
  if (actor.role === 'backbone') return
  const marks = updates.filter(({ publishedOn }) => publishedOn !== null).map(({ id }) => ({ updateId: id, mark: markOf(key, id, actor) }))
  if (marks.length > 0) await insertReadings(trx, actor.initiative.id, marks, actor.today)
}

/** For the backbone: how many organisations of its audience opened each update until yesterday. */
export async function withReadership(trx: Trx, actor: Actor, updates: readonly UpdatePost[]): Promise<UpdatePost[]> {
  if (actor.role !== 'backbone' || updates.length === 0) return [...updates]
  const [counts, sizes] = [await readingCounts(trx, actor.today), await audienceSizes(trx, actor.initiative.id, actor.today)]
  return updates.map((update) => {
    if (update.publishedOn === null) return update
    const audience = update.audience === 'circle' ? sizes.circle : sizes.funder
    return { ...update, readership: readershipOf(Math.min(counts.get(update.id) ?? 0, audience), audience) }
  })
}
