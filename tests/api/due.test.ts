import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DueGroup } from '#shared/observations/due.ts'
import type { Observation } from '#shared/observations/contract.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Due {
  asOf: string
  groups: DueGroup[]
  next: { dueOn: string; period: string; count: number } | null
  code?: string
}
const ask = (who: Asker, here: TestInitiative, query: Record<string, string> = {}) => who.get<Due>(here.path('/observations/due'), query)
const items = ({ body }: { body: Due }) =>
  body.groups.flatMap(({ partner, items: list }) =>
    list.map((item) => [partner, item.indicator, item.period, item.dueOn, item.isOverdue, item.toEnter, item.drafts, item.returned]),
  )

/** SERVED is owed by P2 in A1 and A2 and by P3 in B1 since the second quarter of 2026. */
async function build() {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  const figures = figuresOf(world, here)
  const served = await figures.indicator('SERVED')
  for (const [place, partner] of [
    ['A1', 'P2'],
    ['A2', 'P2'],
    ['B1', 'P3'],
  ] as const)
    await figures.owed(served, place, partner, '2026-04-01')
  return {
    here,
    figures,
    backbone: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P3' }),
    funder: await here.person({ role: 'funder' }),
  }
}

describe('GET …/observations/due', () => {
  it('what is overdue leads, then what is due; a partner reads its own list, the backbone everybody’s', async () => {
    const { here, backbone, own, viewer } = await build()
    const mine = [
      ['P2', 'SERVED', '2026-Q2', '2026-07-20', true, 2, 0, 0],
      ['P2', 'SERVED', '2026-Q3', '2026-10-20', false, 2, 0, 0],
    ]
    expect(items(await ask(own, here))).toEqual(mine)
    const theirs = [
      ['P3', 'SERVED', '2026-Q2', '2026-07-20', true, 1, 0, 0],
      ['P3', 'SERVED', '2026-Q3', '2026-10-20', false, 1, 0, 0],
    ]
    expect(items(await ask(viewer, here))).toEqual(theirs)
    expect(items(await ask(backbone, here))).toEqual([...mine, ...theirs])
    expect(items(await ask(backbone, here, { partner: 'P3' }))).toEqual(theirs)
  })

  it('a draft still waits, what was given back says why, what was handed in is gone', async () => {
    const { here, backbone, own } = await build()
    const place = { indicator: 'SERVED', partner: 'P2', period: '2026-Q3' }
    await own.ask('PUT', here.path('/observations'), {
      body: {
        items: [
          { ...place, territory: 'A1', value: '5' },
          { ...place, territory: 'A2', value: '6' },
        ],
      },
    })
    const list = async () => (await own.get<{ items: Observation[] }>(here.path('/observations'))).body.items
    expect(
      items(await ask(own, here))
        .find(([, , period]) => period === '2026-Q3')
        ?.slice(5),
    ).toEqual([0, 2, 0])
    // A draft is nobody else's to know: for the backbone nothing was entered.
    expect(
      items(await ask(backbone, here, { partner: 'P2' }))
        .find(([, , period]) => period === '2026-Q3')
        ?.slice(5),
    ).toEqual([2, 0, 0])
    await own.ask('POST', here.path('/observations/submission'), { body: { items: (await list()).map(({ id, version }) => ({ id, version })) } })
    expect(items(await ask(own, here)).map(([, , period]) => period)).toEqual(['2026-Q2'])
    const first = (await list()).find(({ territory }) => territory === 'A1')
    await backbone.ask('POST', here.path('/observations/return'), {
      body: { items: [{ id: first?.id, version: first?.version }], comment: 'Le total semble double' },
    })
    for (const who of [own, backbone]) {
      const { body } = await ask(who, here, { partner: 'P2' })
      expect(body.groups[0]?.items.find(({ period }) => period === '2026-Q3')).toMatchObject({
        toEnter: 0,
        drafts: 0,
        returned: 1,
        returnedFigures: [{ territory: 'A1', category: 'TOTAL', categoryFr: null, comment: 'Le total semble double' }],
      })
    }
  })

  it('what was given back is listed whatever its category, asked for or not, with its place', async () => {
    const { here, figures, own, viewer, backbone } = await build()
    const unasked = await figures.indicator('UNASKED')
    await figures.figure(unasked, 'A2', 'P2', '2026-Q4', { value: 4, category: 'SEX:F', state: 'returned', return_comment: 'Par mois, ou par trimestre?' })
    for (const who of [own, backbone]) {
      const { body } = await ask(who, here, { partner: 'P2' })
      expect(body.groups[0]?.items.find(({ indicator }) => indicator === 'UNASKED')).toEqual({
        indicator: 'UNASKED',
        period: '2026-Q4',
        dueOn: '2027-01-20',
        isOverdue: false,
        toEnter: 0,
        drafts: 0,
        returned: 1,
        returnedFigures: [
          { territory: 'A2', territoryName: 'Territoire A2', category: 'SEX:F', categoryFr: 'F', categoryEn: 'F', comment: 'Par mois, ou par trimestre?' },
        ],
      })
    }
    expect(
      items(await ask(viewer, here)).map(([partner]) => partner),
      'nobody else’s',
    ).toEqual(['P3', 'P3'])
  })

  it('when nothing waits it says what comes next', async () => {
    const { here, figures, own } = await build()
    const paid = await figures.indicator('PAID', { frequency: 'month', due_days: 5 })
    await figures.owed(paid, 'A1', 'P3', '2026-10-01')
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P1' })
    expect((await ask(viewer, here)).body).toMatchObject({ groups: [], next: null })
    expect((await ask(own, here)).body.next).toEqual({ dueOn: '2027-01-20', period: '2026-Q4', count: 2 })
    const other = await here.person({ role: 'partner_viewer', partner: 'P3' })
    expect((await ask(other, here)).body.next).toEqual({ dueOn: '2026-11-05', period: '2026-10', count: 1 })
  })

  it('paused and ended assignments wait for nobody', async () => {
    const { here, own } = await build()
    await world.maintain(here.id, (client) =>
      client.query(
        `update app.reporting_assignments set paused = territory_id = $2, valid_to = case when territory_id = $3 then date '2026-06-30' end where initiative_id = $1`,
        [here.id, here.territory.A1, here.territory.A2],
      ),
    )
    expect(items(await ask(own, here)).map(([, , period, , , toEnter]) => [period, toEnter])).toEqual([['2026-Q2', 1]])
  })

  it('another partner’s list does not exist, a funder has none', async () => {
    const { here, backbone, own, funder } = await build()
    expect((await ask(own, here, { partner: 'P3' })).status).toBe(404)
    expect((await ask(funder, here)).status).toBe(404)
    expect((await ask(world.stranger, here)).status).toBe(401)
    expect((await ask(backbone, here, { partner: 'P9' })).body.code).toBe('unknown_reference')
  })
})
