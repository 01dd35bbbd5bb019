/** Category text of an undivided figure. */
export const TOTAL = 'TOTAL'

/** One `dimension:code` pair of a category. */
export interface CategoryPair {
  readonly dimension: string
  readonly code: string
}

/**
 * Reads a category text (D26): `TOTAL`, or `dimension:code` pairs joined by `;`.
 * @returns pairs sorted by dimension, none for TOTAL; null when it is no category or names a dimension twice
 */
export function parseCategory(text: string): CategoryPair[] | null {
  if (text === TOTAL) return []
  const pairs = text.split(';').map((part) => {
    const colon = part.indexOf(':')
    return { dimension: part.slice(0, Math.max(colon, 0)).trim(), code: colon < 0 ? '' : part.slice(colon + 1).trim() }
  })
  if (pairs.some(({ dimension, code }) => dimension === '' || code === '')) return null
  pairs.sort((a, b) => (a.dimension < b.dimension ? -1 : a.dimension > b.dimension ? 1 : 0))
  return pairs.some(({ dimension }, index) => pairs[index + 1]?.dimension === dimension) ? null : pairs
}

/** Canonical text: what is stored and compared. */
export function categoryText(pairs: readonly CategoryPair[]): string {
  return pairs.length === 0
    ? TOTAL
    : pairs
        .map(({ dimension, code }) => `${dimension}:${code}`)
        .sort()
        .join(';')
}
