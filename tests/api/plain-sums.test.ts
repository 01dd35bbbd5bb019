import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

/**
 * Where the same people may be counted twice, the plain sum is told by nobody: only as the upper end of a range whose
 * lower end stands beside it (domain 3.4, situation 5). The figures are chosen so that each sum is a number of its own.
 */
const FIGURES = [
  ['A1', 'P2', '70001'],
  ['A1', 'P3', '40013'],
  ['B1', 'P2', '30011'],
  ['B1', 'P3', '20023'],
] as const
/** Of A1 (and of A above it), of B1, of the whole. */
const OF_PLACES = ['110014', '50034', '140024', '160048']
/** Of P2 and of P3 over their own places, where places share people too. */
const OF_PARTNERS = ['100012', '60036']
const CASES = {
  POSSIBLE: { overlap_partners: 'possible' },
  UNKNOWN: { overlap_partners: 'unknown' },
  PLACES: { overlap_partners: 'possible', overlap_territories: 'unknown' },
  RUNNING: { overlap_partners: 'possible', tracked_accumulation: 'since_start', periods_distinct: true },
} as const

let world: World
let here: TestInitiative
const hats: Record<string, Asker> = {}
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  const build = figuresOf(world, here)
  for (const [code, columns] of Object.entries(CASES)) {
    const indicator = await build.indicator(code, { counting_unit: 'persons', ...columns })
    for (const [territory, partner, value] of FIGURES) {
      await build.figure(indicator, territory, partner, '2026-Q2', { value, state: 'published' })
      await build.figure(indicator, territory, partner, '2026-Q2', { value, state: 'published', category: 'sexe:f' })
    }
    await build.target(indicator, '2027-Q4', '500000')
  }
  const own = await build.indicator('OWN', { counting_unit: 'persons', overlap_partners: 'possible' })
  for (const [territory, partner, value] of FIGURES) await build.figure(own, territory, partner, '2026-Q2', { value })
  await build.figure(own, 'T', null, '2026-Q2', { value: '99', is_direct_total: true })
  await build.recompute()
  hats.backbone = await here.person({ role: 'backbone', lead: true })
  hats.contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
  hats.viewer = await here.person({ role: 'partner_viewer', partner: 'P3' })
  hats.funder = await here.person({ role: 'funder', commitment: true })
})
afterAll(() => world.close())

/** Where an answer tells a forbidden number other than as the upper end of a range. */
function told(value: unknown, forbidden: readonly string[], path = '', key = '', parent: Record<string, unknown> = {}): string[] {
  if (Array.isArray(value)) return value.flatMap((one, index) => told(one, forbidden, `${path}/${index}`, key, parent))
  if (typeof value === 'object' && value !== null)
    return Object.entries(value).flatMap(([name, one]) => told(one, forbidden, `${path}/${name}`, name, value as Record<string, unknown>))
  const text = String(value)
  if (!forbidden.some((sum) => new RegExp(`(?<![\\d.])${sum}(?![\\d.])`).test(text))) return []
  const isRange = key === 'upper' && typeof parent.lower === 'string' && parent.lower !== parent.upper && parent.value !== parent.upper
  return isRange ? [] : [`${path}: ${text}`]
}

/** Lines of a text that tell a forbidden number without the lower end of its range. */
function toldInText(text: string, forbidden: readonly string[]): string[] {
  const lowers = ['70001', '30011', '100012', '40013']
  return text.split('\n').filter((line) => {
    const plain = line.replace(/(?<=\d)[\s\u00a0\u202f](?=\d{3})/g, '')
    return (
      forbidden.some((sum) => new RegExp(`(?<!\\d)${sum}(?!\\d)`).test(plain)) && !lowers.some((lower) => new RegExp(`(?<!\\d)${lower}(?!\\d)`).test(plain))
    )
  })
}

/** Every address that is read with the things of this initiative, with the questions that change what it adds up. */
async function addresses(): Promise<string[]> {
  const answer = await hats.backbone?.get<{ paths: Record<string, Record<string, unknown>> }>('/api/v1/openapi.json')
  const given: Record<string, string> = { initiativeId: here.id, indicator: 'POSSIBLE', territory: 'A1', partnerId: here.partner.P2 ?? '' }
  const plain = Object.entries(answer?.body.paths ?? {})
    .filter(([, methods]) => 'get' in methods)
    .map(([path]) => path.replace(/\{(\w+)\}/g, (whole, name: string) => given[name] ?? whole))
    .filter((path) => !path.includes('{'))
  const asked = ['validated', 'provisional', 'published'].flatMap((basis) =>
    [
      'period=2026-Q2',
      'from=2026',
      'period=latest',
      'from=2026&category=*',
      'period=2026-Q2&level=local',
      'period=2026-Q2&level=regional',
      'period=2026-Q2&by=partner',
      'period=2026-Q2&by=partner&level=local',
    ].map((query) => `${here.path('/progress')}?basis=${basis}&${query}`),
  )
  const files = ['csv', 'json', 'datapackage', 'dhis2'].map((format) => `${here.path('/exports')}?format=${format}`)
  return [...plain, ...asked, ...files]
}

describe('the plain sum of people who may be counted twice', () => {
  it('is in no answer of the API, for no hat, but as the upper end of a range', async () => {
    const paths = await addresses()
    expect(paths.length).toBeGreaterThan(40)
    const found: string[] = []
    let ranges = 0
    for (const [hat, who] of Object.entries(hats)) {
      for (const path of paths) {
        const answer = await who.get(path)
        ranges += answer.text.includes('160048') ? 1 : 0
        const faults = answer.body === null ? toldInText(answer.text, OF_PLACES) : told(answer.body, OF_PLACES)
        found.push(...faults.map((fault) => `${hat} ${path} ${fault}`))
      }
    }
    expect(found).toEqual([])
    // The walk would be silent if nothing were read.
    expect(ranges).toBeGreaterThan(5)
  })

  it('nor is that of one partner’s places, where places share people', async () => {
    for (const query of ['period=2026-Q2&by=partner', 'from=2026&by=partner', 'period=2026-Q2&partner=P2']) {
      const answer = await hats.backbone?.get(`${here.path('/progress')}?indicator=PLACES&${query}`)
      expect(told(answer?.body, OF_PARTNERS), query).toEqual([])
      expect(answer?.text, query).toContain('"lower":"70001"')
    }
  })

  it('each of these totals is labelled, and one without a range is never labelled as a plain sum', async () => {
    const { body } = (await hats.backbone?.get<{ cells: { indicator: string; value: string; lower: string | null; additivity: string; flags: string[] }[] }>(
      `${here.path('/progress')}?period=2026-Q2`,
    )) ?? { body: { cells: [] } }
    expect(body.cells.map(({ indicator, additivity, flags }) => [indicator, additivity, flags.includes('overlap_unknown')])).toEqual(
      expect.arrayContaining([
        ['POSSIBLE', 'overlapping', true],
        ['UNKNOWN', 'unknown', true],
        ['PLACES', 'overlapping', true],
        ['RUNNING', 'overlapping', true],
        ['OWN', 'overlapping', false],
      ]),
    )
    expect(body.cells.find(({ indicator }) => indicator === 'OWN')).toMatchObject({ value: '99', lower: null })
  })

  it('the walk finds a sum that is told', () => {
    expect(told({ value: '160048', lower: '1', upper: '160048' }, OF_PLACES)).toEqual(['/value: 160048', '/upper: 160048'])
    expect(told({ total: 160048 }, OF_PLACES)).toEqual(['/total: 160048'])
    expect(told({ lower: '70001', value: '70001', upper: '160048' }, OF_PLACES)).toEqual([])
    expect(toldInText('FAM;160 048\nFAM;70001;160048', OF_PLACES)).toEqual(['FAM;160 048'])
  })
})
