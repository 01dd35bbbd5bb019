import { meanIndex, type Counts } from './diagnostic.ts'
import type { Figures } from './figure-shapes.ts'
import { itemsOf, type Instrument } from './instrument.ts'
import { rounded } from './numbers.ts'
import type { RoundResult } from './shapes.ts'

/** How many views can lie over the one that a wheel shows (S65). */
export const MAX_OVERLAYS = 3

/** One view over another: a former round, a group of the same round, or what the group agreed on. */
export interface Overlay {
  /** As an address says it: `round:ID`, `group:KEY`, `agreed`. */
  readonly key: string
  readonly kind: 'round' | 'group' | 'agreed'
  /** Day of the round, or key of the group. */
  readonly name: string
  /** 0–100 by dimension and by item; what is not told is left out. */
  readonly dimensions: ReadonlyMap<string, number>
  readonly items: ReadonlyMap<string, { readonly index: number; readonly counts: Counts | null }>
}

const INDEX = { A: 100, B: 50, C: 0 } as const

function ofFigures(figures: Figures): Pick<Overlay, 'dimensions' | 'items'> {
  return {
    dimensions: new Map(figures.dimensions.flatMap(({ key, score }) => (score === null ? [] : [[key, score] as const]))),
    items: new Map(figures.items.flatMap(({ code, index, counts }) => (index === null ? [] : [[code, { index, counts }] as const]))),
  }
}

/** What the group agreed on: the index of each agreed item, and of a requirement once all its items are agreed on. */
function ofAgreed(instrument: Instrument, agreed: RoundResult['agreed']): Overlay[] {
  if (agreed.length === 0) return []
  const items = new Map(agreed.map(({ code, choice }) => [code, { index: INDEX[choice], counts: null }]))
  const dimensions = instrument.dimensions.flatMap(({ key }) => {
    const indices = itemsOf(instrument, key).map(({ code }) => items.get(code)?.index ?? null)
    const index = indices.includes(null) ? null : meanIndex(indices)
    return index === null ? [] : [[key, rounded(index)] as const]
  })
  return [{ key: 'agreed', kind: 'agreed', name: '', items, dimensions: new Map(dimensions) }]
}

/**
 * Views that may lie over a round: others asked with the same words in the same mode, its groups that may be told, what was agreed
 * on. Everything here is told elsewhere already; laying it over adds no number.
 */
export function overlaysOf(instrument: Instrument, results: readonly RoundResult[], shown: RoundResult): Overlay[] {
  const rounds = results
    .filter((one) => one.roundId !== shown.roundId && one.figures.hidden === null)
    .filter((one) => one.instrumentVersion === shown.instrumentVersion && one.mode === shown.mode)
    .toReversed()
    .map((one): Overlay => ({ key: `round:${one.roundId}`, kind: 'round', name: one.closedOn, ...ofFigures(one.figures) }))
  const groups = shown.figures.groups.map((group): Overlay => ({
    key: `group:${group.key}`,
    kind: 'group',
    name: group.key,
    dimensions: new Map(group.dimensions.map(({ key, score }) => [key, score])),
    items: new Map((group.items ?? []).map(({ code, index, counts }) => [code, { index, counts }])),
  }))
  return [...rounds, ...groups, ...ofAgreed(instrument, shown.agreed)]
}

/** Why an overlay that was asked for is not shown: a fourth one, or one that is not told (a group of too few among them). */
export type OverlayRefusal = { readonly key: string; readonly reason: 'too_many' | 'not_told' }

/** The overlays of an address, in the order they were asked for; the others with their reason. */
export function chooseOverlays(asked: readonly string[], offered: readonly Overlay[]): { shown: Overlay[]; refused: OverlayRefusal[] } {
  const shown: Overlay[] = []
  const refused: OverlayRefusal[] = []
  for (const key of new Set(asked)) {
    const overlay = offered.find((one) => one.key === key)
    if (overlay === undefined) refused.push({ key, reason: 'not_told' })
    else if (shown.length === MAX_OVERLAYS) refused.push({ key, reason: 'too_many' })
    else shown.push(overlay)
  }
  return { shown, refused }
}
