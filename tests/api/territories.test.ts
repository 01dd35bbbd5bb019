import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LoadResult, Territory, TerritoryLevel } from '#shared/territories/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let staff: Asker
let viewer: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  staff = await here.person({ role: 'backbone' })
  viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
})
afterAll(() => world.close())

const save = (who: Asker, items: unknown[], topCode?: string, initiative = here) =>
  who.ask<LoadResult & { code: string; errors?: { pointer: string; code: string }[] }>('POST', initiative.path('/territories'), {
    body: { items, ...(topCode === undefined ? {} : { topCode }) },
  })
const list = async (query: Record<string, string> = {}, initiative = here, who = viewer) =>
  (await who.get<{ items: Territory[] }>(initiative.path('/territories'), query)).body.items
const codes = (items: readonly Territory[]) => items.map(({ code }) => code)

/** An initiative of its own with its staff, so that a test changes nothing that others read. */
async function elsewhere() {
  const initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  return { initiative, lead: await initiative.person({ role: 'backbone' }) }
}

describe('GET territories and levels', () => {
  it('every role reads levels, most local first, and territories with their parent', async () => {
    const funder = await here.person({ role: 'funder' })
    for (const who of [staff, viewer, funder]) {
      const levels = await who.get<{ items: TerritoryLevel[] }>(here.path('/territory-levels'))
      expect(levels.body.items.map(({ code }) => code)).toEqual(['local', 'regional', 'top'])
      expect((await list({}, here, who)).map(({ code, parentCode, isTop }) => [code, parentCode, isTop])).toEqual([
        ['A1', 'A', false],
        ['A2', 'A', false],
        ['B1', 'B', false],
        ['A', 'T', false],
        ['B', 'T', false],
        ['T', null, true],
      ])
    }
  })

  it('a parent alone gives its children, a level and a parent everything of that level inside it', async () => {
    expect(codes(await list({ parent: 'T' }))).toEqual(['A', 'B'])
    expect(codes(await list({ parent: 'T', level: 'local' }))).toEqual(['A1', 'A2', 'B1'])
    expect(codes(await list({ parent: 'A', level: 'local' }))).toEqual(['A1', 'A2'])
    expect(codes(await list({ level: 'regional' }))).toEqual(['A', 'B'])
    expect(await list({ parent: 'nowhere', level: 'local' })).toEqual([])
  })

  it('a stranger signs in first, and an outsider finds nothing', async () => {
    expect((await world.stranger.get(here.path('/territories'))).status).toBe(401)
    const { lead } = await elsewhere()
    expect((await lead.get(here.path('/territories'))).status).toBe(404)
    expect((await save(lead, [{ code: 'X', levelCode: 'local', nameFr: 'X' }])).status).toBe(404)
  })
})

describe('POST territories', () => {
  it('only the backbone writes', async () => {
    const contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    for (const who of [viewer, contributor, await here.person({ role: 'funder' })])
      expect((await save(who, [{ code: 'X', levelCode: 'local', nameFr: 'X' }])).status).toBe(404)
  })

  it('parents may come in the same call, in any order, and levels may be skipped', async () => {
    const { initiative, lead } = await elsewhere()
    const answer = await save(
      lead,
      [
        { code: 'C1', levelCode: 'local', nameFr: 'C1', parentCode: 'C' },
        { code: 'C', levelCode: 'regional', nameFr: 'C', parentCode: 'T', population: 1200 },
        { code: 'D1', levelCode: 'local', nameFr: 'D1 sans région', parentCode: 'T' },
      ],
      undefined,
      initiative,
    )
    expect([answer.status, answer.body]).toEqual([200, { read: 3, created: 3, changed: 0, unchanged: 0 }])
    const items = await list({}, initiative, lead)
    expect(items.filter(({ code }) => ['C1', 'C', 'D1'].includes(code)).map(({ code, parentCode, population }) => [code, parentCode, population])).toEqual([
      ['C1', 'C', null],
      ['D1', 'T', null],
      ['C', 'T', 1200],
    ])
  })

  it('the same list again changes nothing; a new name or parent counts as changed, what is left out stays', async () => {
    const { initiative, lead } = await elsewhere()
    const items = [{ code: 'A1', levelCode: 'local', nameFr: 'Territoire A1', parentCode: 'A', population: 10, nameEn: 'Place A1' }]
    expect((await save(lead, items, undefined, initiative)).body).toMatchObject({ changed: 1 })
    expect((await save(lead, items, undefined, initiative)).body).toEqual({ read: 1, created: 0, changed: 0, unchanged: 1 })
    expect((await save(lead, [{ code: 'A1', levelCode: 'local', nameFr: 'Territoire A1', parentCode: 'B' }], undefined, initiative)).body).toMatchObject({
      changed: 1,
    })
    expect((await list({ parent: 'B' }, initiative, lead)).map(({ code, population, nameEn }) => [code, population, nameEn])).toEqual([
      ['A1', 10, 'Place A1'],
      ['B1', null, null],
    ])
  })

  it('says every fault at once, with its place, and writes nothing', async () => {
    const answer = await save(staff, [
      { code: 'N1', levelCode: 'nowhere', nameFr: 'N1' },
      { code: 'N2', levelCode: 'local', nameFr: 'N2', parentCode: 'unknown' },
      { code: 'N3', levelCode: 'local', nameFr: 'N3' },
      { code: 'N3', levelCode: 'local', nameFr: 'N3 encore' },
    ])
    expect([answer.status, answer.body.code]).toEqual([422, 'unknown_reference'])
    expect(answer.body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/items/0/levelCode unknown_reference',
      '/items/3/code already_exists',
      '/items/1/parentCode unknown_reference',
    ])
    expect(codes(await list({ level: 'local' }))).toEqual(['A1', 'A2', 'B1'])
  })

  it('a territory never contains itself, directly, through others, or through another hierarchy', async () => {
    const { initiative, lead } = await elsewhere()
    await lead.ask('PUT', initiative.path('/territory-levels'), {
      body: { items: [{ code: 'school', hierarchy: 'school', rank: 1, nameFr: 'centre de services' }] },
    })
    await save(lead, [{ code: 'S', levelCode: 'school', nameFr: 'S', parentCode: 'A' }], undefined, initiative)
    const circle = await save(lead, [{ code: 'T', levelCode: 'top', nameFr: 'T', parentCode: 'S' }], undefined, initiative)
    expect([circle.status, circle.body.code]).toEqual([422, 'territory_circle'])
    const self = await save(lead, [{ code: 'A', levelCode: 'regional', nameFr: 'A', parentCode: 'A' }], undefined, initiative)
    expect([self.status, self.body.code]).toEqual([422, 'territory_circle'])
  })

  it('a parent is of a wider level', async () => {
    const answer = await save(staff, [{ code: 'A1', levelCode: 'local', nameFr: 'Territoire A1', parentCode: 'A2' }])
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([422, 'territory_parent_level', '/items/0/parentCode'])
  })

  it('a territory that moves on a day has its former parent until then', async () => {
    const { initiative, lead } = await elsewhere()
    expect(
      (await save(lead, [{ code: 'A2', levelCode: 'local', nameFr: 'Territoire A2', parentCode: 'B', parentFrom: '2021-07-01' }], undefined, initiative)).body,
    ).toMatchObject({ changed: 1 })
    expect(codes(await list({ parent: 'A', on: '2021-06-30' }, initiative, lead))).toEqual(['A1', 'A2'])
    expect(codes(await list({ parent: 'A', on: '2021-07-01' }, initiative, lead))).toEqual(['A1'])
    expect(codes(await list({ parent: 'B', on: '2021-07-01' }, initiative, lead))).toEqual(['A2', 'B1'])
    const back = await save(
      lead,
      [{ code: 'A2', levelCode: 'local', nameFr: 'Territoire A2', parentCode: 'A', parentFrom: '2020-01-01' }],
      undefined,
      initiative,
    )
    expect([back.status, back.body.code]).toEqual([422, 'territory_dates'])
  })

  it('a code may serve again after a reform; two territories of one code never exist on one day', async () => {
    const { initiative, lead } = await elsewhere()
    await save(lead, [{ code: 'A2', levelCode: 'local', nameFr: 'Ancienne', validTo: '2024-01-01' }], undefined, initiative)
    expect(
      (await save(lead, [{ code: 'A2', levelCode: 'local', nameFr: 'Nouvelle', validFrom: '2024-01-01', parentCode: 'A' }], undefined, initiative)).body,
    ).toMatchObject({ created: 1 })
    const named = async (on: string) => (await list({ level: 'local', on }, initiative, lead)).find(({ code }) => code === 'A2')?.nameFr
    expect([await named('2023-12-31'), await named('2024-01-01')]).toEqual(['Ancienne', 'Nouvelle'])
    const both = await save(lead, [{ code: 'A2', levelCode: 'local', nameFr: 'Troisième', validFrom: '2025-01-01' }], undefined, initiative)
    expect([both.status, both.body.code]).toEqual([422, 'territory_dates'])
  })

  it('the top is the territory named so', async () => {
    const { initiative, lead } = await elsewhere()
    expect((await save(lead, [{ code: 'A', levelCode: 'regional', nameFr: 'Territoire A' }], 'A', initiative)).status).toBe(200)
    expect((await list({}, initiative, lead)).filter(({ isTop }) => isTop).map(({ code }) => code)).toEqual(['A'])
    expect((await save(lead, [{ code: 'A', levelCode: 'regional', nameFr: 'Territoire A' }], 'nowhere', initiative)).body.code).toBe('unknown_reference')
  })

  it('5,000 territories cost as many statements as one', async () => {
    const { initiative, lead } = await elsewhere()
    const items = Array.from({ length: 5000 }, (_, index) => ({
      code: `M${index}`,
      levelCode: 'local',
      nameFr: `Municipalité ${index}`,
      parentCode: index % 2 === 0 ? 'A' : 'B',
      population: index,
    }))
    const started = performance.now()
    expect((await save(lead, items, undefined, initiative)).body).toEqual({ read: 5000, created: 5000, changed: 0, unchanged: 0 })
    expect(performance.now() - started).toBeLessThan(4000)
    expect((await list({ parent: 'A', level: 'local' }, initiative, lead)).length).toBe(2502)
  })

  it('is written in the audit log once a call', async () => {
    const { initiative, lead } = await elsewhere()
    await save(lead, [{ code: 'E', levelCode: 'local', nameFr: 'E' }], undefined, initiative)
    const rows = await world.maintain(
      initiative.id,
      async (client) => (await client.query('select action, actor_id from app.audit_log where initiative_id = $1', [initiative.id])).rows as object[],
    )
    expect(rows).toEqual([{ action: 'territories.save', actor_id: lead.userId }])
  })
})

describe('figures and the tree', () => {
  const definition = {
    nameFr: 'Familles rejointes',
    definitionFr: 'Familles rejointes au moins une fois',
    purposeFr: 'Ajuster les tournées',
    unitKind: 'count',
    countingUnit: 'households',
    temporalKind: 'flow',
    direction: 'increase',
    frequency: 'year',
    resultType: 'how_much',
  }

  it('when a place moves to another parent, or the top changes, what is summed follows in the same call', async () => {
    const { initiative, lead } = await elsewhere()
    const made = await lead.ask<{ current: { id: string } }>('POST', initiative.path('/indicators'), {
      body: { code: 'FAM', scope: 'performance', definition },
    })
    expect(made.status).toBe(201)
    const sums = (work?: string) =>
      world.maintain(initiative.id, async (client) => {
        if (work !== undefined) await client.query(work)
        const { rows } = await client.query<{ code: string; sum: string; is_top: boolean }>(
          `select t.code, coalesce(c.sum_value, c.own_value)::text as sum, c.is_top from app.cells c join app.territories t on t.initiative_id = c.initiative_id and t.id = c.territory_id
         where c.initiative_id = $1 and c.flavour = 'validated' order by t.code`,
          [initiative.id],
        )
        return rows.map(({ code, sum, is_top }) => `${code} ${sum}${is_top ? ' top' : ''}`)
      })
    const [version, period] = [made.body.current.id, '00000000-0000-4000-8000-0000000000aa']
    await sums(
      `insert into app.reporting_periods (initiative_id, id, kind, code, starts_on, ends_on) values ('${initiative.id}', '${period}', 'year', '2025', '2025-01-01', '2025-12-31')`,
    )
    await sums(`insert into app.observations (initiative_id, indicator_version_id, territory_id, partner_id, period_id, value, state)
      values ('${initiative.id}', '${version}', '${initiative.territory.A2}', '${initiative.partner.P2}', '${period}', 10, 'validated')`)
    const first = await sums(
      `select app.recompute_cells('${initiative.id}', array['${version}']::uuid[], array['${initiative.territory.A2}']::uuid[], array['${period}']::uuid[])`,
    )
    expect(first).toEqual(['A 10', 'A2 10', 'T 10 top'])
    await save(lead, [{ code: 'A2', levelCode: 'local', nameFr: 'Territoire A2', parentCode: 'B' }], undefined, initiative)
    expect(await sums()).toEqual(['A2 10', 'B 10', 'T 10 top'])
    await save(lead, [{ code: 'B', levelCode: 'regional', nameFr: 'Territoire B' }], 'B', initiative)
    expect(await sums()).toEqual(['A2 10', 'B 10 top', 'T 10'])
  })
})

describe('PUT territory-levels', () => {
  it('codes that exist are changed, none is removed, and two ranks may be exchanged', async () => {
    const { initiative, lead } = await elsewhere()
    const put = (items: unknown[]) => lead.ask<{ items: TerritoryLevel[]; code: string }>('PUT', initiative.path('/territory-levels'), { body: { items } })
    const named = await put([
      { code: 'local', rank: 1, nameFr: 'municipalité', pluralFr: 'municipalités' },
      { code: 'national', rank: 4, nameFr: 'pays' },
    ])
    expect(named.body.items.map(({ code, rank, nameFr }) => [code, rank, nameFr])).toEqual([
      ['local', 1, 'municipalité'],
      ['regional', 2, 'regional'],
      ['top', 3, 'top'],
      ['national', 4, 'pays'],
    ])
    const exchanged = await put([
      { code: 'national', rank: 5, nameFr: 'pays' },
      { code: 'top', rank: 4, nameFr: 'top' },
    ])
    expect(exchanged.body.items.map(({ code, rank }) => [code, rank])).toEqual([
      ['local', 1],
      ['regional', 2],
      ['top', 4],
      ['national', 5],
    ])
    expect((await put([{ code: 'other', rank: 2, nameFr: 'autre' }])).body.code).toBe('already_exists')
    expect((await put([{ code: 'local', rank: 9, nameFr: 'municipalité' }])).body.code).toBe('territory_parent_level')
    expect((await put([{ code: 'local', hierarchy: 'school', rank: 1, nameFr: 'municipalité' }])).body.code).toBe('territory_level_in_use')
    expect((await viewer.ask('PUT', here.path('/territory-levels'), { body: { items: [{ code: 'local', rank: 1, nameFr: 'x' }] } })).status).toBe(404)
  })
})

describe('territory shapes', () => {
  const square = (x: number) => ({
    type: 'Polygon',
    coordinates: [
      [
        [x, 45],
        [x + 1, 45],
        [x + 1, 46],
        [x, 46],
        [x, 45],
      ],
    ],
  })

  it('are set by code, counted, and read by level', async () => {
    const put = (items: unknown[]) =>
      staff.ask<LoadResult & { code: string; errors?: { pointer: string }[] }>('PUT', here.path('/territory-shapes'), { body: { items, source: 'Maillage' } })
    expect(
      (
        await put([
          { code: 'A', geometry: square(-71) },
          { code: 'B', geometry: square(-70) },
        ])
      ).body,
    ).toEqual({ read: 2, created: 2, changed: 0, unchanged: 0 })
    expect(
      (
        await put([
          { code: 'A', geometry: square(-71) },
          { code: 'B', geometry: square(-69) },
        ])
      ).body,
    ).toEqual({ read: 2, created: 0, changed: 1, unchanged: 1 })
    const read = await viewer.get<{ items: { code: string; geometry: unknown }[] }>(here.path('/territory-shapes'), { level: 'regional' })
    expect(read.body.items).toEqual([
      { code: 'A', geometry: square(-71) },
      { code: 'B', geometry: square(-69) },
    ])
    expect((await list({ level: 'regional' })).map(({ hasShape }) => hasShape)).toEqual([true, true])
  })

  it('refuses what is no polygon in degrees and codes that nobody knows, all at once', async () => {
    const answer = await staff.ask<{ code: string; errors: { pointer: string; code: string }[] }>('PUT', here.path('/territory-shapes'), {
      body: {
        items: [
          { code: 'nowhere', geometry: square(1) },
          {
            code: 'A',
            geometry: {
              type: 'Polygon',
              coordinates: [
                [
                  [300000, 5000000],
                  [300001, 5000000],
                  [300000, 5000001],
                ],
              ],
            },
          },
        ],
      },
    })
    expect([answer.status, answer.body.errors.map(({ pointer, code }) => `${pointer} ${code}`)]).toEqual([
      422,
      ['/items/0/code unknown_reference', '/items/1/geometry shape_invalid'],
    ])
    expect((await viewer.ask('PUT', here.path('/territory-shapes'), { body: { items: [{ code: 'A', geometry: square(1) }] } })).status).toBe(404)
  })
})
