import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { ReviewItem, TerritoryChangePreview } from '#shared/territories/change-contract.ts'
import type { Succession, Territory } from '#shared/territories/contract.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Applied = TerritoryChangePreview & { successions: Succession[]; code: string; errors?: { pointer: string; code: string }[] }

/** An initiative of its own: T holds A (A1, A2) and B (B1). */
async function place() {
  const initiative = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  const lead = await initiative.person({ role: 'backbone' })
  return { initiative, lead, build: figuresOf(world, initiative) }
}
const apply = (lead: Asker, initiative: TestInitiative, body: Record<string, unknown>) =>
  lead.ask<Applied>('POST', initiative.path('/territory-changes'), { body: { occurredOn: '2026-01-01', ...body } })
const preview = (lead: Asker, initiative: TestInitiative, body: Record<string, unknown>) =>
  lead.ask<Applied>('POST', initiative.path('/territory-changes/preview'), { body: { occurredOn: '2026-01-01', ...body } })
const inside = async (lead: Asker, initiative: TestInitiative, parent: string, on: string) =>
  (await lead.get<{ items: Territory[] }>(initiative.path('/territories'), { parent, on })).body.items.map(({ code }) => code)
const series = async (lead: Asker, initiative: TestInitiative, query: Record<string, string>) => {
  const answer = await lead.get<{ cells: ProgressCell[] }>(initiative.path('/progress'), { from: '2025', to: '2026', ...query })
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells.filter(({ value }) => value !== null)
}
const codes = (rows: readonly { code: string }[]) => rows.map(({ code }) => code)

/** Ten in A1, twenty in A2, forty in B1, in 2025 and again in 2026. */
async function counted(build: FigureBuilder) {
  const indicator = await build.indicator('EVT', { frequency: 'year' })
  for (const period of ['2025', '2026'])
    for (const [territory, value] of [
      ['A1', '10'],
      ['A2', '20'],
      ['B1', '40'],
    ] as const)
      await build.figure(indicator, territory, 'P2', period, { value })
  await build.recompute()
  return indicator
}

describe('a transfer', () => {
  it('moves figures from its day on, breaks what lost and what gained, and leaves the moved territory’s own series whole', async () => {
    const { initiative, lead, build } = await place()
    await counted(build)
    const body = { kind: 'transfer', codes: ['A2'], toParentCode: 'B' }
    const seen = await preview(lead, initiative, body)
    expect(seen.status, seen.text).toBe(200)
    expect(seen.body).toMatchObject({
      kind: 'transfer',
      ended: [],
      created: [],
      moved: [{ code: 'A2', fromCode: 'A', toCode: 'B' }],
      broken: [{ code: 'A' }, { code: 'B' }],
      figuresLeft: 0,
    })
    expect(await inside(lead, initiative, 'B', '2026-01-01')).toEqual(['B1'])
    const done = await apply(lead, initiative, body)
    expect([done.status, done.body.successions.map(({ fromCode, toCode, territoryCode, kind }) => [fromCode, toCode, territoryCode, kind])]).toEqual([
      201,
      [['A', 'B', 'A2', 'transfer']],
    ])
    expect(await inside(lead, initiative, 'A', '2025-12-31')).toEqual(['A1', 'A2'])
    expect(await inside(lead, initiative, 'B', '2026-01-01')).toEqual(['A2', 'B1'])
    const shown = (await series(lead, initiative, { indicator: 'EVT', territory: 'A,B,A2,T' })).map((cell) => [
      cell.territory,
      cell.period,
      cell.value,
      cell.flags.includes('break'),
      cell.trend,
    ])
    expect(shown).toEqual([
      ['T', '2025', '70', false, null],
      ['T', '2026', '70', false, 'stable'],
      ['A', '2025', '30', false, null],
      ['A', '2026', '10', true, null],
      ['B', '2025', '40', false, null],
      ['B', '2026', '60', true, null],
      ['A2', '2025', '20', false, null],
      ['A2', '2026', '20', false, 'stable'],
    ])
  })

  it('between territories of two wider ones breaks those as well, level by level', async () => {
    const { initiative, lead } = await place()
    await lead.ask('PUT', initiative.path('/territory-levels'), {
      body: {
        items: [
          { code: 'top', rank: 4, nameFr: 'province' },
          { code: 'wide', rank: 3, nameFr: 'région' },
        ],
      },
    })
    await lead.ask('POST', initiative.path('/territories'), {
      body: {
        items: [
          { code: 'R1', levelCode: 'wide', nameFr: 'R1', parentCode: 'T' },
          { code: 'R2', levelCode: 'wide', nameFr: 'R2', parentCode: 'T' },
          { code: 'A', levelCode: 'regional', nameFr: 'Territoire A', parentCode: 'R1' },
          { code: 'B', levelCode: 'regional', nameFr: 'Territoire B', parentCode: 'R2' },
        ],
      },
    })
    const done = await apply(lead, initiative, { kind: 'transfer', codes: ['A1'], toParentCode: 'B' })
    expect(done.body.successions.map(({ fromCode, toCode }) => `${fromCode} ${toCode}`).sort()).toEqual(['A B', 'R1 R2'])
    expect(codes(done.body.broken).sort()).toEqual(['A', 'B', 'R1', 'R2'])
  })

  it('progress and running totals do not cross it: the starting point from before no longer compares', async () => {
    const { initiative, lead, build } = await place()
    const tracked = await build.indicator('RUN', { tracked_accumulation: 'since_start' })
    await build.baseline(tracked, 'A', '2025-Q2', { value: '0' })
    await build.target(tracked, '2026-Q4', '100', { scope: 'one', territory_id: initiative.territory.A, decided_on: '2025-01-01' })
    for (const [period, value] of [
      ['2025-Q3', '10'],
      ['2025-Q4', '10'],
      ['2026-Q1', '5'],
      ['2026-Q2', '5'],
    ] as const)
      await build.figure(tracked, 'A1', 'P2', period, { value })
    await build.recompute()
    const read = async () =>
      (await series(lead, initiative, { indicator: 'RUN', territory: 'A', from: '2025-Q3', to: '2026-Q2' })).map((cell) => [
        cell.period,
        cell.value,
        cell.progress,
        cell.reason,
      ])
    expect((await read()).map(([, value]) => value)).toEqual(['10', '20', '25', '30'])
    const before = await preview(lead, initiative, { kind: 'transfer', codes: ['A2'], toParentCode: 'B' })
    expect(before.body.reviews.map(({ what, indicator, territory, value }) => [what, indicator, territory.code, value])).toEqual([
      ['target', 'RUN', 'A', '100'],
      ['baseline', 'RUN', 'A', '0'],
    ])
    await apply(lead, initiative, { kind: 'transfer', codes: ['A2'], toParentCode: 'B' })
    expect(await read()).toEqual([
      ['2025-Q3', '10', '0.1', expect.any(String)],
      ['2025-Q4', '20', '0.2', expect.any(String)],
      ['2026-Q1', '5', null, 'not_comparable'],
      ['2026-Q2', '10', null, 'not_comparable'],
    ])
    const reviews = async () => (await lead.get<{ items: ReviewItem[] }>(initiative.path('/territory-reviews'))).body.items
    expect((await reviews()).map(({ what }) => what)).toEqual(['target', 'baseline'])
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.target_points set decided_on = '2026-02-01' where initiative_id = $1`, [initiative.id]),
    )
    expect((await reviews()).map(({ what }) => what)).toEqual(['baseline'])
  })

  it('refuses what is already so, what does not exist then, and a parent that is no wider', async () => {
    const { initiative, lead } = await place()
    const refused = async (body: Record<string, unknown>) => {
      const { status, body: problem } = await apply(lead, initiative, { kind: 'transfer', ...body })
      return [status, problem.code, problem.errors?.[0]?.pointer]
    }
    expect(await refused({ codes: ['A1'], toParentCode: 'A' })).toEqual([422, 'territory_already_inside', '/codes/0'])
    expect(await refused({ codes: ['A1'], toParentCode: 'B1' })).toEqual([422, 'territory_parent_level', '/codes/0'])
    expect(await refused({ codes: ['A1', 'nowhere'], toParentCode: 'B' })).toEqual([422, 'unknown_reference', '/codes/1'])
    await apply(lead, initiative, { kind: 'transfer', codes: ['A1'], toParentCode: 'B' })
    expect(await refused({ codes: ['A1'], toParentCode: 'B', occurredOn: '2025-06-01' })).toEqual([422, 'territory_dates', '/codes/0'])
    expect(await inside(lead, initiative, 'B', '2026-06-01')).toEqual(['A1', 'B1'])
  })
})

describe('a merge', () => {
  it('ends the former ones, gives what they held to the new one, and no figure is counted twice or lost', async () => {
    const { initiative, lead, build } = await place()
    const indicator = await counted(build)
    await build.owed(indicator, 'A', 'P2')
    const body = { kind: 'merge', fromCodes: ['A', 'B'], to: { code: 'AB', nameFr: 'Territoire AB' } }
    const seen = await preview(lead, initiative, body)
    expect(seen.body).toMatchObject({
      ended: [{ code: 'A' }, { code: 'B' }],
      created: [{ code: 'AB', levelCode: 'regional', parentCode: 'T' }],
      endedAssignments: 1,
    })
    expect(codes(seen.body.moved)).toEqual(['A1', 'A2', 'B1'])
    expect(codes(seen.body.broken)).toEqual([])
    expect((await apply(lead, initiative, body)).status).toBe(201)
    expect(await inside(lead, initiative, 'T', '2025-12-31')).toEqual(['A', 'B'])
    expect(await inside(lead, initiative, 'T', '2026-01-01')).toEqual(['AB'])
    const at = (await series(lead, initiative, { indicator: 'EVT', level: 'regional' })).map((cell) => [
      cell.territory,
      cell.period,
      cell.value,
      cell.flags.includes('break'),
    ])
    expect(at).toEqual([
      ['A', '2025', '30', false],
      ['AB', '2026', '70', true],
      ['B', '2025', '40', false],
    ])
    expect((await series(lead, initiative, { indicator: 'EVT', territory: 'T' })).map(({ value }) => value)).toEqual(['70', '70'])
    const owed = await world.maintain(
      initiative.id,
      async (client) =>
        (await client.query<{ valid_to: string }>('select valid_to::text from app.reporting_assignments where initiative_id = $1', [initiative.id])).rows,
    )
    expect(owed).toEqual([{ valid_to: '2025-12-31' }])
  })

  it('into one that goes on breaks its series; into a code that ends there makes a new generation of the code', async () => {
    const { initiative, lead, build } = await place()
    await counted(build)
    const into = await apply(lead, initiative, { kind: 'merge', fromCodes: ['B'], to: { code: 'A' } })
    expect([into.status, codes(into.body.broken), into.body.created]).toEqual([201, ['A'], []])
    expect((await series(lead, initiative, { indicator: 'EVT', territory: 'A' })).map((cell) => [cell.value, cell.flags.includes('break')])).toEqual([
      ['30', false],
      ['70', true],
    ])
    const other = await place()
    const anew = await apply(other.lead, other.initiative, { kind: 'merge', fromCodes: ['A', 'B'], to: { code: 'A', nameFr: 'Nouvel A' } })
    expect([anew.status, codes(anew.body.created), codes(anew.body.ended)]).toEqual([201, ['A'], ['A', 'B']])
    const named = async (on: string) =>
      (await other.lead.get<{ items: Territory[] }>(other.initiative.path('/territories'), { level: 'regional', on })).body.items.map(({ nameFr }) => nameFr)
    expect([await named('2025-12-31'), await named('2026-01-01')]).toEqual([['Territoire A', 'Territoire B'], ['Nouvel A']])
  })

  it('refuses two levels, the top, and a new territory without a name or a place', async () => {
    const { initiative, lead } = await place()
    const refused = async (body: Record<string, unknown>) => {
      const { status, body: problem } = await apply(lead, initiative, { kind: 'merge', ...body })
      return [status, problem.code, problem.errors?.[0]?.pointer]
    }
    expect(await refused({ fromCodes: ['A', 'B1'], to: { code: 'X', nameFr: 'X' } })).toEqual([422, 'territory_levels_differ', '/fromCodes'])
    expect((await refused({ fromCodes: ['T'], to: { code: 'X', nameFr: 'X' } }))[1]).toBe('territory_is_top')
    expect(await refused({ fromCodes: ['A', 'B'], to: { code: 'X' } })).toEqual([422, 'territory_name_missing', '/to/nameFr'])
    expect(await refused({ fromCodes: ['A1', 'B1'], to: { code: 'X', nameFr: 'X' } })).toEqual([422, 'territory_parent_missing', '/to/parentCode'])
    expect((await apply(lead, initiative, { kind: 'merge', fromCodes: ['A1', 'B1'], to: { code: 'X', nameFr: 'X', parentCode: 'B' } })).status).toBe(201)
  })
})

describe('a split', () => {
  const parts = [
    { code: 'A', nameFr: 'Territoire A', weight: '0.4', childCodes: ['A1'] },
    { code: 'C', nameFr: 'Territoire C', weight: '0.6', childCodes: ['A2'] },
  ]

  it('gives each part what it holds; the new ones start without a starting point, and the code of the former may serve again', async () => {
    const { initiative, lead, build } = await place()
    const indicator = await counted(build)
    await build.baseline(indicator, 'A', '2025', { value: '30' })
    await build.target(indicator, '2026', '50', { scope: 'each', decided_on: '2025-01-01' })
    const done = await apply(lead, initiative, { kind: 'split', fromCode: 'A', parts })
    expect(done.status, done.text).toBe(201)
    expect(done.body.successions.map(({ fromCode, toCode, weight }) => [fromCode, toCode, weight])).toEqual(
      expect.arrayContaining([
        ['A', 'A', '0.4'],
        ['A', 'C', '0.6'],
      ]),
    )
    expect(await inside(lead, initiative, 'T', '2026-01-01')).toEqual(['A', 'B', 'C'])
    // The former territory keeps its starting point: nothing of it is to be looked at again.
    expect(done.body.reviews).toEqual([])
    expect((await lead.get<{ items: ReviewItem[] }>(initiative.path('/territory-reviews'))).body.items).toEqual([])
    const cells = await series(lead, initiative, { indicator: 'EVT', level: 'regional', from: '2026' })
    expect(cells.map((cell) => [cell.territory, cell.value, cell.baseline, cell.progress, cell.reason])).toEqual([
      ['A', '10', null, null, 'no_baseline'],
      ['B', '40', null, null, 'no_baseline'],
      ['C', '20', null, null, 'no_baseline'],
    ])
    expect(cells.map((cell) => cell.flags.includes('break'))).toEqual([true, false, true])
  })

  it('refuses a territory that goes nowhere or to two parts, and shares that are no whole', async () => {
    const { initiative, lead } = await place()
    const refused = async (given: unknown[]) => {
      const { status, body: problem } = await apply(lead, initiative, { kind: 'split', fromCode: 'A', parts: given })
      return [status, problem.code]
    }
    expect(await refused([parts[0], { ...parts[1], childCodes: [] }])).toEqual([422, 'territory_parts_missing'])
    expect(await refused([{ ...parts[0], childCodes: ['A1', 'A2'] }, parts[1]])).toEqual([422, 'territory_parts_missing'])
    expect(await refused([parts[0], { ...parts[1], weight: '0.5' }])).toEqual([422, 'territory_weights'])
    expect(await refused([parts[0], { ...parts[1], weight: undefined }])).toEqual([422, 'territory_weights'])
    expect(await refused([parts[0], { ...parts[1], childCodes: ['A2', 'B1'] }])).toEqual([422, 'unknown_reference'])
    expect(await refused([parts[0], { ...parts[1], code: 'B', childCodes: ['A2'] }])).toEqual([201, undefined])
  })
})

describe('a new name', () => {
  it('does not break the series: same territory, former name kept, code changed with it', async () => {
    const { initiative, lead, build } = await place()
    await counted(build)
    const done = await apply(lead, initiative, { kind: 'rename', code: 'A', newCode: 'A-N', nameFr: 'Rivage' })
    expect([done.status, done.body.renamed, done.body.broken]).toEqual([
      201,
      { code: 'A-N', nameFr: 'Rivage', nameEn: null, formerCode: 'A', formerNameFr: 'Territoire A' },
      [],
    ])
    const cells = await series(lead, initiative, { indicator: 'EVT', territory: 'A-N' })
    expect(cells.map((cell) => [cell.period, cell.value, cell.flags, cell.trend])).toEqual([
      ['2025', '30', [], null],
      ['2026', '30', [], 'stable'],
    ])
    expect((await lead.get<{ items: Succession[] }>(initiative.path('/territory-successions'))).body.items).toMatchObject([
      { kind: 'rename', fromCode: 'A-N', toCode: 'A-N', formerCode: 'A', formerNameFr: 'Territoire A' },
    ])
  })

  it('is refused for a day to come, and for a code that another territory bears', async () => {
    const { initiative, lead } = await place()
    expect((await apply(lead, initiative, { kind: 'rename', code: 'A', nameFr: 'X', occurredOn: '2027-01-01' })).body.code).toBe('date_in_future')
    expect((await apply(lead, initiative, { kind: 'rename', code: 'A', newCode: 'B', nameFr: 'X' })).body.code).toBe('already_exists')
  })
})

describe('two hierarchies that do not nest (situation 16)', () => {
  it('a school figure stays in its own hierarchy, beside and never in the totals of the other', async () => {
    const { initiative, lead, build } = await place()
    await counted(build)
    await lead.ask('PUT', initiative.path('/territory-levels'), {
      body: { items: [{ code: 'school', hierarchy: 'school', rank: 1, nameFr: 'centre de services scolaire' }] },
    })
    const saved = await lead.ask('POST', initiative.path('/territories'), {
      body: { items: [{ code: 'S', levelCode: 'school', nameFr: 'Scolaire', parentCode: 'T' }] },
    })
    expect(saved.status, saved.text).toBe(200)
    await world.maintain(initiative.id, async (client) => {
      const { rows } = await client.query<{ id: string }>(`select id from app.territories where initiative_id = $1 and code = 'S'`, [initiative.id])
      ;(initiative.territory as Record<string, string>).S = rows[0]?.id as string
    })
    const pupils = await build.indicator('PUP', { frequency: 'year' })
    await build.figure(pupils, 'S', 'P2', '2025', { value: '777' })
    await build.figure(pupils, 'A1', 'P2', '2025', { value: '5' })
    await build.recompute()
    expect((await series(lead, initiative, { indicator: 'PUP', territory: 'T' })).map(({ value }) => value)).toEqual(['5'])
    // Its place in the whole is known: the level can be asked for within it.
    expect((await series(lead, initiative, { indicator: 'PUP', level: 'school', territory: 'T' })).map(({ territory, value }) => [territory, value])).toEqual([
      ['S', '777'],
    ])
    expect(await series(lead, initiative, { indicator: 'EVT', level: 'school', territory: 'T' })).toEqual([])
  })
})

describe('who changes the map', () => {
  it('the backbone alone, and each change is written in the audit log once', async () => {
    const { initiative, lead } = await place()
    for (const who of [await initiative.person({ role: 'partner_contributor', partner: 'P2' }), await initiative.person({ role: 'funder' })]) {
      expect((await apply(who, initiative, { kind: 'rename', code: 'A', nameFr: 'X' })).status).toBe(404)
      expect((await preview(who, initiative, { kind: 'rename', code: 'A', nameFr: 'X' })).status).toBe(404)
      expect((await who.get(initiative.path('/territory-reviews'))).status).toBe(404)
    }
    await preview(lead, initiative, { kind: 'rename', code: 'A', nameFr: 'X' })
    await apply(lead, initiative, { kind: 'rename', code: 'A', nameFr: 'X' })
    const rows = await world.maintain(
      initiative.id,
      async (client) => (await client.query<{ action: string }>('select action from app.audit_log where initiative_id = $1', [initiative.id])).rows,
    )
    expect(rows.map(({ action }) => action)).toEqual(['territories.applyChange'])
  })
})
