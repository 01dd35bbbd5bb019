import { ruleOverPlaces } from '#shared/indicators/definition.ts'
import type { KnownPeriod } from '#shared/progress/assemble.ts'
import { estimateText, type RangedPlace } from '#shared/progress/overlap.ts'
import { overlapRatesOn, type Rules } from '#shared/progress/rules.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { boundsOf, linksBelow, type BoundsBelow, type LinkBelow } from './overlap-queries.ts'
import type { VersionPlan } from './plan.ts'
import type { ComponentRow, Pairs } from './queries.ts'

/** Whether estimates of the parts make that of the whole: somebody was measured, and places share nobody. */
const addsEstimates = ({ overlaps, definition }: Rules) =>
  overlaps.length > 0 && ruleOverPlaces(definition, 'partners') === 'range' && ruleOverPlaces(definition, 'territories') === 'sum'

const key = (slot: number, territoryId: string, category: string) => `${slot} ${territoryId} ${category}`

/** Bounds of a place with those of everything below it at the end of a period. */
function branch(cell: BoundsBelow, day: string, children: ReadonlyMap<string, readonly LinkBelow[]>, cells: ReadonlyMap<string, BoundsBelow>): RangedPlace {
  const below = (children.get(cell.territoryId) ?? [])
    .filter((link) => link.validFrom <= day && (link.validTo === null || link.validTo > day))
    .flatMap((link) => cells.get(key(cell.slot, link.territoryId, cell.category)) ?? [])
  return { territoryId: cell.territoryId, lower: cell.lower, upper: cell.upper, own: cell.own, below: below.map((one) => branch(one, day, children, cells)) }
}

/**
 * Gives the cells of places their estimate of people without those counted twice, where it is the sum of the estimates
 * below (domain 3.4). Only versions with a measured overlap are looked up: for the others this reads nothing.
 */
export async function withEstimates(
  trx: Trx,
  actor: Actor,
  plans: readonly VersionPlan[],
  rows: readonly ComponentRow[],
  basis: string,
  category: string,
): Promise<readonly ComponentRow[]> {
  const slots = plans.flatMap((plan) => plan.read.map((period): { rules: Rules; period: KnownPeriod } => ({ rules: plan.rules, period })))
  const needsParts = (row: ComponentRow) =>
    addsEstimates((slots[row.slot - 1] as (typeof slots)[number]).rules) && row.lowerBound !== row.upperBound && row.ownPresence !== 'reported'
  const concerned = rows.filter(needsParts)
  if (concerned.length === 0) return rows
  const asked = [...new Set(concerned.map((row) => row.slot))]
  const pairs: Pairs = {
    versionIds: asked.map((slot) => (slots[slot - 1] as (typeof slots)[number]).rules.versionId),
    periodIds: asked.map((slot) => (slots[slot - 1] as (typeof slots)[number]).period.id),
  }
  const tops = [...new Set(concerned.map((row) => row.territoryId))]
  const look = async () => {
    const links = await linksBelow(trx, actor.initiative.id, tops)
    const ids = [...new Set([...tops, ...links.map((link) => link.territoryId)])]
    return { links, bounds: links.length === 0 ? [] : await boundsOf(trx, actor.initiative.id, pairs, ids, basis, category) }
  }
  // The parts are looked at for their sum alone, which every reader of the whole may know.
  const { links, bounds } = actor.role === 'backbone' ? await look() : await withPurpose(trx, 'maintenance', look)
  if (links.length === 0) return rows
  const children = Map.groupBy(links, (link) => link.parentId)
  const cells = new Map(
    bounds.map((one) => ({ ...one, slot: asked[one.slot - 1] as number })).map((one) => [key(one.slot, one.territoryId, one.category), one]),
  )
  return rows.map((row) => {
    const cell = needsParts(row) ? cells.get(key(row.slot, row.territoryId, row.category)) : undefined
    if (cell === undefined) return row
    const { rules, period } = slots[row.slot - 1] as (typeof slots)[number]
    return { ...row, estimate: estimateText(branch(cell, period.endsOn, children, cells), overlapRatesOn(rules, period.endsOn), false) }
  })
}
