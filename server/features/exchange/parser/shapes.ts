import { feature } from 'topojson-client'
import type { GeometryCollection, Topology } from 'topojson-specification'
import { FileFault, type Cell, type Table } from '#shared/exchange/table.ts'

interface Feature {
  properties?: Record<string, unknown> | null
  geometry?: { type?: string; coordinates?: unknown } | null
}

function featuresOf(document: unknown): Feature[] {
  const parsed = document as { type?: string; features?: Feature[]; objects?: Record<string, { type?: string }> } | null
  if (parsed?.type === 'FeatureCollection' && Array.isArray(parsed.features)) return parsed.features
  const collection = Object.values(parsed?.objects ?? {}).find((object) => object.type === 'GeometryCollection')
  if (collection !== undefined) return feature(parsed as unknown as Topology, collection as GeometryCollection).features as unknown as Feature[]
  throw new FileFault('not_shapes')
}

function toCell(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number'
    ? value
    : value === null || value === undefined || typeof value === 'object'
      ? null
      : JSON.stringify(value)
}

/**
 * GeoJSON or TopoJSON as a table: one column a property, one row a feature under a header row, with
 * the polygons by place in that table. Points and lines have no shape to fill.
 * @throws FileFault not_shapes, file_unreadable
 */
export function readShapes(text: string): { table: Table; geometries: Map<number, unknown> } {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch (error) {
    throw new FileFault('file_unreadable', [{ sheet: null, row: null, column: null, value: (error as Error).message.slice(0, 200) }])
  }
  const features = featuresOf(document)
  const names = [...new Set(features.flatMap((one) => Object.keys(one.properties ?? {})))]
  const geometries = new Map<number, unknown>()
  const rows: Cell[][] = [names]
  features.forEach((one, index) => {
    if (one.geometry?.type === 'Polygon' || one.geometry?.type === 'MultiPolygon')
      geometries.set(index + 1, { type: one.geometry.type, coordinates: one.geometry.coordinates })
    rows.push(names.map((name) => toCell(one.properties?.[name])))
  })
  return { table: { sheet: null, rows }, geometries }
}
