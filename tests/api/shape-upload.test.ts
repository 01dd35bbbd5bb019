import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ShapeUpload } from '#shared/territories/shape-upload.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let staff: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  staff = await here.person({ role: 'backbone' })
})
afterAll(() => world.close())

type Refusal = ShapeUpload & { code: string; params: { reason?: string; limitBytes?: number }; errors?: { pointer: string; code: string }[] }
const send = (who: Asker, document: unknown, fields: Record<string, string> = { level: 'regional' }) =>
  who.ask<Refusal>('POST', here.path('/territory-shapes/upload'), {
    body: importForm('contours.json', Buffer.from(typeof document === 'string' ? document : JSON.stringify(document)), fields),
  })
const square = (x: number, y = 45) => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + 1, y],
      [x + 1, y + 1],
      [x, y + 1],
      [x, y],
    ],
  ],
})
const feature = (properties: Record<string, unknown>, geometry: unknown = square(-71)) => ({ type: 'Feature', properties, geometry })
const collection = (...features: unknown[]) => ({ type: 'FeatureCollection', features })
const shapes = async (level = 'regional') =>
  (await staff.get<{ items: { code: string; geometry: { type: string; coordinates: number[][][] } }[] }>(here.path('/territory-shapes'), { level })).body.items

describe('a file of outlines', () => {
  it('gives a level its shapes, told by the property that holds codes, and names what it did not find', async () => {
    const document = collection(feature({ id: 1, code: 'A' }), feature({ id: 2, code: 'C9' }, square(-60)), feature({ id: 3, code: 'A' }, square(-69)))
    const look = await send(staff, document, { level: 'regional', dryRun: 'true' })
    expect(look.body).toMatchObject({ dryRun: true, property: 'code', by: 'code', features: 3, matched: 1, created: 0, unmatched: ['C9'], unmatchedCount: 1 })
    expect(look.body.without.map(({ code }) => code)).toEqual(['B'])
    expect(await shapes()).toEqual([])
    expect((await send(staff, document)).body).toMatchObject({ dryRun: false, created: 1, changed: 0, unchanged: 0 })
    // Two features of one territory are one shape.
    expect((await shapes()).map(({ code, geometry }) => [code, geometry.type, geometry.coordinates.length])).toEqual([['A', 'MultiPolygon', 2]])
    expect((await send(staff, document)).body).toMatchObject({ created: 0, changed: 0, unchanged: 1 })
  })

  it('may be TopoJSON, told by names', async () => {
    const topology = {
      type: 'Topology',
      arcs: [
        [
          [-71, 45],
          [-70, 45],
          [-70, 46],
          [-71, 45],
        ],
      ],
      objects: { places: { type: 'GeometryCollection', geometries: [{ type: 'Polygon', arcs: [[0]], properties: { nom: 'TERRITOIRE b' } }] } },
    }
    expect((await send(staff, topology)).body).toMatchObject({ property: 'nom', by: 'name', matched: 1, created: 1 })
  })

  it('is thinned once, and neighbours keep one border', async () => {
    const border = Array.from({ length: 9000 }, (_, index) => [-70 + Math.sin(index * 1.7) * 0.01, 45 + index / 9000])
    const left = { type: 'Polygon', coordinates: [[[-71, 45], ...border, [-71, 46], [-71, 45]]] }
    const right = { type: 'Polygon', coordinates: [[[-69, 46], ...border.toReversed(), [-69, 45], [-69, 46]]] }
    const answer = await send(staff, collection(feature({ code: 'A' }, left), feature({ code: 'B' }, right)))
    expect(answer.body.pointsBefore).toBeGreaterThan(17_000)
    expect(answer.body.points).toBeLessThanOrEqual(10_000)
    const [a, b] = (await shapes()).map(({ geometry }) => geometry.coordinates[0] ?? [])
    const inner = (ring: number[][] = []) => new Set(ring.filter(([x = 0]) => Math.abs(x + 70) < 0.5).map((point) => point.join(' ')))
    expect(inner(a)).toEqual(inner(b))
    expect(inner(a).size).toBeGreaterThan(1000)
  })

  it('says in one word why nothing of it could be used', async () => {
    const reason = async (document: unknown) => (await send(staff, document)).body.params.reason
    expect(await reason('{')).toBe('file_unreadable')
    expect(await reason({ type: 'Point' })).toBe('not_shapes')
    expect(await reason(collection(feature({ code: 'A' }, { type: 'Point', coordinates: [1, 2] })))).toBe('shapes_no_polygon')
    expect(await reason(collection(feature({ code: 'nobody' })))).toBe('shapes_unmatched')
    expect(await reason(collection(feature({ code: 'A' }, square(500_000, 5_200_000))))).toBe('shapes_not_degrees')
    expect(await reason(collection(...Array.from({ length: 5001 }, (_, index) => feature({ code: `c${index}` }))))).toBe('shapes_too_many')
  })

  it('of a level that does not exist, without a level or of more than ten megabytes is refused before anything is read', async () => {
    expect((await send(staff, collection(feature({ code: 'A' })), { level: 'nowhere' })).body).toMatchObject({ code: 'unknown_reference' })
    expect((await send(staff, collection(feature({ code: 'A' })), {})).body).toMatchObject({ code: 'invalid_request' })
    const large = await send(staff, `"${'x'.repeat(10 * 1024 * 1024)}"`)
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large'])
  })

  it('comes from the backbone alone', async () => {
    for (const role of ['partner_contributor', 'partner_viewer'] as const)
      expect((await send(await here.person({ role, partner: 'P2' }), collection(feature({ code: 'A' })))).status).toBe(404)
    expect((await send(await here.person({ role: 'funder' }), collection(feature({ code: 'A' })))).status).toBe(404)
    expect((await send(world.stranger, collection(feature({ code: 'A' })))).status).toBe(401)
  })
})
