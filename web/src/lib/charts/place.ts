/** Where labels go so that they cover neither each other nor the lines. */

export interface Box {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Spot {
  readonly x: number
  readonly y: number
}

const shared = (a: Box, b: Box) =>
  Math.max(0, Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)) * Math.max(0, Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y))

const holds = (box: Box, spot: Spot) => spot.x >= box.x && spot.x <= box.x + box.width && spot.y >= box.y && spot.y <= box.y + box.height

/** Points along a path, close enough that no label slips between two of them. */
export function along(path: readonly (Spot | null)[], distance = 5): Spot[] {
  return path.flatMap((to, index) => {
    const from = path[index - 1]
    if (to === null) return []
    if (from == null) return [to]
    const parts = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / distance))
    return Array.from({ length: parts }, (_, part) => ({
      x: from.x + ((to.x - from.x) * (part + 1)) / parts,
      y: from.y + ((to.y - from.y) * (part + 1)) / parts,
    }))
  })
}

/**
 * Chooses one candidate for each label, in the order of the labels: the earliest candidate with the least
 * of other labels, drawn spots and outside under it.
 */
export function placeLabels(labels: readonly (readonly Box[])[], spots: readonly Spot[], bounds: Box): Box[] {
  const placed: Box[] = []
  for (const candidates of labels) {
    let [best, least] = [candidates[0], Infinity]
    for (const box of candidates) {
      const outside = box.width * box.height - shared(box, bounds)
      const cost = outside * 3 + placed.reduce((sum, other) => sum + shared(box, other), 0) + spots.filter((spot) => holds(box, spot)).length * 40
      if (cost < least) [best, least] = [box, cost]
    }
    if (best !== undefined) placed.push(best)
  }
  return placed
}

/** Heights moved apart so that blocks do not overlap, each as near as it can be to where it belongs. */
export function spread(centres: readonly number[], heights: readonly number[], top: number, bottom: number): number[] {
  const order = centres.map((_, index) => index).sort((a, b) => (centres[a] ?? 0) - (centres[b] ?? 0))
  const result = [...centres]
  const half = (index: number) => (heights[index] ?? 0) / 2
  let edge = top
  for (const index of order) {
    result[index] = Math.max(result[index] ?? 0, edge + half(index))
    edge = (result[index] ?? 0) + half(index)
  }
  edge = bottom
  for (const index of order.toReversed()) {
    result[index] = Math.min(result[index] ?? 0, edge - half(index))
    edge = (result[index] ?? 0) - half(index)
  }
  return result
}
