import { isReached } from '#shared/wins/crossing.ts'
import { asReleaseReader, openRelease, readToldFigures, type OpenRelease, type ReleaseReader } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** The figure that a win rests on; null where it rests on none. */
export interface Rests {
  readonly indicator: string | null
  readonly period: string | null
  readonly territory: string | null
  readonly target: string | null
}

/**
 * Which of these an open release tells: figure shown, and still at its target there. A correction that takes it below, or a mask that
 * comes later, takes the win away from every reader but the backbone.
 */
export async function toldBy<Win extends Rests>(trx: Trx, initiativeId: string, open: OpenRelease, wins: readonly Win[]): Promise<Win[]> {
  const addressed = wins.flatMap(({ indicator, period, territory }) =>
    indicator === null || period === null || territory === null ? [] : [{ indicator, period, territory }],
  )
  const cells = await readToldFigures(trx, initiativeId, open.id, addressed)
  return wins.filter(({ indicator, period, territory, target }) => {
    if (indicator === null || target === null) return true
    const definition = open.catalogue.indicators.find(({ code }) => code === indicator)?.current
    const value = cells.find((cell) => cell.indicator === indicator && cell.period === period && cell.territory === territory)?.value ?? null
    if (definition === undefined || value === null) return false
    return isReached(value, target, {
      isMilestone: definition.unitKind === 'milestone',
      direction: definition.direction,
      lo: definition.maintainLo,
      hi: definition.maintainHi,
    })
  })
}

/** Which of these the latest release tells to members, read as the role that can read releases alone. */
export async function toldByLatest<Win extends Rests>(trx: Trx, reader: ReleaseReader, wins: readonly Win[]): Promise<ReadonlySet<Win>> {
  const bare = wins.filter(({ indicator }) => indicator === null)
  if (bare.length === wins.length) return new Set(bare)
  const told = await asReleaseReader(trx, async () => {
    const open = await openRelease(trx, reader, null)
    return open === null ? bare : toldBy(trx, reader.initiative.id, open, wins)
  })
  return new Set(told)
}
