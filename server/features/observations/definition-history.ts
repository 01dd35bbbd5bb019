import type { z } from 'zod'
import { definitionChanges } from '#shared/indicators/meaning.ts'
import type { historyRoutes } from '#shared/observations/history.ts'
import { versionsOf } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { listActions, peopleBehind } from './history-queries.ts'

/**
 * Versions of a definition with what each changed, for every member; who did what is the leads' to read, everybody else reads what they
 * did themselves (domain 5, rows 14 and 41).
 * @throws not_found
 */
export async function readDefinitionHistory(trx: Trx, actor: Actor, indicator: string): Promise<z.output<typeof historyRoutes.definition.response>> {
  const { id } = actor.initiative
  const versions = (await versionsOf(trx, id, [indicator])).sort((a, b) => b.number - a.number)
  const [current] = versions
  if (current === undefined) throw problem('not_found')
  const actions = await listActions(trx, id, current.indicatorId, actor.isLead ? null : actor.userId)
  const people = await peopleBehind(trx, id, [...new Set(actions.flatMap(({ actorId }) => actorId ?? []))], null)
  return {
    versions: versions.map((version, index) => {
      const before = versions[index + 1]
      return {
        number: version.number,
        validFrom: version.validFrom,
        validTo: version.validTo,
        changeReasonFr: version.changeReasonFr,
        changeReasonEn: version.changeReasonEn,
        changes: before === undefined ? [] : definitionChanges(before, version).map(({ field, from, to }) => ({ field, from, to })),
      }
    }),
    actions: actions.map(({ at, action, actorId, details }) => ({
      at: at.toISOString(),
      action,
      name: actorId === null ? null : (people.get(actorId)?.name ?? null),
      details,
    })),
  }
}
