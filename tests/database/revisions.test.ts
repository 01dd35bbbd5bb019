import { afterAll, beforeAll, expect, it } from 'vitest'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

it('the history of a figure that a partner has not handed in is the partner’s: the backbone reads it from the day it is handed in', async () => {
  const here = await world.buildInitiative()
  await figuresOf(world, here).indicator('SERVED')
  const [writer, staff] = [await here.person({ role: 'partner_contributor', partner: 'P2' }), await here.person({ role: 'backbone' })]
  const figure = { indicator: 'SERVED', territory: 'A1', partner: 'P2', period: '2025-Q1' }
  const save = (value: string, version: number) =>
    writer.ask<{ results: { outcome: string; version: number }[] }>('PUT', here.path('/observations'), { body: { items: [{ ...figure, value, version }] } })
  expect((await save('41', 0)).body.results[0]?.outcome).toBe('created')
  expect((await save('42', 1)).body.results[0]?.outcome).toBe('changed')

  const history = async (userId: string | null, role: string, partner: string | null) => {
    const client = await world.database.pool('api').connect()
    try {
      await client.query('begin')
      await client.query('select app.set_ctx($1, $2, $3, $4, false)', [here.id, userId, role, partner])
      const { rows } = await client.query<{ value: string | null }>(`select new_figure ->> 'value' as value from app.observation_revisions order by number`)
      return rows.map(({ value }) => value)
    } finally {
      await client.query('rollback')
      client.release()
    }
  }
  const own = () => history(writer.userId, 'partner_contributor', here.partner.P2 ?? null)
  const backbone = () => history(staff.userId, 'backbone', here.partner.P1 ?? null)
  expect([await own(), await backbone()]).toEqual([['41', '42'], []])

  const { body } = await writer.get<{ items: { id: string; version: number }[] }>(here.path('/observations'))
  await writer.ask('POST', here.path('/observations/submission'), { body: { items: body.items.map(({ id, version }) => ({ id, version })) } })
  expect([await own(), await backbone()]).toEqual([['41', '42', '42'], ['42']])
})
