import { meanIndex, type Counts } from './diagnostic.ts'
import type { Figures } from './figure-shapes.ts'
import { itemsOf, type Instrument } from './instrument.ts'
import { rounded } from './numbers.ts'
import { CHOICE_INDEX, countsOfChoice, type Choice } from './parties.ts'
import type { RoundResult } from './shapes.ts'

/** How many views can lie over the one that a wheel shows (S65). */
export const MAX_OVERLAYS = 3

/** One view over another: a former round, a group or a party of the same round, or what the group agreed on. */
export interface Overlay {
  /** As an address says it: `round:ID`, `group:KEY`, `party:PLACE`, `agreed`. */
  readonly key: string
  readonly kind: 'round' | 'group' | 'party' | 'agreed'
  /** Day of the round, key of the group, or both names of the party. */
  readonly name: string
  readonly nameEn?: string | null
  /** 0–100 by dimension and by item; what is not told is left out. */
  readonly dimensions: ReadonlyMap<string, number>
  readonly items: ReadonlyMap<string, { readonly index: number; readonly counts: Counts | null }>
}

function ofFigures(figures: Figures): Pick<Overlay, 'dimensions' | 'items'> {
  return {
    dimensions: new Map(figures.dimensions.flatMap(({ key, score }) => (score === null ? [] : [[key, score] as const]))),
    items: new Map(figures.items.flatMap(({ code, index, counts }) => (index === null ? [] : [[code, { index, counts }] as const]))),
  }
}

/** One answer a statement, as an overlay has it. */
const ofChoices = (choices: readonly (readonly [string, Choice])[]): Overlay['items'] =>
  new Map(choices.map(([code, choice]) => [code, { index: CHOICE_INDEX[choice], counts: countsOfChoice(choice) }]))

/** Parties that sent their sheet, in the order in which they were entered. */
function ofParties(figures: Figures): Overlay[] {
  return (figures.parties ?? []).flatMap(({ nameFr, nameEn, people, answers, dimensions }, index): Overlay[] =>
    people === null
      ? []
      : [
          {
            key: `party:${index + 1}`,
            kind: 'party',
            name: nameFr,
            nameEn,
            dimensions: new Map(dimensions.map(({ key, score }) => [key, score])),
            items: ofChoices(Object.entries(answers).flatMap(([code, choice]) => (choice === null ? [] : [[code, choice] as const]))),
          },
        ],
  )
}

/** What the group agreed on: the index of each agreed item, and of a requirement once all its items are agreed on. */
function ofAgreed(instrument: Instrument, agreed: RoundResult['agreed']): Overlay[] {
  if (agreed.length === 0) return []
  const items = ofChoices(agreed.map(({ code, choice }) => [code, choice]))
  const dimensions = instrument.dimensions.flatMap(({ key }) => {
    const indices = itemsOf(instrument, key).map(({ code }) => items.get(code)?.index ?? null)
    const index = indices.includes(null) ? null : meanIndex(indices)
    return index === null ? [] : [[key, rounded(index)] as const]
  })
  return [{ key: 'agreed', kind: 'agreed', name: '', items, dimensions: new Map(dimensions) }]
}

/**
 * Views that may lie over a round: others asked with the same words in the same mode, its groups that may be told, its parties, what
 * was agreed on. Everything here is told elsewhere already; laying it over adds no number.
 */
export function overlaysOf(instrument: Instrument, results: readonly RoundResult[], shown: RoundResult): Overlay[] {
  const rounds = results
    .filter((one) => one.roundId !== shown.roundId && one.figures.hidden === null)
    .filter((one) => one.instrumentVersion === shown.instrumentVersion && one.mode === shown.mode && one.figures.parties === undefined)
    .toReversed()
    .map((one): Overlay => ({ key: `round:${one.roundId}`, kind: 'round', name: one.closedOn, ...ofFigures(one.figures) }))
  const groups = shown.figures.groups.map((group): Overlay => ({
    key: `group:${group.key}`,
    kind: 'group',
    name: group.key,
    dimensions: new Map(group.dimensions.map(({ key, score }) => [key, score])),
    items: new Map((group.items ?? []).map(({ code, index, counts }) => [code, { index, counts }])),
  }))
  return [...rounds, ...groups, ...ofParties(shown.figures), ...ofAgreed(instrument, shown.agreed)]
}

/** What lies over a round by party until somebody chooses: what was agreed on, if anything was, and as many parties as there is room for. */
export function firstOverlays(offered: readonly Overlay[]): string[] {
  const agreed = offered.filter(({ kind }) => kind === 'agreed')
  const parties = offered.filter(({ kind }) => kind === 'party')
  return parties.length === 0 ? [] : [...parties.slice(0, MAX_OVERLAYS - agreed.length), ...agreed].map(({ key }) => key)
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
