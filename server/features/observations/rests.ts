import { TOTAL } from '#shared/observations/category.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import { decimal, toText, type Decimal } from '#shared/values/decimal.ts'
import type { FigureRulesRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { comparableParts } from './breakdown-check.ts'
import type { BreakdownFigure } from './breakdown.ts'
import { keyText, type ResolvedFigure } from './figures.ts'
import { completeDimensions, type CompleteDimension } from './lookup-queries.ts'
import { siblingsOf } from './queries.ts'
import { writeFigures, type WriteOptions } from './write.ts'

/** A figure that counts, or is about to. */
type Landed = BreakdownFigure & Pick<ResolvedFigure, 'isDirectTotal'> & { readonly state?: ObservationState }

/** The category of a place that was given, by its text. */
type Given = ReadonlyMap<string, Landed>

const placeOf = (key: Landed) => keyText({ ...key, category: '' })

/** What the undivided figure holds beyond the known categories; null where one of them did not come in, or nothing is left. */
function restOf(given: Given, { code, known }: CompleteDimension, version: FigureRulesRow): Pick<Landed, 'value' | 'numerator' | 'denominator'> | null {
  const whole = given.get(TOTAL)
  if (whole === undefined || known.length === 0) return null
  // A denominator that everybody shares is the unknown category's as well.
  const rest = { value: null as string | null, numerator: null as string | null, denominator: whole.denominator }
  let isAny = false
  for (const part of comparableParts(version)) {
    let left: Decimal | null = whole[part] === null ? null : decimal(whole[part])
    for (const category of known) {
      const one = given.get(`${code}:${category}`)?.[part] ?? null
      left = left === null || one === null ? null : left.minus(decimal(one))
    }
    if (left === null || left.isNegative()) return null
    isAny ||= left.gt(0)
    rest[part] = toText(left)
  }
  return isAny ? rest : null
}

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
    const given: Given = new Map(place.map((figure) => [figure.category, figure]))
    const [any] = place
    const version = versions.get(any?.versionId ?? '')
    if (any === undefined || version === undefined) return []
    return dimensions.flatMap((dimension): ResolvedFigure[] => {
      const category = `${dimension.code}:${dimension.unknown}`
      const rest = given.has(category) ? null : restOf(given, dimension, version)
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
