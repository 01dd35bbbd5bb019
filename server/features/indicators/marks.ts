import type { FigureRevision } from '#shared/indicators/marks.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listFigureRevisions } from './mark-queries.ts'
import { indicatorOfStory } from './story-queries.ts'

/** Most revisions told at once: the log has them all. */
const MOST = 500

/** Figures that were revised after validation, for their marks on a curve; funders read those of releases. @throws not_found */
export async function readRevisions(trx: Trx, actor: Actor, code: string): Promise<FigureRevision[]> {
  const { initiative } = actor
  if ((await indicatorOfStory(trx, initiative.id, code, false)) === undefined) throw problem('not_found')
  return listFigureRevisions(trx, initiative.id, code, initiative.timeZone, MOST)
}
