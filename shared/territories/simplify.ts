import type { Polygons, Position, Ring } from './shape.ts'

/** One number for a point: shapes that touch share points exactly, because all are snapped to one grid. */
const keyOf = ([longitude, latitude]: Position) => Math.round((longitude + 180) * 100_000) * 18_000_001 + Math.round((latitude + 90) * 100_000)

/** Points where more than two borders meet, or where a border ends: they stay, so that neighbours keep touching. */
function junctionsOf(rings: readonly Ring[]): Set<number> {
  const neighbours = new Map<number, number[]>()
  for (const ring of rings) {
    const keys = ring.map(keyOf)
    keys.forEach((key, index) => {
      const known = neighbours.get(key) ?? []
      for (const other of [keys.at(index - 1) as number, keys[(index + 1) % keys.length] as number]) if (!known.includes(other)) known.push(other)
      neighbours.set(key, known)
    })
  }
  return new Set([...neighbours].filter(([, known]) => known.length > 2).map(([key]) => key))
}

/** Twice the area of a triangle in grid squares, exact whichever way the line is read: what is lost when its middle point goes. */
function areaOf([ax, ay]: Position, [bx, by]: Position, [cx, cy]: Position): number {
  const units = (degrees: number) => Math.round(degrees * 100_000)
  return Math.abs(units(bx - ax) * units(cy - ay) - units(cx - ax) * units(by - ay))
}

/** A heap of indexes, the least important first; ties are broken by place, so that both sides of a border agree. */
class Heap {
  readonly #items: number[] = []
  readonly #before: (a: number, b: number) => boolean
  readonly #at: Int32Array
  constructor(size: number, before: (a: number, b: number) => boolean) {
    this.#before = before
    this.#at = new Int32Array(size).fill(-1)
  }
  push(item: number): void {
    this.#put(this.#items.length, item)
    this.#up(this.#items.length - 1)
  }
  pop(): number | undefined {
    const first = this.#items[0]
    const last = this.#items.pop()
    if (first === undefined || last === undefined) return undefined
    this.#at[first] = -1
    if (first !== last) {
      this.#put(0, last)
      this.#down(0)
    }
    return first
  }
  moved(item: number): void {
    const index = this.#at[item] as number
    if (index < 0) return
    this.#up(index)
    this.#down(this.#at[item] as number)
  }
  #put(index: number, item: number): void {
    this.#items[index] = item
    this.#at[item] = index
  }
  #swap(a: number, b: number): void {
    const [first, second] = [this.#items[a] as number, this.#items[b] as number]
    this.#put(a, second)
    this.#put(b, first)
  }
  #less(a: number, b: number): boolean {
    return this.#before(this.#items[a] as number, this.#items[b] as number)
  }
  #up(start: number): void {
    for (let index = start; index > 0;) {
      const parent = (index - 1) >> 1
      if (!this.#less(index, parent)) return
      this.#swap(index, parent)
      index = parent
    }
  }
  #down(start: number): void {
    for (let index = start; ;) {
      let least = index
      for (const child of [2 * index + 1, 2 * index + 2]) if (child < this.#items.length && this.#less(child, least)) least = child
      if (least === index) return
      this.#swap(index, least)
      index = least
    }
  }
}

/** Importance of each point of an open line, its ends infinite (Visvalingam and Whyatt 1993: effective area). */
function importanceOf(line: readonly Position[]): Float64Array {
  const weight = new Float64Array(line.length).fill(Infinity)
  const [before, after] = [line.map((_, index) => index - 1), line.map((_, index) => index + 1)]
  const keys = line.map(keyOf)
  const own = (index: number) => areaOf(line[before[index] as number] as Position, line[index] as Position, line[after[index] as number] as Position)
  const heap = new Heap(line.length, (a, b) => {
    const [left, right] = [weight[a] as number, weight[b] as number]
    return left === right ? (keys[a] as number) < (keys[b] as number) : left < right
  })
  for (let index = 1; index < line.length - 1; index += 1) {
    weight[index] = own(index)
    heap.push(index)
  }
  for (let least = heap.pop(), floor = 0; least !== undefined; least = heap.pop()) {
    floor = Math.max(floor, weight[least] as number)
    weight[least] = floor
    const [left, right] = [before[least] as number, after[least] as number]
    after[left] = right
    before[right] = left
    for (const side of [left, right]) {
      if (side === 0 || side === line.length - 1) continue
      weight[side] = own(side)
      heap.moved(side)
    }
  }
  return weight
}

/** Importance of each point of a ring: arcs between junctions are weighed alone, alike from both sides. */
function weighRing(ring: Ring, junctions: ReadonlySet<number>): Float64Array {
  const fixed = ring.flatMap((point, index) => (junctions.has(keyOf(point)) ? [index] : []))
  // An island, or an enclave and the hole it fills: a point that both rings would choose stands for the junction.
  if (fixed.length === 0) fixed.push(ring.reduce((least, point, index) => (keyOf(point) < keyOf(ring[least] as Position) ? index : least), 0))
  const weight = new Float64Array(ring.length)
  fixed.forEach((start, order) => {
    const end = fixed[order + 1] ?? (fixed[0] as number) + ring.length
    const arc = Array.from({ length: end - start + 1 }, (_, step) => ring[(start + step) % ring.length] as Position)
    importanceOf(arc).forEach((value, step) => (weight[(start + step) % ring.length] = value))
  })
  return weight
}

function thin(ring: Ring, weight: Float64Array, threshold: number, isOuter: boolean): Ring {
  const kept = ring.filter((_, index) => (weight[index] as number) > threshold || weight[index] === Infinity)
  if (kept.length >= 3 || !isOuter) return kept
  const triangle = new Set([...weight.keys()].sort((a, b) => (weight[b] as number) - (weight[a] as number) || a - b).slice(0, 3))
  return ring.filter((_, index) => triangle.has(index))
}

/** Points of a level's shapes: enough for a map of the whole on a large screen, about 40 kB compressed (ux, e). */
export const pointsFor = (shapes: number) => Math.max(10_000, 14 * shapes)

/**
 * Fewer points for a set of shapes that share borders: at most about `maximum` in all. Points that matter
 * least to the outline go first; a border between two shapes is thinned alike on both sides. The first ring
 * of each shape always stays; islands and holes that are no longer visible go.
 */
export function simplifyShapes(shapes: readonly Polygons[], maximum: number): Polygons[] {
  const rings = shapes.flat(2)
  if (rings.reduce((count, ring) => count + ring.length, 0) <= maximum) return [...shapes]
  const junctions = junctionsOf(rings)
  const weights = new Map(rings.map((ring) => [ring, weighRing(ring, junctions)]))
  const all = new Float64Array(rings.reduce((count, ring) => count + ring.length, 0))
  let place = 0
  for (const weight of weights.values()) {
    all.set(weight, place)
    place += weight.length
  }
  all.sort()
  const threshold = all[Math.max(0, all.length - maximum - 1)] ?? 0
  return shapes.map((polygons) => {
    const largest = polygons.reduce((best, polygon) => ((polygon[0]?.length ?? 0) > (best[0]?.length ?? 0) ? polygon : best))
    return polygons.flatMap((polygon) => {
      const [outer, ...holes] = polygon.map((ring, index) => thin(ring, weights.get(ring) as Float64Array, threshold, index === 0 && polygon === largest))
      return outer === undefined || outer.length < 3 ? [] : [[outer, ...holes.filter((hole) => hole.length >= 3)]]
    })
  })
}
