import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let demo: Awaited<ReturnType<World['loadDemo']>>
let coordination: Asker
beforeAll(async () => {
  world = await openWorld({ demo: true })
  demo = await world.loadDemo()
  coordination = await demo.as('coordination')
})
afterAll(() => world.close())

const HAUT_RIVAGE = 'grandir-entre-rives'
const BENKADI = 'alliance-benkadi'
const INDICATORS = ['VUL5', 'SCREEN18', 'WAITDAYS', 'READFAM', 'PARENTIDX', 'REFPROTO', 'PARENTSEAT', 'TRAINEES', 'PRENATAL', 'POOLFUND']

async function cells(asker: Asker, query: Record<string, string> = {}): Promise<ProgressCell[]> {
  const answer = await asker.get<{ cells: ProgressCell[] }>(`/api/v1/initiatives/${demo.initiatives[HAUT_RIVAGE]}/progress`, query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
const percent = (value: string | null) => (value === null ? null : (Number(value) * 100).toFixed(1))

describe('GET …/progress: who sees what (D25)', () => {
  it('a funder reads the latest release at every level, whatever it asks, and partners that agreed to be read', async () => {
    const funder = await demo.as('bailleur')
    const answer = await funder.get<{ basis: string; release: { name: string }; cells: ProgressCell[] }>(
      `/api/v1/initiatives/${demo.initiatives[HAUT_RIVAGE]}/progress`,
      { basis: 'provisional' },
    )
    expect([answer.body.basis, answer.body.release.name]).toEqual(['published', 'T1 2026-2027'])
    expect(answer.body.cells.map((cell) => [cell.indicator, cell.territory, cell.partner, cell.category])).toEqual(
      INDICATORS.map((code) => [code, 'R', null, 'TOTAL']),
    )
    expect(answer.body.cells.every((cell) => cell.computed === null && ['none', 'masked'].includes(cell.mask ?? ''))).toBe(true)
    expect((await cells(funder, { level: 'mrc', indicator: 'SCREEN18' })).map((cell) => [cell.territory, percent(cell.value)])).toEqual([
      ['CV', '44.7'],
      ['TL', '66.7'],
      ['VB', '68.3'],
    ])
    expect(await cells(funder, { indicator: 'SCREEN18', period: '2026-Q3', basis: 'provisional' })).toEqual([])
    expect(new Set((await cells(funder, { by: 'partner', from: '2025-Q1' })).map((cell) => cell.partner))).toEqual(new Set(['P02', 'P07', 'P12']))
    expect(await cells(funder, { partner: 'P05', period: '2026-Q1' })).toEqual([])
  })

  it('a partner reads its own figures by partner, and by territory what funders see', async () => {
    const contributor = await demo.as('contribution')
    const own = await cells(contributor, { by: 'partner', period: '2026-Q2' })
    expect(new Set(own.map((cell) => cell.partner))).toEqual(new Set(['P02']))
    expect(own.map((cell) => cell.indicator)).toEqual(['SCREEN18', 'WAITDAYS', 'REFPROTO'])
    expect(await cells(contributor, { by: 'partner', partner: 'P07', period: '2026-Q1' })).toEqual([])
    expect((await cells(contributor, { level: 'mrc', period: '2026-Q2', indicator: 'SCREEN18' })).map((cell) => [cell.territory, cell.mask])).toEqual([
      ['CV', 'none'],
      ['TL', 'none'],
      ['VB', 'none'],
    ])
    expect(await cells(contributor, { indicator: 'SCREEN18', period: '2026-Q3' })).toEqual([])
    expect((await cells(contributor, { indicator: 'SCREEN18' }))[0]).toMatchObject({ territory: 'R', period: '2026-Q2', status: 'on_track' })
    const byMrc = await cells(contributor, { by: 'partner', indicator: 'SCREEN18', level: 'mrc', period: '2026-Q2' })
    expect(byMrc.map((cell) => [cell.territory, percent(cell.value)])).toEqual([
      ['CV', '44.7'],
      ['TL', '66.7'],
      ['VB', '68.3'],
    ])
  })

  it('submitted figures stay with the backbone: a partner that asks for provisional ones gets validated ones', async () => {
    const contributor = await demo.as('contribution')
    const answer = await contributor.get<{ basis: string; cells: ProgressCell[] }>(`/api/v1/initiatives/${demo.initiatives[HAUT_RIVAGE]}/progress`, {
      by: 'partner',
      indicator: 'SCREEN18',
      period: '2026-Q3',
      basis: 'provisional',
      level: 'mrc',
    })
    expect([answer.body.basis, answer.body.cells.map((cell) => cell.value)]).toEqual(['validated', [null, null, null]])
  })

  it('a viewer reads as its partner does', async () => {
    const viewer = await demo.as('lecture')
    expect((await cells(viewer, { by: 'partner', indicator: 'READFAM', period: '2026-Q1' })).map((cell) => [cell.partner, cell.value])).toEqual([
      ['P05', '310'],
    ])
    expect((await cells(viewer, { level: 'municipality', indicator: 'PRENATAL', period: '2026-Q2', territory: 'CV' })).map((cell) => cell.value)).toEqual([
      null,
      null,
      null,
    ])
  })

  it('with two hats the one that is worn counts alone', async () => {
    const asFunder = await demo.as('deux-chapeaux', { role: 'funder' })
    const asPartner = await demo.as('deux-chapeaux', { role: 'partner_contributor' })
    expect((await cells(asFunder, { by: 'partner', period: '2026-Q2' })).some((cell) => cell.partner === 'P14')).toBe(false)
    expect((await cells(asPartner, { by: 'partner', period: '2026-Q2' })).map((cell) => [cell.indicator, cell.partner])).toEqual([['REFPROTO', 'P14']])
  })

  it('who has no hat in the initiative does not learn that it exists', async () => {
    const path = `/api/v1/initiatives/${demo.initiatives[BENKADI]}/progress`
    for (const account of ['equipe', 'contribution', 'bailleur', 'admin']) expect((await (await demo.as(account)).get(path)).status).toBe(404)
    expect((await world.stranger.get(path)).status).toBe(401)
  })

  it('the database alone refuses live cells to a funder, whatever the code asks', async () => {
    const rows = await world.db.transaction().execute(async (trx) => {
      await sql`select app.set_ctx(${demo.initiatives[HAUT_RIVAGE]}::uuid, null, 'funder', null, false)`.execute(trx)
      return (
        await sql<{ flavour: string; category: string; code: string }>`select distinct c.flavour, c.category, t.code from app.cells c
        join app.territories t on t.initiative_id = c.initiative_id and t.id = c.territory_id`.execute(trx)
      ).rows
    })
    expect(rows).toEqual([])
  })
})

describe('GET …/progress: refusals', () => {
  const ask = (query: Record<string, string>) =>
    coordination.get<{ code: string; params: unknown }>(`/api/v1/initiatives/${demo.initiatives[HAUT_RIVAGE]}/progress`, query)

  it('a code that nobody knows is named', async () => {
    for (const [field, value] of [
      ['indicator', 'NOPE'],
      ['territory', 'XX'],
      ['partner', 'P99'],
      ['level', 'canton'],
    ] as const) {
      const answer = await ask({ [field]: value })
      expect([answer.status, answer.body.code, answer.body.params]).toEqual([422, 'unknown_reference', { field, value }])
    }
  })
  it('a text that is no period is named', async () => {
    for (const query of [{ period: '2026-Q9' }, { from: 'hier' }, { to: '13/2026' }])
      expect([(await ask(query)).status, (await ask(query)).body.code]).toEqual([422, 'invalid_period'])
  })
  it('an unknown parameter is refused', async () => {
    expect((await ask({ colour: 'red' })).status).toBe(400)
  })
})

interface Completeness {
  period: string | null
  expected: number
  received: number
  onTime: number
  validated: number
  items: { indicator: string; expected: number; received: number }[]
  partners: { partner: string; expected: number; received: number }[]
}

describe('GET …/completeness (domain 3.10)', () => {
  const ask = async (asker: Asker, query: Record<string, string> = {}, slug = HAUT_RIVAGE) => {
    const answer = await asker.get<Completeness>(`/api/v1/initiatives/${demo.initiatives[slug]}/completeness`, query)
    expect(answer.status, answer.text).toBe(200)
    return answer.body
  }

  it('counts what was owed for the last due period, what came in, on time, and what was validated', async () => {
    const counts = await ask(coordination)
    expect(counts).toMatchObject({ period: '2026-Q2', expected: 40, received: 40, validated: 40 })
    expect(counts.onTime).toBeLessThan(40)
    expect(counts.items.map(({ indicator, expected }) => [indicator, expected])).toEqual([
      ['PARENTIDX', 1],
      ['PARENTSEAT', 1],
      ['POOLFUND', 1],
      ['PRENATAL', 8],
      ['READFAM', 6],
      ['REFPROTO', 14],
      ['SCREEN18', 3],
      ['TRAINEES', 3],
      ['WAITDAYS', 3],
    ])
    expect(counts.partners).toContainEqual(expect.objectContaining({ partner: 'P02', expected: 7, received: 7 }))
  })

  it('a period that is not due yet owes nothing, and a partner that left owes nothing afterwards', async () => {
    expect(await ask(coordination, { period: '2026-Q3' })).toMatchObject({ period: '2026-Q3', expected: 0, items: [], partners: [] })
    const owed = async (period: string) => (await ask(coordination, { period })).items.find((item) => item.indicator === 'REFPROTO')?.expected
    expect([await owed('2025-Q1'), await owed('2025-Q2')]).toEqual([15, 14])
  })

  it('an event excuses the survey that it stopped', async () => {
    const benkadi = await demo.as('coordination', { initiative: BENKADI })
    const counts = await ask(benkadi, { period: '2025-Q3' }, BENKADI)
    expect(counts.items.find((item) => item.indicator === 'FCSACC')).toMatchObject({ expected: 1, received: 1 })
  })

  it('every member reads the sums; by partner the backbone reads all, a partner itself, a funder nobody', async () => {
    const whole = await ask(coordination)
    const partner = await ask(await demo.as('lecture'))
    const funder = await ask(await demo.as('bailleur'))
    // What one or two partners owe would point at them.
    const shared = whole.items.filter(({ indicator }) => ['READFAM', 'REFPROTO'].includes(indicator))
    expect([partner.items, funder.items]).toEqual([shared, shared])
    expect([partner.expected, funder.expected]).toEqual([40, 40])
    expect(partner.partners.map((one) => one.partner)).toEqual(['P05'])
    expect(funder.partners).toEqual([])
    expect(whole.partners).toHaveLength(14)
  })
})
