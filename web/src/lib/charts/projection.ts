/** Longitude and latitude to tenths of a pixel: a plane that touches the middle latitude, enough for one region or country. */
import type { Geometry } from './types.ts'

/** A closed outline in tenths of a pixel, its first point not repeated: x, y, x, y… */
export type Ring = readonly number[]

export interface Plane {
  /** Rings of each geometry, outer and inner alike: they are filled even-odd. */
  readonly shapes: readonly (readonly Ring[])[]
  readonly width: number
  readonly height: number
}

const PAD = 4

function pairs(line: unknown): [number, number][] {
  if (!Array.isArray(line)) return []
  return line.flatMap((point: unknown) => {
    if (!Array.isArray(point)) return []
    const [longitude, latitude] = [Number(point[0]), Number(point[1])]
    return Number.isFinite(longitude) && Number.isFinite(latitude) ? [[longitude, latitude] as [number, number]] : []
  })
}

function ringsOf(geometry: Geometry): [number, number][][] {
  const polygons: readonly unknown[] = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
  return polygons.flatMap((polygon) => (Array.isArray(polygon) ? polygon.map(pairs) : [])).filter((ring) => ring.length > 2)
}

/** Fits geometries into a width and a greatest height, north up; broken points are left out. */
export function project(geometries: readonly Geometry[], width: number, maxHeight: number): Plane {
  const places = geometries.map(ringsOf)
  let [west, east, south, north] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const rings of places) {
    for (const ring of rings) {
      for (const [longitude, latitude] of ring) {
        west = Math.min(west, longitude)
        east = Math.max(east, longitude)
        south = Math.min(south, latitude)
        north = Math.max(north, latitude)
      }
    }
  }
  if (west > east) return { shapes: places.map(() => []), width, height: 0 }
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180)
  const [wide, high] = [(east - west) * narrowing || 1e-9, north - south || 1e-9]
  const scale = Math.min((width - 2 * PAD) / wide, (maxHeight - 2 * PAD) / high)
  const left = (width - wide * scale) / 2
  const shapes = places.map((rings) =>
    rings
      .map((ring) => {
        const flat: number[] = []
        for (const [longitude, latitude] of ring) {
          const [x, y] = [Math.round((left + (longitude - west) * narrowing * scale) * 10), Math.round((PAD + (north - latitude) * scale) * 10)]
          if (flat.at(-2) !== x || flat.at(-1) !== y) flat.push(x, y)
        }
        if (flat.length > 2 && flat[0] === flat.at(-2) && flat[1] === flat.at(-1)) flat.length -= 2
        return flat
      })
      .filter((ring) => ring.length > 4),
  )
  return { shapes, width, height: Math.ceil(high * scale + 2 * PAD) }
}
