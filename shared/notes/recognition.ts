/** Could readers guess who wrote from what the note is linked to? (domain 4.4, rule 3) */

/** Fewer active partners than this make a link recognisable. */
export const RECOGNISABLE_BELOW = 3

/** Something a note is linked to, with the active partners that work on it; null where no partner answers for it. */
export interface LinkedThing {
  readonly kind: 'territory' | 'activity' | 'indicator'
  /** Code of the territory or indicator, identifier of the activity. */
  readonly key: string
  readonly partners: ReadonlySet<string> | null
}

export interface Recognisable {
  readonly kind: LinkedThing['kind']
  readonly key: string
  /** Fewer than three partners work on it; false where only the links together leave so few. */
  readonly alone: boolean
}

/** How many partners fit all of the things. */
function fitting(things: readonly { partners: ReadonlySet<string> }[]): number {
  const [first, ...others] = things
  return first === undefined ? Infinity : [...first.partners].filter((partner) => others.every(({ partners }) => partners.has(partner))).length
}

/** Who goes last stands first. */
const turnOf = ({ kind, partners }: { kind: LinkedThing['kind']; partners: ReadonlySet<string> }) =>
  partners.size < RECOGNISABLE_BELOW ? 2 : kind === 'indicator' ? 0 : 1

/**
 * Links that could tell who wrote: those that fewer than three active partners fit alone, then those without which three fit all that remain
 * together, for whoever reads them reads them together. Of these, places and activities go before any indicator, and the narrowest first: everybody
 * is told the indicators of a public note and nothing else, so that what the circle is told of them must hold what everybody is.
 */
export function recognisableLinks(things: readonly LinkedThing[]): Recognisable[] {
  const kept = things
    .flatMap(({ kind, key, partners }) => (partners === null ? [] : [{ kind, key, partners }]))
    .sort((a, b) => turnOf(a) - turnOf(b) || b.partners.size - a.partners.size || `${a.kind} ${a.key}`.localeCompare(`${b.kind} ${b.key}`))
  const found: Recognisable[] = []
  while (fitting(kept) < RECOGNISABLE_BELOW) {
    const narrowest = kept.pop()
    if (narrowest === undefined) break
    found.push({ kind: narrowest.kind, key: narrowest.key, alone: narrowest.partners.size < RECOGNISABLE_BELOW })
  }
  return found
}

export interface Place {
  readonly code: string
  readonly parentCode: string | null
}

/**
 * Active partners of each territory: those that work in it or in a part of it. A partner of the whole region
 * is not counted for one municipality, so that the warning comes too often rather than too seldom.
 */
export function partnersByTerritory(places: readonly Place[], partnerTerritories: readonly { partner: string; territory: string }[]): Map<string, Set<string>> {
  const parent = new Map(places.map((place) => [place.code, place.parentCode]))
  const partners = new Map<string, Set<string>>(places.map((place) => [place.code, new Set()]))
  for (const { partner, territory } of partnerTerritories) {
    const seen = new Set<string>()
    for (let code: string | null | undefined = territory; typeof code === 'string' && !seen.has(code); code = parent.get(code)) {
      seen.add(code)
      partners.get(code)?.add(partner)
    }
  }
  return partners
}

/** The nearest territory above with at least three active partners. */
export function widerTerritory(code: string, places: readonly Place[], partners: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const parent = new Map(places.map((place) => [place.code, place.parentCode]))
  const seen = new Set<string>([code])
  for (let above = parent.get(code); typeof above === 'string' && !seen.has(above); above = parent.get(above)) {
    seen.add(above)
    if ((partners.get(above)?.size ?? 0) >= RECOGNISABLE_BELOW) return above
  }
  return null
}
