import type { FastifyBaseLogger } from 'fastify'
import type { Extraction } from '#shared/exchange/extraction.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { inContext, type DbContext } from '#server/platform/db/context.ts'
import type { Db } from '#server/platform/db/connect.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { endImport, faultResult, runImport, type ImportRequest } from './service.ts'

/** Ends an import whose file took longer to read than an answer may wait: a job with the context of the hat that began it. */
export async function finishLater(
  deps: { db: Db; now: () => Date },
  actor: Actor,
  importId: string,
  request: Omit<ImportRequest, 'extraction'>,
  parsing: Promise<Extraction>,
  log: FastifyBaseLogger,
): Promise<void> {
  const context: DbContext = {
    initiativeId: actor.initiative.id,
    actorId: actor.userId,
    role: actor.role,
    partnerId: actor.partnerId,
    commitment: actor.commitment,
  }
  const end = (state: 'refused' | 'failed', result: ReturnType<typeof faultResult> | null) =>
    inContext(deps.db, context, (trx) => endImport(trx, actor, deps.now(), importId, request, state, result))
  // Nobody waits for this: an end that cannot be written either is told to the log, and the import shows as failed in time.
  const told = (error: unknown) => log.error({ err: error, importId }, 'the end of an import could not be kept')
  try {
    const extraction = await parsing
    await inContext(deps.db, context, (trx) => runImport(trx, actor, deps.now(), { ...request, extraction }, importId))
  } catch (error) {
    if (error instanceof FileFault) await end('refused', faultResult(error)).catch(told)
    else {
      log.error({ err: error, importId }, 'an import failed')
      await end('failed', null).catch(told)
    }
  }
}
