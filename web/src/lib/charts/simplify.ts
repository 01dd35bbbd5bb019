/**
 * Fewer points for outlines that share their borders. Rings are cut where three places meet and each piece
 * is simplified in one direction (Ramer, Douglas and Peucker), so that neighbours keep the same border.
 */
import type { Ring } from './projection.ts'

const STRIDE = 1 << 20

const keyAt = (ring: Ring, index: number) => (ring[index * 2] ?? 0) * STRIDE + (ring[index * 2 + 1] ?? 0)

/** Points where more than two borders meet, or where a border leaves the coast. */
function junctionsOf(shapes: readonly (readonly Ring[])[]): Set<number> {
  const first = new Map<number, [number, number]>()
  const junctions = new Set<number>()
  for (const ring of shapes.flat()) {
    const count = ring.length / 2
    for (let index = 0; index < count; index += 1) {
      const key = keyAt(ring, index)
      const [a, b] = [keyAt(ring, (index + count - 1) % count), keyAt(ring, (index + 1) % count)]
      const seen = first.get(key)
      if (seen === undefined) first.set(key, [a, b])
      else if (!((seen[0] === a && seen[1] === b) || (seen[0] === b && seen[1] === a))) junctions.add(key)
    }
  }
  return junctions
}

function distance(x: number, y: number, ax: number, ay: number, bx: number, by: number): number {
  const [dx, dy] = [bx - ax, by - ay]
  const length = dx * dx + dy * dy
  const share = length === 0 ? 0 : Math.max(0, Math.min(1, ((x - ax) * dx + (y - ay) * dy) / length))
  return Math.hypot(x - ax - share * dx, y - ay - share * dy)
}

function thin(line: readonly number[], tolerance: number): number[] {
  const count = line.length / 2
  const keep = new Uint8Array(count)
  keep[0] = keep[count - 1] = 1
  const open: [number, number][] = [[0, count - 1]]
  for (let span = open.pop(); span !== undefined; span = open.pop()) {
    const [from, to] = span
    const [ax = 0, ay = 0, bx = 0, by = 0] = [line[from * 2], line[from * 2 + 1], line[to * 2], line[to * 2 + 1]]
    let [far, most] = [-1, tolerance]
    for (let index = from + 1; index < to; index += 1) {
      const away = distance(line[index * 2] ?? 0, line[index * 2 + 1] ?? 0, ax, ay, bx, by)
      if (away > most) [far, most] = [index, away]
    }
    if (far < 0) continue
    keep[far] = 1
    open.push([from, far], [far, to])
  }
  const result: number[] = []
  for (let index = 0; index < count; index += 1) if (keep[index] === 1) result.push(line[index * 2] ?? 0, line[index * 2 + 1] ?? 0)
  return result
}

function reversed(line: readonly number[]): number[] {
  const result: number[] = []
  for (let index = line.length - 2; index >= 0; index -= 2) result.push(line[index] ?? 0, line[index + 1] ?? 0)
  return result
}

/** One direction for a piece, whichever of its two places asks. */
function thinPiece(line: readonly number[], tolerance: number): number[] {
  const last = line.length / 2 - 1
  const ends = keyAt(line, 0) - keyAt(line, last)
  const isBackward = ends > 0 || (ends === 0 && keyAt(line, 1) > keyAt(line, last - 1))
  return isBackward ? reversed(thin(reversed(line), tolerance)) : thin(line, tolerance)
}

function simplifyRing(ring: Ring, junctions: ReadonlySet<number>, tolerance: number): number[] {
  const count = ring.length / 2
  let start = -1
  let smallest = 0
  for (let index = 0; index < count; index += 1) {
    if (start < 0 && junctions.has(keyAt(ring, index))) start = index
    if (keyAt(ring, index) < keyAt(ring, smallest)) smallest = index
  }
  if (start < 0) start = smallest
  const result: number[] = []
  let piece: number[] = []
  for (let step = 0; step <= count; step += 1) {
    const index = (start + step) % count
    piece.push(ring[index * 2] ?? 0, ring[index * 2 + 1] ?? 0)
    if (step > 0 && (step === count || junctions.has(keyAt(ring, index)))) {
      const kept = thinPiece(piece, tolerance)
      for (let place = 0; place < kept.length - 2; place += 1) result.push(kept[place] ?? 0)
      piece = [ring[index * 2] ?? 0, ring[index * 2 + 1] ?? 0]
    }
  }
  return result
}

/** Twice the surface of a ring, in squares of its unit. */
export function doubleArea(ring: Ring): number {
  let sum = 0
  for (let index = 0; index < ring.length; index += 2) {
    const [x = 0, y = 0, nextX = ring[0] ?? 0, nextY = ring[1] ?? 0] = [ring[index], ring[index + 1], ring[index + 2], ring[index + 3]]
    sum += x * nextY - nextX * y
  }
  return Math.abs(sum)
}

/**
 * Shapes with no point farther than `tolerance` from where it was, without islands and lakes too small to
 * be seen; the largest ring of each shape always stays.
 * @param tolerance in the unit of the rings, as `smallest` squared
 */
export function simplify(shapes: readonly (readonly Ring[])[], tolerance: number, smallest: number): Ring[][] {
  const junctions = junctionsOf(shapes)
  return shapes.map((rings) => {
    const areas = rings.map(doubleArea)
    const largest = areas.indexOf(Math.max(...areas))
    return rings.flatMap((ring, index) => {
      if (index !== largest && (areas[index] ?? 0) < 2 * smallest * smallest) return []
      const simple = simplifyRing(ring, junctions, tolerance)
      if (simple.length > 4) return [simple]
      return index === largest ? [ring.length > 8 ? simplifyRing(ring, junctions, 1) : ring] : []
    })
  })
}
