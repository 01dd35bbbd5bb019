/** Where a name fits inside a shape. */
import type { Ring } from './projection.ts'
import { doubleArea } from './simplify.ts'

export interface LabelPlace {
  /** Middle of the widest free place, in the unit of the ring. */
  readonly x: number
  readonly y: number
  /** Free width and height around it. */
  readonly width: number
  readonly height: number
}

/** Where a straight line through `at` crosses the ring; `axis` 0 for a line at x = at, 1 for y = at. */
function crossings(ring: Ring, at: number, axis: 0 | 1): number[] {
  const found: number[] = []
  for (let index = 0; index < ring.length; index += 2) {
    const next = (index + 2) % ring.length
    const [a = 0, b = 0] = [ring[index + axis], ring[next + axis]]
    const [c = 0, d = 0] = [ring[index + 1 - axis], ring[next + 1 - axis]]
    if (a > at !== b > at) found.push(c + ((at - a) / (b - a)) * (d - c))
  }
  return found.sort((x, y) => x - y)
}

/** The best of some horizontal lines through the largest ring: wide, and with height to spare. */
export function labelPlace(rings: readonly Ring[]): LabelPlace | null {
  const ring = rings.toSorted((a, b) => doubleArea(b) - doubleArea(a))[0]
  if (ring === undefined) return null
  const ys = ring.filter((_, index) => index % 2 === 1)
  const [top, bottom] = [Math.min(...ys), Math.max(...ys)]
  let best: LabelPlace | null = null
  for (let line = 1; line < 24; line += 1) {
    const y = top + ((bottom - top) * line) / 24 + 0.013
    const across = crossings(ring, y, 1)
    for (let index = 0; index + 1 < across.length; index += 2) {
      const [from = 0, to = 0] = [across[index], across[index + 1]]
      const x = (from + to) / 2
      const down = crossings(ring, x + 0.013, 0)
      const above = Math.max(...down.filter((value) => value <= y), -Infinity)
      const below = Math.min(...down.filter((value) => value >= y), Infinity)
      const place = { x, y, width: to - from, height: 2 * Math.min(y - above, below - y) }
      if (
        Number.isFinite(place.height) &&
        (best === null || place.width * 0.6 + Math.min(place.height, place.width) > best.width * 0.6 + Math.min(best.height, best.width))
      )
        best = place
    }
  }
  return best
}
