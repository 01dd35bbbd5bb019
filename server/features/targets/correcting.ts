import type { DefinitionInput, IndicatorDetail } from '#shared/indicators/contract.ts'
import { editDefinition, readIndicator } from '#server/features/indicators/service.ts'
import { recomputeVersion } from '#server/features/observations/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'

/**
 * Corrects a definition; where that changes how totals are made, they are made anew before anybody reads them.
 * @throws as `editDefinition`
 */
export async function correctDefinition(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: {
    definition: DefinitionInput
    versionNumber?: number | undefined
    dimensionCodes?: readonly string[] | undefined
    reason?: string | null | undefined
  },
  ifMatch: number,
): Promise<IndicatorDetail> {
  const { versionId, movesTotals } = await editDefinition(trx, actor, now, code, input, ifMatch)
  if (movesTotals) await recomputeVersion(trx, actor.initiative.id, versionId)
  return readIndicator(trx, actor, code)
}
