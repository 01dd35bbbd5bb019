import { cellText, FileFault } from '#shared/exchange/table.ts'
import { matchShapes, type ShapePlace } from '#shared/territories/match-shapes.ts'
import { MOST_FEATURES } from '#shared/territories/shape-upload.ts'
import { geometryOf, polygonsOf, type Geometry, type Polygons } from '#shared/territories/shape.ts'
import { pointsFor, simplifyShapes } from '#shared/territories/simplify.ts'
import { readShapes } from './shapes.ts'

/** A file of shapes read, told apart by territory and thinned once. */
export interface ShapeFile {
  readonly property: string
  readonly by: 'code' | 'name'
  readonly features: number
  readonly pointsBefore: number
  readonly points: number
  readonly shapes: readonly { readonly code: string; readonly geometry: Geometry }[]
  /** Values of the property that are no territory. */
  readonly unmatched: readonly string[]
}

const pointsOf = (shapes: readonly Polygons[]) => shapes.flat(2).reduce((count, ring) => count + ring.length, 0)

/** Polygons of the features of one territory together; a fault where a place is no longitude and latitude. */
function together(geometries: readonly { row: number; geometry: Geometry }[]): Polygons {
  return geometries.flatMap(({ row, geometry }) => {
    const polygons = polygonsOf(geometry)
    if (polygons === null) throw new FileFault('shapes_not_degrees', [{ sheet: null, row, column: null, value: null }])
    return polygons
  })
}

/**
 * Reads GeoJSON or TopoJSON, tells which territory each feature is and thins all shapes together: neighbours keep one border.
 * @throws FileFault not_shapes, file_unreadable, shapes_too_many, shapes_no_polygon, shapes_unmatched, shapes_not_degrees
 */
export function readShapeFile(text: string, places: readonly ShapePlace[], property: string | null): ShapeFile {
  const { table, geometries } = readShapes(text)
  const [names = [], ...features] = table.rows
  if (features.length > MOST_FEATURES) throw new FileFault('shapes_too_many', [{ sheet: null, row: null, column: null, value: String(features.length) }])
  if (geometries.size === 0) throw new FileFault('shapes_no_polygon')
  const match = matchShapes(names.map(cellText), features, places, property)
  const column = names.map(cellText).indexOf(match.property ?? '')
  if (match.property === null) {
    const seen = names.map((name, index) => ({ column: cellText(name), value: cellText(features[0]?.[index]) })).slice(0, 10)
    throw new FileFault('shapes_unmatched', seen.length === 0 ? undefined : seen.map((one) => ({ sheet: null, row: 1, ...one })))
  }
  const byCode = new Map<string, { row: number; geometry: Geometry }[]>()
  for (const [index, code] of match.codes) {
    const geometry = geometries.get(index + 1)
    if (geometry !== undefined) byCode.set(code, [...(byCode.get(code) ?? []), { row: index + 1, geometry: geometry as Geometry }])
  }
  if (byCode.size === 0) throw new FileFault('shapes_no_polygon')
  const codes = [...byCode.keys()]
  const shapes = codes.map((code) => together(byCode.get(code) ?? []))
  const thinned = simplifyShapes(shapes, pointsFor(shapes.length))
  return {
    property: match.property,
    by: match.by,
    features: features.length,
    pointsBefore: pointsOf(shapes),
    points: pointsOf(thinned),
    shapes: codes.map((code, index) => ({ code, geometry: geometryOf(thinned[index] ?? []) })),
    unmatched: features.flatMap((values, index) => (match.codes.has(index) ? [] : [cellText(values[column])])),
  }
}
