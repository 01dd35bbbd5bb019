import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DueExtension } from '#shared/observations/extensions.ts'
import type { DueGroup } from '#shared/observations/due.ts'
import type { Completeness } from '#shared/progress/completeness.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

/** SERVED of P2 and P3, both due on 20 July for the second quarter; it is 15 October 2026. */
async function build() {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  const figures = figuresOf(world, here)
  const served = await figures.indicator('SERVED')
  await figures.owed(served, 'A1', 'P2', '2026-04-01')
  await figures.owed(served, 'B1', 'P3', '2026-04-01')
  return {
    here,
    figures,
    served,
    backbone: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
  }
}
const extend = (who: Asker, here: TestInitiative, more: object = {}) =>
  who.ask<{ id: string; code: string }>('POST', here.path('/due-extensions'), {
    body: { partner: 'P2', period: '2026-Q2', dueOn: '2026-10-31', reason: 'La seule personne est partie', ...more },
  })
const due = async (who: Asker, here: TestInitiative) =>
  (await who.get<{ groups: DueGroup[] }>(here.path('/observations/due'))).body.groups.flatMap(({ partner, items }) =>
    items.filter(({ period }) => period === '2026-Q2').map(({ dueOn, isOverdue }) => [partner, dueOn, isOverdue]),
  )
const extensions = async (who: Asker, here: TestInitiative) => (await who.get<{ items: DueExtension[] }>(here.path('/due-extensions'))).body.items
const counts = async (who: Asker, here: TestInitiative) => (await who.get<Completeness>(here.path('/completeness'), { period: '2026-Q2' })).body

describe('a due date is extended (situation 13)', () => {
  it('for one partner and period: its list, lateness and completeness go by the later date, everybody else’s stay', async () => {
    const { here, figures, backbone, own, other } = await build()
    await figures.period('2026-Q2')
    expect(await due(backbone, here)).toEqual([
      ['P2', '2026-07-20', true],
      ['P3', '2026-07-20', true],
    ])
    expect(await counts(backbone, here)).toMatchObject({ expected: 2 })
    expect((await extend(backbone, here)).status).toBe(201)
    expect(await due(own, here)).toEqual([['P2', '2026-10-31', false]])
    expect(await due(other, here)).toEqual([['P3', '2026-07-20', true]])
    expect(await counts(backbone, here), 'not due yet is not expected yet').toMatchObject({ expected: 1 })
    const entry = await own.get<{ rows: { dueOn: string }[] }>(here.path('/entry'), { period: '2026-Q2' })
    expect(entry.body.rows.map(({ dueOn }) => dueOn)).toEqual(['2026-10-31'])
  })

  it('a figure that comes in before the later date is in time, and its period locks ninety days after it', async () => {
    const { here, figures, served, backbone } = await build()
    await figures.figure(served, 'A1', 'P2', '2026-Q2', { value: 3, submitted_at: '2026-10-01' })
    expect(await counts(backbone, here)).toMatchObject({ received: 1, onTime: 0 })
    await extend(backbone, here, { dueOn: '2026-10-10' })
    expect(await counts(backbone, here)).toMatchObject({ received: 1, onTime: 1 })
    const [id] = await world.maintain(
      here.id,
      async (client) =>
        (await client.query<{ id: string; version: number }>('select id, version from app.observations where initiative_id = $1', [here.id])).rows,
    )
    await world.maintain(here.id, (client) => client.query(`update app.initiatives set clock_frozen_at = '2026-12-01T13:00:00Z' where id = $1`, [here.id]))
    const reopen = () =>
      backbone.ask<{ results: { outcome: string; code: string | null }[] }>('POST', here.path('/observations/reopening'), {
        body: { items: [id], comment: 'À revoir' },
      })
    // 20 July and ninety days would have been 18 October.
    expect((await reopen()).body.results[0]).toMatchObject({ outcome: 'changed' })
  })

  it('the partner reads its own with the reason, and grants none; another’s is not there for it', async () => {
    const { here, backbone, own, other } = await build()
    await extend(backbone, here)
    expect(await extensions(own, here)).toMatchObject([
      { partner: 'P2', period: '2026-Q2', indicator: null, dueOn: '2026-10-31', reason: 'La seule personne est partie', grantedOn: expect.any(String) },
    ])
    expect(await extensions(other, here)).toEqual([])
    expect((await extend(own, here)).status).toBe(404)
  })

  it('of one indicator, replaced by another date for the same, and taken back: the former date holds again', async () => {
    const { here, backbone, own } = await build()
    await extend(backbone, here, { indicator: 'SERVED', dueOn: '2026-12-31' })
    const again = await extend(backbone, here, { indicator: 'SERVED', dueOn: '2026-11-30' })
    expect(await due(own, here)).toEqual([['P2', '2026-11-30', false]])
    expect((await backbone.ask('DELETE', here.path(`/due-extensions/${again.body.id}`))).status).toBe(204)
    expect(await due(own, here)).toEqual([['P2', '2026-07-20', true]])
    expect((await backbone.ask('DELETE', here.path(`/due-extensions/${again.body.id}`))).status).toBe(404)
  })

  it('is refused where nothing is expected, where it is no later, and without a reason', async () => {
    const { here, backbone } = await build()
    expect((await extend(backbone, here, { partner: 'P1' })).body.code).toBe('nothing_owed')
    expect((await extend(backbone, here, { dueOn: '2026-07-20' })).body).toMatchObject({ code: 'extension_not_later', params: { dueOn: '2026-07-20' } })
    expect((await extend(backbone, here, { reason: '' })).status).toBe(400)
    expect((await extend(backbone, here, { partner: 'NOPE' })).body.code).toBe('unknown_reference')
  })
})
