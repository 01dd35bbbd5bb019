/** A place: longitude, latitude, in degrees. */
export type Position = readonly [number, number]
export type Ring = readonly Position[]

export interface Geometry {
  readonly type: 'Polygon' | 'MultiPolygon'
  readonly coordinates: readonly unknown[]
}

/** Rings of each polygon, the outer one first; rings are open: the first point is not repeated. */
export type Polygons = readonly (readonly Ring[])[]

/** Five decimals of a degree: about a metre. */
const GRID = 100_000
const snap = (degrees: number) => Math.round(degrees * GRID) / GRID

function ringOf(raw: unknown): Ring | null {
  if (!Array.isArray(raw)) return null
  const ring: Position[] = []
  for (const position of raw as unknown[]) {
    if (!Array.isArray(position)) return null
    const [longitude, latitude] = position as unknown[]
    if (typeof longitude !== 'number' || typeof latitude !== 'number' || !(Math.abs(longitude) <= 180) || !(Math.abs(latitude) <= 90)) return null
    const point: Position = [snap(longitude), snap(latitude)]
    const last = ring.at(-1)
    if (last === undefined || last[0] !== point[0] || last[1] !== point[1]) ring.push(point)
  }
  const [first, last] = [ring[0], ring.at(-1)]
  if (first !== undefined && last !== undefined && ring.length > 1 && first[0] === last[0] && first[1] === last[1]) ring.pop()
  return ring
}

/**
 * Polygons of a GeoJSON geometry, points snapped to a metre and rings opened. Rings that are smaller than
 * the grid disappear. Null when it is no polygon in degrees, or nothing is left of it.
 */
export function polygonsOf(geometry: Geometry): Polygons | null {
  const raw = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  const polygons: Ring[][] = []
  for (const polygon of raw) {
    if (!Array.isArray(polygon)) return null
    const rings = (polygon as unknown[]).map(ringOf)
    if (rings.some((ring) => ring === null)) return null
    const [outer, ...holes] = rings as Ring[]
    if (outer !== undefined && outer.length >= 3) polygons.push([outer, ...holes.filter((hole) => hole.length >= 3)])
  }
  return polygons.length === 0 ? null : polygons
}

/** The GeoJSON geometry of polygons, rings closed again. */
export function geometryOf(polygons: Polygons): { type: 'Polygon' | 'MultiPolygon'; coordinates: number[][][] | number[][][][] } {
  const closed = polygons.map((rings) => rings.map((ring) => [...ring, ring[0] as Position].map(([longitude, latitude]) => [longitude, latitude])))
  return closed.length === 1 ? { type: 'Polygon', coordinates: closed[0] as number[][][] } : { type: 'MultiPolygon', coordinates: closed }
}
