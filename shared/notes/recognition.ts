/** Could readers guess who wrote from what the note is linked to? (domain 4.4, rule 3) */

/** Fewer active partners than this make a link recognisable. */
export const RECOGNISABLE_BELOW = 3

/** Something a note is linked to, with the number of active partners that work on it; null where no partner answers for it. */
export interface LinkedThing {
  readonly kind: 'territory' | 'activity' | 'indicator'
  /** Code of the territory or indicator, identifier of the activity. */
  readonly key: string
  readonly activePartners: number | null
  /** One level up that is wide enough, or null. */
  readonly wider: string | null
}

export interface Recognisable {
  readonly kind: LinkedThing['kind']
  readonly key: string
  /** Where the link could be moved instead of being dropped. */
  readonly wider: string | null
}

/** Links that could tell who wrote: fewer than three active partners. */
export function recognisableLinks(things: readonly LinkedThing[]): Recognisable[] {
  return things
    .filter(({ activePartners }) => activePartners !== null && activePartners < RECOGNISABLE_BELOW)
    .map(({ kind, key, wider }) => ({ kind, key, wider }))
}

export interface Place {
  readonly code: string
  readonly parentCode: string | null
}

/**
 * Active partners of each territory: those that work in it or in a part of it. A partner of the whole region
 * is not counted for one municipality, so that the warning comes too often rather than too seldom.
 */
export function partnersByTerritory(places: readonly Place[], partnerTerritories: readonly { partner: string; territory: string }[]): Map<string, number> {
  const parent = new Map(places.map((place) => [place.code, place.parentCode]))
  const partners = new Map<string, Set<string>>(places.map((place) => [place.code, new Set()]))
  for (const { partner, territory } of partnerTerritories) {
    const seen = new Set<string>()
    for (let code: string | null | undefined = territory; typeof code === 'string' && !seen.has(code); code = parent.get(code)) {
      seen.add(code)
      partners.get(code)?.add(partner)
    }
  }
  return new Map([...partners].map(([code, set]) => [code, set.size]))
}

/** The nearest territory above with at least three active partners. */
export function widerTerritory(code: string, places: readonly Place[], counts: ReadonlyMap<string, number>): string | null {
  const parent = new Map(places.map((place) => [place.code, place.parentCode]))
  const seen = new Set<string>([code])
  for (let above = parent.get(code); typeof above === 'string' && !seen.has(above); above = parent.get(above)) {
    seen.add(above)
    if ((counts.get(above) ?? 0) >= RECOGNISABLE_BELOW) return above
  }
  return null
}
