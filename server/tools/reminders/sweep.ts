import { tell, type Told } from '#server/features/notifications/service.ts'
import type { Db } from '#server/platform/db/connect.ts'
import { inContext, withPurpose } from '#server/platform/db/context.ts'
import { momentOf, type Actor } from '#server/platform/http/actor.ts'
import { enterAsOperator } from '../operator.ts'
import { gather } from './gather.ts'
import { listReaders, liveInitiatives, type ReaderRow } from './queries.ts'

const asReader = (operator: Actor, reader: ReaderRow): Actor => ({ ...operator, ...reader, isInstanceAdmin: false })

/**
 * Tells the people of one initiative what waits for them: each reader's part is read in that reader's own context, under
 * one hat, as a request of theirs would. Coming again tells nothing twice. @returns how many notifications are new
 */
export async function sweepInitiative(db: Db, slug: string, now: Date): Promise<number> {
  const entered = await db.transaction().execute(async (trx) => {
    const operator = await enterAsOperator(trx, slug, now)
    return operator === null ? null : { operator, readers: await listReaders(trx, operator.initiative.id) }
  })
  if (entered === null) return 0
  const { operator, readers } = entered
  const { id: initiativeId } = operator.initiative
  const told: Told[] = []
  for (const reader of readers) {
    const { userId: actorId, role, partnerId, commitment } = reader
    told.push(...(await inContext(db, { initiativeId, actorId, role, partnerId, commitment }, (trx) => gather(trx, asReader(operator, reader), now))))
  }
  const at = momentOf(operator, now)
  return inContext(db, { initiativeId, actorId: null, role: 'backbone', partnerId: null, commitment: false }, (trx) => tell(trx, initiativeId, told, at))
}

/** Slugs of the initiatives that are swept: a frozen clock reminds nobody in real time. */
export function sweptInitiatives(db: Db): Promise<string[]> {
  return db.transaction().execute((trx) => withPurpose(trx, 'maintenance', async () => (await liveInitiatives(trx)).map(({ slug }) => slug)))
}

/** Sweeps every initiative whose clock runs. One that fails does not keep the others from being told. @returns how many notifications are new */
export async function sweepAll(db: Db, now: Date, onError: (slug: string, error: unknown) => void): Promise<number> {
  let count = 0
  for (const slug of await sweptInitiatives(db)) {
    try {
      count += await sweepInitiative(db, slug, now)
    } catch (error) {
      onError(slug, error)
    }
  }
  return count
}
