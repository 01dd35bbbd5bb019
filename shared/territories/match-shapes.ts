import { fold, tidy } from '#shared/exchange/text.ts'

/** A territory that a shape may belong to. */
export interface ShapePlace {
  readonly code: string
  readonly nameFr: string
  readonly nameEn: string | null
}

/** How the features of a file were told to be territories. */
export interface ShapeMatch {
  /** Name of the property that says it; null when none says any. */
  readonly property: string | null
  readonly by: 'code' | 'name'
  /** Territory of each feature, by its place in the file; a territory may have several. */
  readonly codes: ReadonlyMap<number, string>
  /** Territories that each property would name, the best first. */
  readonly candidates: readonly { readonly property: string; readonly by: 'code' | 'name'; readonly matches: number }[]
}

/** Keys that name one territory alone: a name that two of them bear names neither. */
function keysOf(places: readonly ShapePlace[], by: 'code' | 'name'): Map<string, string> {
  const found = new Map<string, string | null>()
  for (const place of places) {
    const keys = by === 'code' ? [tidy(place.code)] : [...new Set([place.nameFr, place.nameEn ?? ''].map(fold).filter((key) => key !== ''))]
    for (const key of keys) found.set(key, found.has(key) && found.get(key) !== place.code ? null : place.code)
  }
  return new Map([...found].flatMap(([key, code]) => (code === null ? [] : [[key, code] as const])))
}

/**
 * Tells which territory each feature is, by the property whose values are codes, else names, of the most territories.
 * Codes come first where both say as much; names are compared without case, accents and punctuation.
 * @param property only this one, where somebody chose it
 */
export function matchShapes(
  properties: readonly string[],
  features: readonly (readonly (string | number | null)[])[],
  places: readonly ShapePlace[],
  property: string | null,
): ShapeMatch {
  const tried = properties.flatMap((name, column) =>
    property !== null && name !== property
      ? []
      : (['code', 'name'] as const).map((by) => {
          const keys = keysOf(places, by)
          const codes = new Map<number, string>()
          features.forEach((values, index) => {
            const text = String(values[column] ?? '')
            const code = keys.get(by === 'code' ? tidy(text) : fold(text))
            if (code !== undefined) codes.set(index, code)
          })
          return { property: name, by, codes, matches: new Set(codes.values()).size }
        }),
  )
  const ranked = tried.filter(({ matches }) => matches > 0).sort((a, b) => b.matches - a.matches || a.by.localeCompare(b.by))
  const [best] = ranked
  return {
    property: best?.property ?? null,
    by: best?.by ?? 'code',
    codes: best?.codes ?? new Map(),
    candidates: ranked.map(({ property: name, by, matches }) => ({ property: name, by, matches })),
  }
}
