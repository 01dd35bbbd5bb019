import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openWorld, type World } from '../support/world.ts'

let world: World
let initiatives: Record<string, string>

beforeAll(async () => {
  world = await openWorld()
  ;({ initiatives } = await world.loadDemo())
})
afterAll(() => world.close())

const rows = <Row>(slug: string, sql: string, values: unknown[] = []) =>
  world.maintain(initiatives[slug] ?? null, async (client) => (await client.query(sql, [initiatives[slug], ...values])).rows as Row[])

describe('the demo', () => {
  it('loads', async () => {
    expect(await rows('grandir-entre-rives', 'select count(*)::int as n from app.observations where initiative_id = $1')).toEqual([{ n: 522 }])
  })
})
