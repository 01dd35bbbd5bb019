import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Observation } from '#shared/observations/contract.ts'
import type { HistoryEntry } from '#shared/observations/history.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ demo: true })
})
afterAll(() => world.close())

interface History {
  indicator: string
  partner: string | null
  mayContest: boolean
  entries: HistoryEntry[]
}
interface Cast {
  here: TestInitiative
  backbone: Asker
  own: Asker
  viewer: Asker
  other: Asker
  funder: Asker
}
async function cast(): Promise<Cast> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  return {
    here,
    backbone: await here.person({ role: 'backbone', lead: true, name: 'Amélie Roy' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Bakary Sidibé' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    funder: await here.person({ role: 'funder' }),
  }
}

const KEY = { indicator: 'COUNT', territory: 'A1', partner: 'P2', period: '2026-Q3' }
const only = async (who: Asker, here: TestInitiative) => (await who.get<{ items: Observation[] }>(here.path('/observations'))).body.items[0] as Observation
const save = async (who: Asker, here: TestInitiative, change: object, version = 0) =>
  who.ask('PUT', here.path('/observations'), { body: { items: [{ ...KEY, ...change, version }] } })
async function move(who: Asker, here: TestInitiative, name: string, comment?: string): Promise<void> {
  const { id, version } = await only(who, here)
  const { body } = await who.ask<{ results: { outcome: string }[] }>('POST', here.path(`/observations/${name}`), {
    body: { items: [{ id, version }], ...(comment === undefined ? {} : { comment }) },
  })
  expect(body.results[0]?.outcome).toBe('changed')
}
const history = (who: Asker, here: TestInitiative, id: string) => who.get<History>(here.path(`/observations/${id}/history`))

describe('GET …/observations/{id}/history', () => {
  it('who changed a figure, when, why and from what: the partner reads all, the backbone what was handed in', async () => {
    const { here, backbone, own, viewer } = await cast()
    await save(own, here, { value: '12' })
    await save(own, here, { value: '13', comment: plantCanary('brouillon', ({ role, partner }) => role !== 'backbone' && partner === 'P2') }, 1)
    await save(own, here, { value: '14', comment: 'Recompté' }, 2)
    await move(own, here, 'submission')
    await move(backbone, here, 'return', 'Double compte?')
    await save(own, here, { value: '11' }, 5)
    await move(own, here, 'submission')
    await move(backbone, here, 'validation')
    const { id } = await only(own, here)
    const told = (entries: readonly HistoryEntry[]) =>
      entries.map(({ number, reason, note, old, new: to, author, approver }) => [
        number,
        reason,
        note,
        old?.value ?? null,
        to.value,
        author.name,
        author.side,
        approver?.name ?? null,
      ])
    const mine = (await history(own, here, id)).body
    expect(told(mine.entries)).toEqual([
      [8, 'validation', null, '11', '11', 'Amélie Roy', 'backbone', 'Amélie Roy'],
      [7, 'submission', null, '11', '11', 'Bakary Sidibé', 'partner', null],
      [6, 'entry', null, '14', '11', 'Bakary Sidibé', 'partner', null],
      [5, 'return', 'Double compte?', '14', '14', 'Amélie Roy', 'backbone', null],
      [4, 'submission', null, '14', '14', 'Bakary Sidibé', 'partner', null],
      [3, 'entry', null, '13', '14', 'Bakary Sidibé', 'partner', null],
      [2, 'entry', null, '12', '13', 'Bakary Sidibé', 'partner', null],
      [1, 'entry', null, null, '12', 'Bakary Sidibé', 'partner', null],
    ])
    expect(told((await history(viewer, here, id)).body.entries)).toEqual(told(mine.entries))
    expect(told((await history(backbone, here, id)).body.entries).map(([number, reason]) => [number, reason])).toEqual([
      [8, 'validation'],
      [7, 'submission'],
      [5, 'return'],
      [4, 'submission'],
    ])
    expect([mine.mayContest, (await history(viewer, here, id)).body.mayContest, (await history(backbone, here, id)).body.mayContest]).toEqual([
      true,
      false,
      false,
    ])
  })

  it('what a partner had typed stays its own even as the former value of another’s change', async () => {
    const { here, backbone, own } = await cast()
    await save(own, here, { value: '12' })
    const { id } = await only(own, here)
    await world.maintain(here.id, (client) =>
      client.query(
        `insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason)
         values ($1, $2, 2, $3, '{"presence":"reported","value":"12"}', '{"presence":"reported","value":"20"}', 'draft', 'submitted', 'submission')`,
        [here.id, id, here.partner.P2],
      ),
    )
    await world.maintain(here.id, (client) =>
      client.query(`update app.observations set value = 20, state = 'submitted', version = 2 where initiative_id = $1`, [here.id]),
    )
    expect((await history(backbone, here, id)).body.entries).toMatchObject([{ number: 2, old: null, new: { value: '20' }, author: { name: null, side: null } }])
    expect((await history(own, here, id)).body.entries[0]).toMatchObject({ number: 2, old: { value: '12' } })
  })

  it('a draft has no history for the backbone, and a figure none for another partner or a funder', async () => {
    const { here, backbone, own, other, funder } = await cast()
    await save(own, here, { value: '12' })
    const { id } = await only(own, here)
    for (const who of [backbone, other, funder]) expect((await history(who, here, id)).status).toBe(404)
    await move(own, here, 'submission')
    expect((await history(backbone, here, id)).status).toBe(200)
    for (const who of [other, funder]) expect((await history(who, here, id)).status).toBe(404)
  })

  it('to a partner’s people somebody without a hat today is a side, not a name', async () => {
    const { here, backbone, own } = await cast()
    const former = await here.person({ role: 'partner_contributor', partner: 'P2', name: 'Claire Ancienne' })
    await save(former, here, { value: '12' })
    await move(own, here, 'submission')
    await world.maintain(here.id, (client) =>
      client.query(`update app.role_assignments set ends_on = '2021-01-01' where initiative_id = $1 and user_id = $2`, [here.id, former.userId]),
    )
    const { id } = await only(own, here)
    const first = async (who: Asker) => (await history(who, here, id)).body.entries.at(-1)?.author
    expect(await first(own)).toEqual({ name: null, side: 'partner' })
    expect((await history(backbone, here, id)).body.entries.map(({ author }) => author.name)).toEqual(['Bakary Sidibé'])
  })
})

describe('GET …/indicators/{code}/history', () => {
  it('each version says what it changed; who did it is for leads, everybody else reads their own acts', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const figures = figuresOf(world, here)
    const served = await figures.indicator('SERVED')
    await figures.version(served, '2026-01-01', { change_reason_fr: 'Les 12 ans et plus', definition_fr: 'Personnes de 12 ans et plus', due_days: 30 })
    const [lead, staff, funder] = [
      await here.person({ role: 'backbone', lead: true, name: 'Amélie Roy' }),
      await here.person({ role: 'backbone', name: 'Jean Autre' }),
      await here.person({ role: 'funder' }),
    ]
    const { version } = (await lead.get<{ version: number }>(here.path('/indicators/SERVED'))).body
    await lead.ask('PATCH', here.path('/indicators/SERVED'), { body: { position: 3 }, headers: { 'if-match': `"v${version}"` } })
    const read = (who: Asker) => who.get<{ versions: unknown[]; actions: { action: string; name: string }[] }>(here.path('/indicators/SERVED/history'))
    const { body } = await read(lead)
    expect(body.versions).toEqual([
      {
        number: 2,
        validFrom: '2026-01-01',
        validTo: null,
        changeReasonFr: 'Les 12 ans et plus',
        changeReasonEn: null,
        changes: [
          { field: 'definitionFr', from: 'Définition', to: 'Personnes de 12 ans et plus' },
          { field: 'dueDays', from: '20', to: '30' },
        ],
      },
      { number: 1, validFrom: '0001-01-01', validTo: '2025-12-31', changeReasonFr: null, changeReasonEn: null, changes: [] },
    ])
    expect(body.actions).toMatchObject([{ action: 'indicator.change', name: 'Amélie Roy', details: { fields: ['position'] } }])
    for (const who of [staff, funder]) expect((await read(who)).body).toEqual({ versions: body.versions, actions: [] })
    expect((await lead.get(here.path('/indicators/NOPE/history'))).status).toBe(404)
  })
})

describe('GET …/progress?asKnownOn', () => {
  const series = async (who: Asker, here: TestInitiative, query: Record<string, string>) =>
    who.get<{ cells: ProgressCell[]; asOf: string; code?: string }>(here.path('/progress'), { indicator: 'COUNT', ...query })
  const values = async (who: Asker, here: TestInitiative, query: Record<string, string>) =>
    (await series(who, here, query)).body.cells.map(({ territory, partner, period, value }) => [territory, partner, period, value])

  /** 12 was validated on 1 September, given back and corrected to 30 on 10 October. */
  async function corrected() {
    const all = await cast()
    const { here, backbone, own } = all
    world.setNow(new Date('2026-09-01T13:00:00Z'))
    const place = { period: '2026-Q2' }
    await save(own, here, { ...place, value: '12' })
    await move(own, here, 'submission')
    await move(backbone, here, 'validation')
    world.setNow(new Date('2026-10-10T13:00:00Z'))
    const { id, version } = await only(own, here)
    await world.maintain(here.id, async (client) => {
      await client.query(
        `insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, at)
         values ($1, $2, $3, $4, '{"presence":"reported","value":"12"}', '{"presence":"reported","value":"30","flags":["R"]}', 'validated', 'validated', 'error_correction', '2026-10-10T13:00:00Z')`,
        [here.id, id, version + 1, here.partner.P2],
      )
      await client.query(`update app.observations set value = 30, flags = '{R}', version = version + 1 where initiative_id = $1 and id = $2`, [here.id, id])
      await client.query(
        `select app.recompute_cells($1, array[indicator_version_id], array[territory_id], array[period_id]) from app.observations where initiative_id = $1`,
        [here.id],
      )
    })
    world.setNow(new Date('2026-10-15T13:00:00Z'))
    return all
  }

  it('a later revision is invisible, in own figures and in totals, and nothing of it stays', async () => {
    const { here, backbone } = await corrected()
    expect(await values(backbone, here, { asKnownOn: '2026-09-30' })).toEqual([['T', null, '2026-Q2', '12']])
    expect(await values(backbone, here, { asKnownOn: '2026-09-30', by: 'partner', territory: 'A1' })).toEqual([['A1', 'P2', '2026-Q2', '12']])
    expect((await series(backbone, here, { asKnownOn: '2026-09-30' })).body.cells[0]?.flags).not.toContain('R')
    expect(await values(backbone, here, { asKnownOn: '2026-08-31' })).toEqual([['T', null, '2026-Q2', null]])
    // The day of the change itself is known that day, and today is today.
    expect(await values(backbone, here, { asKnownOn: '2026-10-10' })).toEqual([['T', null, '2026-Q2', '30']])
    expect(await values(backbone, here, { period: '2026-Q2' })).toEqual([['T', null, '2026-Q2', '30']])
    const { rows } = await world.maintain(here.id, (client) =>
      client.query(`select value::text, state from app.observations where initiative_id = $1`, [here.id]),
    )
    expect(rows).toEqual([{ value: '30', state: 'validated' }])
  })

  it('a figure that was only handed in then is provisional then', async () => {
    const { here, backbone, own } = await cast()
    world.setNow(new Date('2026-09-01T13:00:00Z'))
    await save(own, here, { period: '2026-Q2', value: '12' })
    await move(own, here, 'submission')
    world.setNow(new Date('2026-10-01T13:00:00Z'))
    await move(backbone, here, 'validation')
    world.setNow(new Date('2026-10-15T13:00:00Z'))
    expect(await values(backbone, here, { asKnownOn: '2026-09-15' })).toEqual([['T', null, '2026-Q2', null]])
    expect(await values(backbone, here, { asKnownOn: '2026-09-15', basis: 'provisional' })).toEqual([['T', null, '2026-Q2', '12']])
    expect(await values(backbone, here, { asKnownOn: '2026-10-02' })).toEqual([['T', null, '2026-Q2', '12']])
  })

  it('a partner reads its own figures so, a funder nothing, and one indicator is named', async () => {
    const { here, backbone, own, other, funder } = await corrected()
    expect(await values(own, here, { asKnownOn: '2026-09-30', territory: 'A1' })).toEqual([['A1', 'P2', '2026-Q2', '12']])
    expect(await values(other, here, { asKnownOn: '2026-09-30', territory: 'A1' })).toEqual([])
    expect((await series(funder, here, { asKnownOn: '2026-09-30' })).status).toBe(403)
    expect((await series(backbone, here, { asKnownOn: '2026-09-30', indicator: 'COUNT,OTHER' })).status).toBe(400)
    expect((await series(backbone, here, { asKnownOn: '2026-09-30', indicator: 'NOPE' })).body.code).toBe('unknown_reference')
    expect((await series(backbone, here, { asKnownOn: '30/09/2026' })).status).toBe(400)
  })
})

it('as known today is what everybody reads today, for every indicator of the demo', async () => {
  const demo = await world.loadDemo()
  const coordination = await demo.as('coordination')
  const path = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}/progress`
  const { items } = (await coordination.get<{ items: { code: string }[] }>(path.replace('progress', 'indicators'))).body
  for (const { code } of items) {
    const ask = async (query: Record<string, string>) =>
      (await coordination.get<{ asOf: string; cells: ProgressCell[] }>(path, { indicator: code, from: '2024', ...query })).body
    const now = await ask({})
    expect(await ask({ asKnownOn: now.asOf }), code).toEqual(now)
    for (const level of ['mrc', 'municipality']) expect(await ask({ asKnownOn: now.asOf, level }), code).toEqual(await ask({ level }))
  }
})
