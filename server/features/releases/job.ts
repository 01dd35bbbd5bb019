import type { FastifyBaseLogger } from 'fastify'
import { markPublished } from '#server/features/observations/service.ts'
import { inContext, inSnapshot, type DbContext } from '#server/platform/db/context.ts'
import type { DatabaseAddress, Db } from '#server/platform/db/connect.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { buildRelease } from './build.ts'
import { awaitCorrections, endInterrupted, finishRelease, listUnsettled, noteProgress, releaseByNumber, settleRelease, updateRelease } from './queries.ts'
import { runReleaseWorker } from './worker.ts'

const contextOf = (actor: Actor): DbContext => ({
  initiativeId: actor.initiative.id,
  actorId: actorIdOf(actor),
  role: actor.role,
  partnerId: actor.partnerId,
  commitment: actor.commitment,
})

/**
 * Builds a release that was begun. Its content is read from one moment and written in one transaction; that it is ready is
 * said in a second one, so that how far it is can be told meanwhile.
 */
export async function buildInDatabase(db: Db, actor: Actor, number: number, now: Date): Promise<void> {
  const { id: initiativeId } = actor.initiative
  const context = contextOf(actor)
  const release = await inContext(db, context, (trx) => releaseByNumber(trx, initiativeId, number))
  if (release === undefined || release.state !== 'building') return
  try {
    await inContext(db, context, (trx) => awaitCorrections(trx, initiativeId))
    let telling: Promise<unknown> = Promise.resolve()
    const built = await inSnapshot(db, context, (trx) =>
      buildRelease(trx, actor, release, (done, total) => {
        telling = telling.then(() => inContext(db, context, (other) => noteProgress(other, initiativeId, release.id, done, total)))
      }),
    )
    await telling
    await inContext(db, context, (trx) => finishRelease(trx, initiativeId, release.id, { ...built, at: now }))
  } catch (error) {
    await inContext(db, context, (trx) => updateRelease(trx, initiativeId, release.id, { state: 'failed' }))
    throw error
  }
}

/** Marks the figures that a published release told as published, indicator by indicator; what is done stays done. */
export async function settleInDatabase(db: Db, actor: Actor, number: number): Promise<void> {
  const { id: initiativeId } = actor.initiative
  const context = contextOf(actor)
  const release = await inContext(db, context, (trx) => releaseByNumber(trx, initiativeId, number))
  if (release?.state !== 'published' || release.builtAt === null) return
  const told = { throughPeriod: release.throughPeriod, indicators: release.scope.indicators ?? null, builtAt: release.builtAt }
  for (;;) {
    const more = await inContext(db, context, (trx) => markPublished(trx, initiativeId, told))
    if (more === 0) break
  }
  await inContext(db, context, (trx) => settleRelease(trx, initiativeId, release.id))
}

/** Says of releases whose building nobody goes on with that they were interrupted. @returns numbers of published ones whose figures are not all marked */
export function failInterrupted(db: Db, actor: Actor): Promise<number[]> {
  return inContext(db, contextOf(actor), async (trx) => {
    await endInterrupted(trx, actor.initiative.id)
    return listUnsettled(trx, actor.initiative.id)
  })
}

/** Where the work of a release is done: in a process of its own, or here when there is no address of the database to give. */
export async function workOn(
  deps: { readonly db: Db; readonly address: DatabaseAddress | null; readonly now: () => Date },
  actor: Actor,
  number: number,
  kind: 'build' | 'settle',
  log: FastifyBaseLogger,
): Promise<void> {
  try {
    if (deps.address !== null) await runReleaseWorker({ kind, address: deps.address, actor, number, now: deps.now().getTime() })
    else if (kind === 'build') await buildInDatabase(deps.db, actor, number, deps.now())
    else await settleInDatabase(deps.db, actor, number)
  } catch (error) {
    log.error({ err: error, number, kind }, 'the work of a release failed')
  }
}
