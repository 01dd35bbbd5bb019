import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { verifyReleases } from '#server/features/releases/service.ts'
import { inContext } from '#server/platform/db/context.ts'
import type { Release, ReleaseChange } from '#shared/releases/contract.ts'
import { figuresOf, type FigureBuilder, type TestIndicator } from '../support/figure-builder.ts'
import { buildRelease, release } from '../support/release.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld({ demo: true })
})
afterAll(() => world.close())

interface Cells {
  release: { number: number; name: string; edition: number }
  asOf: string
  cells: ProgressCell[]
}

describe('the release of the demo', () => {
  let demo: Awaited<ReturnType<World['loadDemo']>>
  let path: (rest: string) => string
  beforeAll(async () => {
    demo = await world.loadDemo()
    path = (rest) => `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}${rest}`
  })

  it('PRENATAL 2026-Q2 is masked exactly as the specification tells: VB 18, s, s (24); TL 20, 6 (26); CV s, s, s (16); region 66', async () => {
    const funder = await demo.as('bailleur')
    const told = async (query: Record<string, string>) =>
      (await funder.get<Cells>(path('/releases/latest/cells'), { indicator: 'PRENATAL', period: '2026-Q2', ...query })).body.cells.map((cell) =>
        cell.mask === 'none' ? `${cell.territory} ${cell.value}` : `${cell.territory} s`,
      )
    expect(await told({ territory: 'R' })).toEqual(['R 66'])
    expect(await told({ level: 'mrc' })).toEqual(['CV 16', 'TL 26', 'VB 24'])
    expect(await told({ level: 'municipality' })).toEqual(['CV1 s', 'CV2 s', 'CV3 s', 'TL1 20', 'TL2 6', 'VB1 18', 'VB2 s', 'VB3 s'])
  })

  it('the backbone reads why a figure is hidden, everybody else only that it is; nobody reads what', async () => {
    const masks = async (who: Asker) =>
      (await who.get<Cells>(path('/releases/latest/cells'), { indicator: 'PRENATAL', period: '2026-Q2', level: 'municipality', territory: 'CV' })).body.cells
    expect((await masks(await demo.as('coordination'))).map(({ mask }) => mask).sort()).toEqual(['primary', 'primary', 'secondary'])
    for (const account of ['bailleur', 'contribution', 'lecture']) {
      const cells = await masks(await demo.as(account))
      expect(
        cells.map(({ mask, value, lower, upper, previous, trend, coverage, flags }) => [mask, value, lower, upper, previous, trend, coverage, flags]),
        account,
      ).toEqual(Array.from({ length: 3 }, () => ['masked', null, null, null, null, null, null, []]))
    }
  })

  it('a funder’s tally is that of the specification: 6 on track, 2 watch, 1 off track, 1 without data; the coast is off track', async () => {
    const funder = await demo.as('bailleur')
    const { cells } = (await funder.get<{ cells: ProgressCell[] }>(path('/progress'))).body
    const tally = Object.fromEntries([...Map.groupBy(cells, ({ status }) => status)].map(([status, ofStatus]) => [status, ofStatus.length]))
    expect(tally).toEqual({ on_track: 6, watch: 2, off_track: 1, no_data: 1 })
    const coast = (await funder.get<{ cells: ProgressCell[] }>(path('/progress'), { territory: 'CV', indicator: 'SCREEN18' })).body.cells
    expect(coast.map(({ status }) => status)).toEqual(['off_track'])
  })

  it('SD6: the role that readers become is refused every other table, and the reason of a mask, by PostgreSQL itself', async () => {
    const pool = world.database.pool('api', 1)
    const refused = async (statement: string) => {
      const client = await pool.connect()
      try {
        await client.query('begin')
        await client.query(`select app.set_ctx($1, null, 'funder', null, false)`, [demo.initiatives['grandir-entre-rives']])
        await client.query('select app.become_release_reader()')
        return `read ${(await client.query(statement)).rowCount}`
      } catch (error) {
        return (error as { code?: string }).code
      } finally {
        await client.query('rollback')
        client.release()
      }
    }
    for (const table of ['observations', 'cells', 'observation_revisions', 'partners', 'indicators', 'persons', 'initiatives'])
      expect(await refused(`select 1 from app.${table}`), table).toBe('42501')
    expect(await refused('select mask from app.release_cells')).toBe('42501')
    expect(await refused('select mask_report from app.releases')).toBe('42501')
    expect(await refused('select value from app.release_cells')).toMatch(/^read/)
    // Public notes are for visitors (their own page); who reads a release under a hat gets none this way, and nobody their author.
    expect(await refused('select title from app.learning_notes')).toBe('read 0')
    expect(await refused('select author_id from app.learning_notes')).toBe('42501')
    expect(await refused("update app.releases set name = 'x'")).toBe('42501')
  })
})

describe('the life of a release', () => {
  let here: TestInitiative
  let figures: FigureBuilder
  let [lead, staff, funder, contributor]: Asker[] = []
  let people: TestIndicator
  beforeAll(async () => {
    here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    figures = figuresOf(world, here)
    lead = await here.person({ role: 'backbone', lead: true })
    staff = await here.person({ role: 'backbone' })
    funder = await here.person({ role: 'funder' })
    contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
    for (const [territory, value] of [
      ['A1', '40'],
      ['A2', '31'],
      ['B1', '22'],
    ] as const)
      await figures.figure(people, territory, 'P1', '2026-Q1', { value })
    await figures.recompute()
  })
  const as = (who: Asker | undefined) => who as Asker
  const told = async (who: Asker | undefined, number: number | 'latest', query: Record<string, string> = {}) => {
    const answer = await as(who).get<Cells>(here.path(`/releases/${number}/cells`), { indicator: 'PEOPLE', period: '2026-Q1', level: 'local', ...query })
    return answer.status === 200 ? answer.body.cells.map(({ territory, value }) => `${territory} ${value ?? 's'}`) : answer.status
  }
  const change = (territory: string, value: string) =>
    world.maintain(here.id, async (client) => {
      await client.query(
        `update app.observations set value = $3, updated_at = clock_timestamp() where initiative_id = $1 and indicator_version_id = $2
         and territory_id = $4`,
        [here.id, people.versionId, value, here.territory[territory]],
      )
    })

  it('is nobody’s before a lead publishes it: not in a list, not by its number, not in the progress of a funder', async () => {
    const built = await buildRelease(as(lead), here, { name: 'T4', throughPeriod: '2026-Q1' })
    expect([built.state, built.number, built.cellCount > 0, built.done, built.maskReport?.cells]).toEqual(['ready', 1, true, built.total, built.cellCount])
    for (const who of [funder, contributor]) {
      expect((await as(who).get<{ items: Release[] }>(here.path('/releases'))).body.items).toEqual([])
      expect(await told(who, 1)).toBe(404)
      expect((await as(who).get<{ release: unknown; cells: unknown[] }>(here.path('/progress'))).body).toMatchObject({ release: null, cells: [] })
    }
    expect(await told(lead, 1)).toEqual(['A1 40', 'A2 31', 'B1 22'])
    const by = (who: Asker | undefined, version: number) =>
      as(who).ask(`POST`, here.path('/releases/1/publication'), { body: { isPublic: false }, headers: { 'if-match': `"v${version}"` } })
    expect((await by(staff, built.version)).status).toBe(403)
    expect((await by(funder, built.version)).status).toBe(404)
    expect((await by(lead, built.version + 1)).status).toBe(412)
    expect((await by(lead, built.version)).status).toBe(200)
    expect(await told(funder, 'latest')).toEqual(['A1 40', 'A2 31', 'B1 22'])
    expect((await by(lead, built.version + 1)).body).toMatchObject({ code: 'release_published' })
  })

  it('never changes: a figure corrected later is in the next one, whose log tells it with its size', async () => {
    const before = (await as(funder).get(here.path('/releases/1/cells'), { level: 'local', category: '*', from: '2026-Q1' })).text
    await change('A1', '52')
    await figures.recompute()
    expect((await as(funder).get(here.path('/releases/1/cells'), { level: 'local', category: '*', from: '2026-Q1' })).text).toBe(before)
    const second = await release(as(lead), here, { name: 'T5', throughPeriod: '2026-Q1' })
    expect(await told(funder, 'latest')).toEqual(['A1 52', 'A2 31', 'B1 22'])
    expect(await told(funder, 1)).toEqual(['A1 40', 'A2 31', 'B1 22'])
    const { items } = (await as(funder).get<{ items: ReleaseChange[] }>(here.path(`/releases/${second.number}/changes`))).body
    expect(items.filter(({ territory }) => territory === 'A1')).toMatchObject([{ oldValue: '40', newValue: '52', isMaterial: true, period: '2026-Q1' }])
    const { items: chain } = (await as(funder).get<{ items: Release[] }>(here.path('/releases'))).body
    expect(chain.map(({ number, isLatest, previousChecksum }) => [number, isLatest, previousChecksum])).toEqual([
      [2, true, chain[1]?.checksum],
      [1, false, null],
    ])
  })

  it('a new edition keeps a correction of few people for the next release; the next release tells it (SD3)', async () => {
    await change('A2', '32')
    await figures.recompute()
    const missing = await as(lead).ask('POST', here.path('/releases'), { body: { name: 'x', corrects: 2 } })
    expect(missing.status).toBe(400)
    const edition = await release(as(lead), here, { name: 'x', corrects: 2, reason: 'Erreur de transcription' })
    expect([edition.name, edition.edition, edition.maskReport?.heldCorrections]).toEqual(['T5', 2, 4])
    expect(await told(funder, 'latest')).toEqual(['A1 52', 'A2 31', 'B1 22'])
    await release(as(lead), here, { name: 'T6', throughPeriod: '2026-Q1' })
    expect(await told(funder, 'latest')).toEqual(['A1 52', 'A2 32', 'B1 22'])
  })

  it('one that another overtook is refused: its masks were decided beside the release before', async () => {
    const late = await buildRelease(as(lead), here, { name: 'T7', throughPeriod: '2026-Q1' })
    await release(as(lead), here, { name: 'T8', throughPeriod: '2026-Q1' })
    const answer = await as(lead).ask('POST', here.path(`/releases/${late.number}/publication`), { body: {}, headers: { 'if-match': `"v${late.version}"` } })
    expect(answer.body).toMatchObject({ code: 'release_overtaken' })
    expect((await as(lead).ask('DELETE', here.path(`/releases/${late.number}`))).status).toBe(204)
    expect((await as(lead).ask('DELETE', here.path(`/releases/1`))).body).toMatchObject({ code: 'release_published' })
  })

  it('marks the figures that it told as published', async () => {
    const { rows } = await world.maintain(here.id, (client) =>
      client.query<{ state: string }>('select distinct state from app.observations where initiative_id = $1', [here.id]),
    )
    expect(rows).toEqual([{ state: 'published' }])
  })
})

describe('a figure that comes after the release', () => {
  it('past its due date is told as late in the next one (domain 8, situation 8); before its due date it is not', async () => {
    const on = (day: string) => world.setNow(new Date(`${day}T15:00:00Z`))
    const here = await world.buildInitiative()
    const figures = figuresOf(world, here)
    const lead = await here.person({ role: 'backbone', lead: true })
    const own = await here.person({ role: 'partner_contributor', partner: 'P2' })
    for (const [code, dueDays] of [
      ['LATE', 20],
      ['SLOW', 90],
    ] as const)
      await figures.figure(await figures.indicator(code, { due_days: dueDays }), 'A1', 'P1', '2026-Q1', { value: '40' })
    await figures.recompute()
    on('2026-05-01')
    await release(lead, here, { name: 'T1', throughPeriod: '2026-Q1' })
    on('2026-06-01')
    const place = { territory: 'A2', partner: 'P2', period: '2026-Q1', value: '7' }
    await own.ask('PUT', here.path('/observations'), {
      body: {
        items: [
          { ...place, indicator: 'LATE' },
          { ...place, indicator: 'SLOW' },
        ],
      },
    })
    for (const [who, move, body] of [
      [own, 'submission', { comment: 'Registre reçu tard' }],
      [lead, 'validation', {}],
    ] as const) {
      const { items } = (await who.get<{ items: { id: string; version: number }[] }>(here.path('/observations'), { territory: 'A2' })).body
      const moved = items.map(({ id, version }) => ({ id, version, ...(move === 'submission' ? { confirmed: true } : {}) }))
      const answer = await who.ask<{ results: { outcome: string }[] }>('POST', here.path(`/observations/${move}`), { body: { items: moved, ...body } })
      expect(
        answer.body.results.map(({ outcome }) => outcome),
        answer.text,
      ).toEqual(['changed', 'changed'])
    }
    const second = await release(lead, here, { name: 'T2', throughPeriod: '2026-Q1' })
    const { items } = (await lead.get<{ items: ReleaseChange[] }>(here.path(`/releases/${second.number}/changes`))).body
    const told = items
      .filter(({ territory }) => territory === 'T')
      .map(({ indicator, oldValue, newValue, reasons }) => [indicator, oldValue, newValue, reasons])
    expect(told.sort()).toEqual([
      ['LATE', '40', '47', ['late_data']],
      ['SLOW', '40', '47', []],
    ])
    world.setNow(new Date())
  })
})

describe('what is hidden', () => {
  it('SD5: another true value of a hidden figure leaves every byte of the release as it was', async () => {
    const answers: string[] = []
    for (const small of ['1', '4']) {
      const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
      const figures = figuresOf(world, here)
      const lead = await here.person({ role: 'backbone', lead: true })
      const people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
      const rest = String(44 - Number(small))
      for (const [territory, value] of [
        ['A1', small],
        ['A2', rest],
        ['B1', '22'],
      ] as const)
        await figures.figure(people, territory, 'P1', '2026-Q1', { value })
      await figures.recompute()
      await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' })
      const funder = await here.person({ role: 'funder' })
      for (const level of ['local', 'regional']) {
        const { body } = await funder.get<Cells>(here.path('/releases/latest/cells'), { level, category: '*', from: '2026-Q1' })
        answers.push(`${small} ${JSON.stringify(body.cells)}`)
      }
      expect(answers.join()).toContain('masked')
    }
    expect(answers.slice(2).map((text) => text.slice(1))).toEqual(answers.slice(0, 2).map((text) => text.slice(1)))
  })
})

describe('amounts of money', () => {
  it('are hidden where fewer than three gave them or one nearly all, with what would give them away, once a lead asks for it', async () => {
    const told: string[][] = []
    for (const guardsMoney of [false, true]) {
      const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
      const figures = figuresOf(world, here)
      const lead = await here.person({ role: 'backbone', lead: true })
      const { version } = (await lead.get<{ version: number }>(here.path(''))).body
      const changed = await lead.ask('PATCH', here.path(''), { body: { guardsMoney }, headers: { 'if-match': `"v${version}"` } })
      expect(changed.status, changed.text).toBe(200)
      const gifts = await figures.indicator('GIFTS', { unit_kind: 'currency', counting_unit: 'money', currency_code: 'CAD' })
      for (const [territory, ...amounts] of [
        ['A1', '100', '100', '100'],
        ['A2', '4'],
        ['B1', '900', '50', '50'],
      ] as const)
        for (const [at, value] of amounts.entries()) await figures.figure(gifts, territory, `P${at + 1}`, '2026-Q1', { value })
      await figures.recompute()
      await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' })
      const all: string[] = []
      for (const level of ['local', 'regional', 'top']) {
        const { body } = await lead.get<Cells>(here.path('/releases/latest/cells'), { indicator: 'GIFTS', period: '2026-Q1', level })
        all.push(...body.cells.map(({ territory, value }) => `${territory} ${value ?? 's'}`))
      }
      told.push(all.sort())
    }
    expect(told).toEqual([
      ['A 304', 'A1 300', 'A2 4', 'B 1000', 'B1 1000', 'T 1304'],
      // Of A2 one gave all, of B1 and B one gave 90 %; the region A, which three gave, would give A2 away beside A1, and B under T.
      ['A s', 'A1 300', 'A2 s', 'B s', 'B1 s', 'T 1304'],
    ])
  })
})

describe('what was published stays what it was', () => {
  it('its checksum is computed again from what is stored, and a figure that somebody changed in the tables is found', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    const figures = figuresOf(world, here)
    const lead = await here.person({ role: 'backbone', lead: true })
    const people = await figures.indicator('PEOPLE', { counting_unit: 'persons', suppression_applies: true })
    for (const [territory, value] of [
      ['A1', '40.50'],
      ['A2', '3'],
    ] as const)
      await figures.figure(people, territory, 'P1', '2026-Q1', { value })
    await figures.recompute()
    await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' })
    await release(lead, here, { name: 'T5', throughPeriod: '2026-Q1' })
    const verify = () =>
      inContext(world.db, { initiativeId: here.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, (trx) => verifyReleases(trx, here.id))
    expect(await verify()).toEqual({ releases: 2, changed: [] })
    await world.owner.query(`alter table app.release_cells no force row level security`)
    await world.owner.query(
      `update app.release_cells set value = value + 1 where initiative_id = $1 and value is not null and territory = 'T' and partner = ''`,
      [here.id],
    )
    await world.owner.query(`alter table app.release_cells force row level security`)
    expect((await verify()).changed).toEqual(['T4, 1 (1)', 'T5, 1 (2)'])
  })
})

it('an initiative that has no place for its whole is released all the same, place by place', async () => {
  const here = await world.buildInitiative()
  const lead = await here.person({ role: 'backbone', lead: true })
  const figures = figuresOf(world, here)
  const people = await figures.indicator('PEOPLE', { counting_unit: 'persons' })
  await figures.figure(people, 'A1', 'P1', '2026-Q1', { value: '40' })
  await world.maintain(here.id, (client) => client.query('update app.initiatives set top_territory_id = null where id = $1', [here.id]))
  await figures.recompute()
  await release(lead, here, { name: 'T4', throughPeriod: '2026-Q1' })
  const { cells } = (await lead.get<Cells>(here.path('/releases/latest/cells'), { indicator: 'PEOPLE', territory: 'A1', period: '2026-Q1', level: 'local' }))
    .body
  expect(cells.map(({ territory, value }) => [territory, value])).toEqual([['A1', '40']])
})
