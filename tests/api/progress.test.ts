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

async function cells(asker: Asker, query: Record<string, string> = {}, slug = HAUT_RIVAGE): Promise<ProgressCell[]> {
  const answer = await asker.get<{ cells: ProgressCell[] }>(`/api/v1/initiatives/${demo.initiatives[slug]}/progress`, query)
  expect(answer.status, answer.text).toBe(200)
  return answer.body.cells
}
const shown = (value: string | null, factor = 1, places = 1) => (value === null ? null : (Number(value) * factor).toFixed(places))
const percent = (value: string | null) => shown(value, 100)
const byIndicator = (list: ProgressCell[]) => new Map(list.map((cell) => [cell.indicator, cell]))

/** The table of domain 7.1: for each year's spring quarter figure, state, and, where the table gives it, r or share of the way. */
const TABLE: Record<string, { factor?: number; places?: number; years: [string | null, string, string][] }> = {
  VUL5: {
    factor: 100,
    places: 1,
    years: [
      ['30.9', 'no_data', 'not_due'],
      ['30.9', 'no_data', 'not_due'],
      ['30.9', 'no_data', 'not_due'],
    ],
  },
  SCREEN18: {
    factor: 100,
    places: 1,
    years: [
      ['40.5', 'off_track', 'trajectory'],
      ['50.0', 'watch', 'trajectory'],
      ['61.9', 'on_track', 'trajectory'],
    ],
  },
  WAITDAYS: {
    places: 1,
    years: [
      ['127.9', 'watch', 'trajectory'],
      ['149.2', 'off_track', 'trajectory'],
      ['128.7', 'off_track', 'trajectory'],
    ],
  },
  READFAM: {
    places: 0,
    years: [
      ['581', 'no_data', 'not_due'],
      ['815', 'watch', 'trajectory'],
      ['1057', 'watch', 'trajectory'],
    ],
  },
  PARENTIDX: {
    places: 0,
    years: [
      ['55', 'off_track', 'trajectory'],
      ['56', 'off_track', 'trajectory'],
      ['63', 'on_track', 'trajectory'],
    ],
  },
  REFPROTO: {
    factor: 100,
    places: 1,
    years: [
      ['40.0', 'on_track', 'trajectory'],
      ['71.4', 'on_track', 'trajectory'],
      ['85.7', 'on_track', 'trajectory'],
    ],
  },
  PARENTSEAT: {
    factor: 100,
    places: 1,
    years: [
      ['11.1', 'watch', 'trajectory'],
      ['22.2', 'on_track', 'trajectory'],
      ['33.3', 'on_track', 'target_met'],
    ],
  },
  TRAINEES: {
    places: 0,
    years: [
      ['75', 'on_track', 'trajectory'],
      ['170', 'on_track', 'trajectory'],
      ['271', 'on_track', 'target_met'],
    ],
  },
  PRENATAL: {
    places: 0,
    years: [
      ['54', 'watch', 'trajectory'],
      ['65', 'on_track', 'trajectory'],
      ['66', 'watch', 'trajectory'],
    ],
  },
  POOLFUND: {
    places: 0,
    years: [
      ['80000', 'off_track', 'trajectory'],
      ['200000', 'watch', 'trajectory'],
      ['410000', 'on_track', 'trajectory'],
    ],
  },
}

describe('GET …/progress: the demo of Haut-Rivage (domain 7.1)', () => {
  for (const [index, quarter] of ['2024-Q2', '2025-Q2', '2026-Q2'].entries()) {
    it(`the ten figures and states by ${quarter} are those of the specification`, async () => {
      const found = await cells(coordination, { period: 'latest', to: quarter })
      expect(found.map((cell) => cell.indicator)).toEqual(Object.keys(TABLE))
      for (const cell of found) {
        const row = TABLE[cell.indicator] as (typeof TABLE)[string]
        expect([cell.indicator, shown(cell.value, row.factor, row.places), cell.status, cell.reason]).toEqual([
          cell.indicator,
          ...(row.years[index] as [string, string, string]),
        ])
      }
    })
  }

  it('the headline tally is 6 on track, 2 to watch, 1 off track, 1 without data', async () => {
    const found = await cells(coordination)
    const tally = Object.groupBy(found, (cell) => cell.status)
    expect(Object.fromEntries(Object.entries(tally).map(([status, list]) => [status, list?.length]))).toEqual({
      on_track: 6,
      watch: 2,
      off_track: 1,
      no_data: 1,
    })
    expect(found.filter((cell) => cell.flags.includes('fragile'))).toEqual([])
  })

  it('the ratios and shares of the way that the specification prints come out', async () => {
    const now = byIndicator(await cells(coordination))
    const then = byIndicator(await cells(coordination, { period: '2025-Q2' }))
    expect(shown(then.get('SCREEN18')?.ratio ?? null, 1, 2)).toBe('0.70')
    expect(shown(now.get('SCREEN18')?.ratio ?? null, 1, 2)).toBe('1.01')
    expect(shown(now.get('PRENATAL')?.ratio ?? null, 1, 2)).toBe('0.79')
    expect(shown(then.get('WAITDAYS')?.progress ?? null, 100, 0)).toBe('-14')
    expect(shown(now.get('TRAINEES')?.progress ?? null, 100, 0)).toBe('113')
    expect(now.get('PRENATAL')?.trend).toBe('better')
    expect([then.get('WAITDAYS')?.trend, then.get('WAITDAYS')?.previousPeriod]).toEqual(['worse', '2025-Q1'])
  })

  it('the regional screening series is exact in all twelve quarters, and the revised figure of the Coast is in it', async () => {
    const series = await cells(coordination, { indicator: 'SCREEN18', from: '2023-Q3', to: '2026-Q2' })
    expect(series.map((cell) => percent(cell.value))).toEqual(['39.4', '39.6', '41.0', '40.5', '40.5', '41.4', '47.0', '50.0', '54.1', '57.1', '58.7', '61.9'])
    const coast = await cells(coordination, { indicator: 'SCREEN18', territory: 'CV', period: '2024-Q3' })
    expect(coast[0]).toMatchObject({ numerator: '11', denominator: '36', flags: ['R'] })
    expect(series.filter((cell) => cell.flags.includes('R')).map((cell) => cell.period)).toEqual(['2024-Q3'])
  })

  it('the regional waiting time is weighted by families in all twelve quarters', async () => {
    const series = await cells(coordination, { indicator: 'WAITDAYS', from: '2023-Q3', to: '2026-Q2' })
    expect(series.map((cell) => shown(cell.value))).toEqual([
      '139.8',
      '137.9',
      '130.9',
      '127.9',
      '126.0',
      '121.1',
      '139.0',
      '149.2',
      '146.1',
      '138.3',
      '132.8',
      '128.7',
    ])
    expect(series[11]).toMatchObject({ n: '94', baseline: '142.063829787234', target: '90' })
  })

  it('the average hides the Coast: each MRC is judged against its own starting point', async () => {
    const found = await cells(coordination, { indicator: 'SCREEN18', level: 'mrc', period: '2026-Q2' })
    expect(found.map((cell) => [cell.territory, percent(cell.baseline), percent(cell.value), cell.status])).toEqual([
      ['CV', '26.3', '44.7', 'off_track'],
      ['TL', '40.0', '66.7', 'on_track'],
      ['VB', '44.3', '68.3', 'on_track'],
    ])
    expect(shown(found[0]?.ratio ?? null, 1, 2)).toBe('0.52')
    const gap = (list: ProgressCell[], field: 'baseline' | 'value') => ((Number(list[2]?.[field]) - Number(list[0]?.[field])) * 100).toFixed(1)
    // The specification prints 18.0, the difference of the two rounded shares.
    expect([gap(found, 'baseline'), gap(found, 'value')]).toEqual(['17.9', '23.5'])
  })

  it('pregnant women accompanied are counted by municipality and add up to MRC and region', async () => {
    const local = await cells(coordination, { indicator: 'PRENATAL', level: 'municipality', period: '2026-Q2' })
    expect(Object.fromEntries(local.map((cell) => [cell.territory, cell.value]))).toEqual({
      VB1: '18',
      VB2: '4',
      VB3: '2',
      TL1: '20',
      TL2: '6',
      CV1: '12',
      CV2: '3',
      CV3: '1',
    })
    const regional = await cells(coordination, { indicator: 'PRENATAL', level: 'mrc', period: '2026-Q2' })
    expect(Object.fromEntries(regional.map((cell) => [cell.territory, cell.value]))).toEqual({ VB: '24', TL: '26', CV: '16' })
    const within = await cells(coordination, { indicator: 'PRENATAL', level: 'municipality', territory: 'CV', period: '2026-Q2' })
    expect(within.map((cell) => cell.territory)).toEqual(['CV1', 'CV2', 'CV3'])
  })

  it('families who may be counted twice are a range with an estimate, never the sum', async () => {
    const years = await cells(coordination, { indicator: 'READFAM', from: '2024-Q1', to: '2026-Q1' })
    const closed = years.filter((cell) => cell.period.endsWith('Q1'))
    expect(closed.map((cell) => [cell.lower, shown(cell.value, 1, 0), cell.upper])).toEqual([
      ['465', '581', '745'],
      ['655', '815', '1045'],
      ['845', '1057', '1355'],
    ])
    expect(closed[0]?.flags).toContain('overlap_estimated')
    expect(years.find((cell) => cell.period === '2025-Q2')).toMatchObject({ status: 'no_data', reason: 'out_of_season', expected: null })
    expect(closed[2]).toMatchObject({ previousPeriod: '2025-Q1', trend: 'better' })
  })

  it('the share of partners follows those who are there: fifteen, then fourteen', async () => {
    const series = await cells(coordination, { indicator: 'REFPROTO', from: '2025-Q1', to: '2026-Q2' })
    expect(series.map((cell) => `${cell.numerator}/${cell.denominator}`)).toEqual(['9/15', '10/14', '10/14', '11/14', '12/14', '12/14'])
  })

  it('what partners report by quarter is tracked as a running total, with the quarter beside it', async () => {
    const series = await cells(coordination, { indicator: 'POOLFUND', from: '2023-Q3', to: '2024-Q2' })
    expect(series.map((cell) => [cell.value, cell.periodValue])).toEqual([
      ['0', '0'],
      ['0', '0'],
      ['40000', '40000'],
      ['80000', '40000'],
    ])
    const last = await cells(coordination, { indicator: 'TRAINEES', level: 'mrc', period: '2026-Q2' })
    expect(last.map((cell) => [cell.territory, cell.value, cell.periodValue])).toEqual([
      ['CV', '65', '6'],
      ['TL', '93', '8'],
      ['VB', '113', '10'],
    ])
  })

  it('an index is each territory’s own figure, and few answers are marked as fragile', async () => {
    const found = await cells(coordination, { indicator: 'PARENTIDX,WAITDAYS', level: 'mrc', period: '2026-Q2' })
    expect(found.map((cell) => [cell.indicator, cell.territory, cell.value, cell.flags.includes('fragile')])).toEqual([
      ['WAITDAYS', 'CV', '140', true],
      ['WAITDAYS', 'TL', '127', false],
      ['WAITDAYS', 'VB', '125', false],
      ['PARENTIDX', 'CV', '60', false],
      ['PARENTIDX', 'TL', '63', false],
      ['PARENTIDX', 'VB', '64', false],
    ])
  })

  it('the open quarter is missing and not due yet, and missing is never zero', async () => {
    const open = await cells(coordination, { indicator: 'SCREEN18', level: 'mrc', period: '2026-Q3' })
    expect(open.map((cell) => [cell.territory, cell.value, cell.presence, cell.reason])).toEqual(
      ['CV', 'TL', 'VB'].map((code) => [code, null, 'missing', 'not_due']),
    )
    const provisional = await cells(coordination, { indicator: 'SCREEN18', level: 'mrc', period: '2026-Q3', basis: 'provisional' })
    expect(provisional.map((cell) => [cell.territory, percent(cell.value), cell.flags])).toEqual([
      ['CV', null, []],
      ['TL', null, []],
      ['VB', '68.3', ['P']],
    ])
    const whole = await cells(coordination, { indicator: 'SCREEN18', period: '2026-Q3', basis: 'provisional' })
    expect(whole[0]).toMatchObject({ status: 'no_data', reason: 'incomplete', flags: ['P', 'incomplete'] })
  })

  it('a figure that nobody owes is not expected, one that is owed and was never opened is missing', async () => {
    const found = await cells(coordination, { indicator: 'POOLFUND,TRAINEES', level: 'mrc', period: '2026-Q3' })
    expect(found.map((cell) => [cell.indicator, cell.territory, cell.presence, cell.value, cell.reason])).toEqual([
      ...['CV', 'TL', 'VB'].map((code) => ['TRAINEES', code, 'missing', null, 'not_due']),
      ...['CV', 'TL', 'VB'].map((code) => ['POOLFUND', code, 'not_expected', null, 'not_expected']),
    ])
  })

  it('an estimated figure carries its flag up to the region', async () => {
    const found = await cells(coordination, { indicator: 'SCREEN18', territory: 'R,VB', period: '2025-Q4' })
    expect(found.map((cell) => cell.flags)).toEqual([['E'], ['E']])
  })

  it('the province is a comparator: its figure is shown, no target applies to it', async () => {
    const found = await cells(coordination, { indicator: 'VUL5', territory: 'QC', period: '2022' })
    expect(found[0]).toMatchObject({ value: '0.287', target: null, status: 'no_data', reason: 'no_target', flags: ['parts_unknown'] })
  })
})

describe('GET …/progress: by partner', () => {
  it('shows what each partner reported, and a status only where the partner set its own target', async () => {
    const found = await cells(coordination, { by: 'partner', indicator: 'READFAM,PRENATAL', period: 'latest' })
    expect(found.map((cell) => [cell.indicator, cell.partner, cell.value, cell.status, cell.reason])).toEqual([
      ['READFAM', 'P04', '120', 'no_data', 'no_target'],
      ['READFAM', 'P05', '310', 'no_data', 'no_target'],
      ['READFAM', 'P06', '205', 'no_data', 'no_target'],
      ['READFAM', 'P07', '720', 'no_data', 'no_target'],
      ['PRENATAL', 'P12', '66', 'watch', 'trajectory'],
    ])
    expect(found[4]).toMatchObject({ baseline: '47', target: '72' })
  })

  it('narrows to a territory and to partners', async () => {
    const coast = await cells(coordination, { by: 'partner', indicator: 'READFAM', territory: 'CV', period: '2026-Q1' })
    expect(coast.map((cell) => [cell.partner, cell.territory, cell.value])).toEqual([
      ['P06', 'CV', '205'],
      ['P07', 'CV', '160'],
    ])
    const library = await cells(coordination, { partner: 'P07', indicator: 'READFAM', level: 'mrc', period: '2026-Q1' })
    expect(library.map((cell) => [cell.partner, cell.territory, cell.value])).toEqual([
      ['P07', 'CV', '160'],
      ['P07', 'TL', '230'],
      ['P07', 'VB', '330'],
    ])
  })

  it('a partner that owes a figure and gave none is missing; one that left is not there', async () => {
    const open = await cells(coordination, { by: 'partner', indicator: 'REFPROTO', period: '2026-Q3' })
    expect(open.map((cell) => cell.presence)).toEqual(Array.from({ length: 14 }, () => 'missing'))
    expect(open.map((cell) => cell.partner)).not.toContain('P15')
    const before = await cells(coordination, { by: 'partner', indicator: 'REFPROTO', period: '2025-Q1' })
    expect(before.find((cell) => cell.partner === 'P15')).toMatchObject({ value: '0', presence: 'reported' })
  })

  it('no partner has a figure, let alone a status, on a population indicator', async () => {
    expect(await cells(coordination, { by: 'partner', indicator: 'VUL5', period: '2022' })).toEqual([])
    expect(await cells(await demo.as('coordination', { initiative: BENKADI }), { by: 'partner', indicator: 'FCSACC', from: '2024-Q3' }, BENKADI)).toEqual([])
  })
})

describe('GET …/progress: the demo of Benkadi (domain 7.2)', () => {
  it('the six figures and states are those of the specification', async () => {
    const benkadi = await demo.as('coordination', { initiative: BENKADI })
    const found = byIndicator(await cells(benkadi, {}, BENKADI))
    const row = (code: string) => {
      const cell = found.get(code)
      return [cell?.period, cell?.value, cell?.status, cell?.reason, shown(cell?.ratio ?? null, 1, 2)]
    }
    expect(found.get('FCSACC')).toMatchObject({
      period: '2025-Q3',
      status: 'no_data',
      reason: 'incomplete',
      flags: ['S', 'incomplete'],
      previousPeriod: '2024-Q3',
      trend: null,
    })
    expect(row('WGROUPS')).toEqual(['2026-Q2', '101', 'watch', 'trajectory', '0.85'])
    expect(row('SAVINGS')).toEqual(['2026-Q2', '17450000', 'on_track', 'trajectory', '1.09'])
    expect(row('WLEAD')).toEqual(['2026-Q2', '0.3', 'on_track', 'trajectory', '0.94'])
    expect([shown(found.get('STOCKDAYS')?.value ?? null), found.get('STOCKDAYS')?.status, found.get('STOCKDAYS')?.trend]).toEqual([
      '32.2',
      'off_track',
      'worse',
    ])
    expect(found.get('REDRESS')).toMatchObject({ numerator: '4', denominator: '5', status: 'on_track' })
  })

  it('only the lean season has a status: a good harvest is context, and an interrupted survey is missing', async () => {
    const benkadi = await demo.as('coordination', { initiative: BENKADI })
    const series = await cells(benkadi, { indicator: 'FCSACC', from: '2024-Q3', to: '2025-Q3' }, BENKADI)
    expect(series.map((cell) => [cell.period, percent(cell.value), cell.status, cell.reason])).toEqual([
      ['2024-Q3', '36.2', 'watch', 'trajectory'],
      ['2024-Q4', '62.3', 'no_data', 'out_of_season'],
      ['2025-Q1', '58.8', 'no_data', 'out_of_season'],
      ['2025-Q2', '51.0', 'no_data', 'out_of_season'],
      ['2025-Q3', '41.1', 'no_data', 'incomplete'],
    ])
    expect(shown(series[0]?.ratio ?? null, 1, 2)).toBe('0.73')
    const kayes = await cells(benkadi, { indicator: 'FCSACC', territory: 'KY', period: '2025-Q3' }, BENKADI)
    expect(kayes[0]).toMatchObject({ value: null, presence: 'missing', flags: ['S'] })
  })

  it('a commune that changes cercle breaks both series on that day, and the region keeps its sum', async () => {
    const benkadi = await demo.as('coordination', { initiative: BENKADI })
    const series = await cells(benkadi, { indicator: 'WGROUPS', territory: 'KY,SG', from: '2024-Q4', to: '2025-Q2' }, BENKADI)
    expect(series.map((cell) => [cell.territory, cell.period, cell.value, cell.flags, cell.trend])).toEqual([
      ['KY', '2024-Q4', '44', [], 'better'],
      ['KY', '2025-Q1', '28', ['break'], null],
      ['KY', '2025-Q2', '31', [], 'better'],
      ['SG', '2025-Q1', '18', ['break'], null],
      ['SG', '2025-Q2', '20', [], 'better'],
    ])
    const region = await cells(benkadi, { indicator: 'WGROUPS', from: '2024-Q4', to: '2025-Q1' }, BENKADI)
    expect(region.map((cell) => cell.value)).toEqual(['67', '70'])
  })
})
