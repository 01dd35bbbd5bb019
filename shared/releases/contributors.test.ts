import { describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { contributorsOf, isDominated, type Contribution } from './contributors.ts'

const quarter = (number: number) => ({
  code: `2026-Q${number}`,
  kind: 'quarter',
  startsOn: `2026-0${number * 3 - 2}-01`,
  endsOn: `2026-0${number * 3}-30`,
  fiscalYear: '2026',
})
const YEAR = { code: '2026', kind: 'year', startsOn: '2026-01-01', endsOn: '2026-12-31', fiscalYear: '2026' }
const facts = (runs: 'no' | 'year') => ({
  versionOf: () => ({ unitKind: 'currency' as const, isSensitive: true, isForced: false, runs, addsOverTime: true }),
  periods: new Map([quarter(1), quarter(2), YEAR].map((one) => [one.code, one])),
  parents: [{ child: 'A', parent: 'R', hierarchy: 'main', validFrom: '2000-01-01', validTo: null }],
})
const gave = (partner: string, territory: string, period: string, amount: string, category = 'TOTAL'): Contribution => ({
  partner,
  territory,
  period,
  amount,
  category,
})
const cell = (told: Partial<ProgressCell>) => ({ territory: 'R', period: '2026-Q1', category: 'TOTAL', partner: null, ...told }) as ProgressCell

describe('who gave an amount (domain 3.11, dominance)', () => {
  const gifts = [gave('P1', 'A', '2026-Q1', '10'), gave('P2', 'R', '2026-Q1', '20'), gave('P1', 'R', '2026-Q2', '5')]

  it('gathers a place with what lies in it, a year with its quarters, a running total with what came before', () => {
    const flat = contributorsOf(gifts, facts('no'))
    expect(flat(cell({}), 'value')).toEqual(['10', '20'])
    expect(flat(cell({ territory: 'A' }), 'value')).toEqual(['10'])
    expect(flat(cell({ period: '2026' }), 'value')).toEqual(['15', '20'])
    const running = contributorsOf(gifts, facts('year'))
    expect([running(cell({ period: '2026-Q2' }), 'value'), running(cell({ period: '2026-Q2' }), 'period')]).toEqual([['15', '20'], ['5']])
  })

  it('counts a part in its total unless the total was given too, and of a partner’s own amount that partner alone', () => {
    const parted = contributorsOf(
      [gave('P1', 'R', '2026-Q1', '7', 'kind:a'), gave('P2', 'R', '2026-Q1', '9'), gave('P2', 'R', '2026-Q1', '3', 'kind:a')],
      facts('no'),
    )
    expect([parted(cell({}), 'value'), parted(cell({ category: 'kind:a' }), 'value')]).toEqual([
      ['7', '9'],
      ['7', '3'],
    ])
    expect(parted(cell({ partner: 'P2' }), 'value')).toEqual(['9'])
  })

  it('two contributors are too few, and so are three of whom one gave more than 85 %', () => {
    const of = (...amounts: string[]) => isDominated(cell({}), 'value', () => amounts)
    expect([of('10', '20'), of('86', '7', '7'), of('85', '8', '7'), of()]).toEqual([true, true, false, false])
  })
})
