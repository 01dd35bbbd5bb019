import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import type { NoteLinkInput } from '#shared/notes/contract.ts'
import { findActivity, findGoal, findIndicator, findPeriod, findTerritory } from './lookup-queries.ts'
import type { LinkTarget } from './write-queries.ts'

/**
 * What links point to, looked up in the initiative.
 * @throws unknown_reference naming the link that points nowhere
 */
export async function targetsOf(trx: Trx, actor: Actor, links: readonly NoteLinkInput[]): Promise<LinkTarget[]> {
  const initiativeId = actor.initiative.id
  const targets: LinkTarget[] = []
  for (const link of links) {
    const known = <T>(found: T | undefined, value: string = link.key): T => {
      if (found === undefined) throw problem('unknown_reference', { field: link.kind, value })
      return found
    }
    switch (link.kind) {
      case 'condition':
        targets.push({ kind: link.kind, condition: link.key })
        break
      case 'stage':
        targets.push({ kind: link.kind, stage: link.key })
        break
      case 'goal':
        targets.push({ kind: link.kind, goal_id: known(await findGoal(trx, initiativeId, link.key)) })
        break
      case 'activity':
        targets.push({ kind: link.kind, activity_id: known(await findActivity(trx, initiativeId, link.key)) })
        break
      case 'territory':
        targets.push({ kind: link.kind, territory_id: known(await findTerritory(trx, initiativeId, link.key, actor.today)) })
        break
      case 'indicator': {
        const period =
          link.period === undefined || link.period === null || link.period === '' ? null : known(await findPeriod(trx, initiativeId, link.period), link.period)
        targets.push({ kind: link.kind, indicator_id: known(await findIndicator(trx, initiativeId, link.key)), period_id: period })
        break
      }
    }
  }
  return targets
}
