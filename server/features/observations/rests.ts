import { comparableParts, restOf, type BreakdownFigure } from '#shared/observations/breakdown.ts'
import { categoryText, TOTAL } from '#shared/observations/category.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { FigureRulesRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { keyText, type ResolvedFigure } from './figures.ts'
import { completeDimensions } from './lookup-queries.ts'
import { siblingsOf } from './queries.ts'
import { writeFigures, type WriteOptions } from './write.ts'

/** A figure that counts, or is about to. */
type Landed = BreakdownFigure & Pick<ResolvedFigure, 'isDirectTotal'> & { readonly state?: ObservationState }

const placeOf = (key: Landed) => keyText({ ...key, category: '' })

/**
 * Gives the unknown category what the others leave of the undivided figure (domain 3.9): in exclusive and exhaustive dimensions, once every
 * other category came in. Where somebody has said something of the unknown category, that stays.
 * @param landed figures that were handed in or imported just now; what counts beside them is looked up
 * @returns how many figures were made, or would be with `planOnly`
 */
export async function fillRests(
  trx: Trx,
  actor: Actor,
  now: Date,
  landed: readonly Landed[],
  versions: ReadonlyMap<string, FigureRulesRow>,
  options: Omit<WriteOptions, 'stateOf' | 'known' | 'onChange'>,
): Promise<number> {
  const initiativeId = actor.initiative.id
  const concerned = landed.filter(({ versionId }) => comparableParts(versions.get(versionId)).length > 0)
  const dimensions = concerned.length === 0 ? [] : await completeDimensions(trx, initiativeId)
  if (dimensions.length === 0) return 0
  const figures = new Map<string, Landed>((await siblingsOf(trx, initiativeId, concerned)).map((figure) => [keyText(figure), figure]))
  // What is only planned is not in the database.
  for (const figure of concerned) figures.set(keyText(figure), { ...figure, state: figures.get(keyText(figure))?.state ?? 'submitted' })
  const states = new Map<string, 'submitted' | 'validated'>()
  const rests = [...Map.groupBy(figures.values(), placeOf).values()].flatMap((place) => {
    const given = new Map(place.map((figure) => [figure.category, figure]))
    const [any] = place
    const version = versions.get(any?.versionId ?? '')
    if (any === undefined || version === undefined) return []
    return dimensions.flatMap((dimension): ResolvedFigure[] => {
      const textOf = (code: string) => categoryText([{ dimension: dimension.code, code }])
      const category = textOf(dimension.unknown)
      const known = dimension.known.map((code) => given.get(textOf(code)))
      const rest = given.has(category) ? null : restOf(given.get(TOTAL), known, comparableParts(version))
      if (rest === null) return []
      const { versionId, territoryId, partnerId, periodId, isDirectTotal } = given.get(TOTAL) ?? any
      const figure = { ...NOTHING_ELSE, ...rest, versionId, territoryId, partnerId, periodId, category, isDirectTotal }
      states.set(keyText(figure), place.every(({ state }) => state === 'validated' || state === 'published') ? 'validated' : 'submitted')
      return [figure]
    })
  })
  if (rests.length === 0) return 0
  const outcomes = await writeFigures(trx, actor, now, rests, { ...options, stateOf: (figure) => states.get(keyText(figure)) ?? 'submitted' })
  return outcomes.filter(({ outcome }) => outcome === 'created').length
}

/** A reported figure without what a difference does not have. Nobody looked at its place: a figure that stands there is not replaced. */
const NOTHING_ELSE = {
  presence: 'reported',
  presenceReason: null,
  sampleN: null,
  boolValue: null,
  achievedOn: null,
  amountOriginal: null,
  currencyCode: null,
  fxRate: null,
  fxDate: null,
  flags: [],
  comment: null,
  seenVersion: 0,
} as const
