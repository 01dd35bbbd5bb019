import { describe, expect, it } from 'vitest'
import { veil, type OwedSet } from './veil.ts'

const set = (indicator: string, partners: string, expected = 10, period = '2026-Q1'): OwedSet => ({
  indicator,
  period,
  partners: new Set(partners.split('').filter((one) => one !== '')),
  expected,
})
const hiddenOf = (...sets: OwedSet[]) => [...veil(sets).hidden].map(({ indicator }) => indicator).sort()

describe('counts that would point at one partner', () => {
  it('an indicator owed by one or two partners is hidden, by three shown', () => {
    expect(hiddenOf(set('ONE', 'a'), set('ANOTHER', 'bc'), set('MANY', 'abc'))).toEqual(['ANOTHER', 'ONE'])
  })
  it('what the backbone collects itself points at nobody', () => {
    expect(hiddenOf(set('OFFICIAL', ''), set('MANY', 'abc'))).toEqual([])
  })
  it('the sum less what is shown never gives one partner: another is hidden with it, the smallest first', () => {
    expect(hiddenOf(set('ONE', 'a'), set('BIG', 'abc', 40), set('SMALL', 'bcd', 6))).toEqual(['ONE', 'SMALL'])
    expect(hiddenOf(set('ONE', 'a'), set('OFFICIAL', '', 1), set('BIG', 'abc', 40))).toEqual(['BIG', 'OFFICIAL', 'ONE'])
  })
  it('each period is judged by itself, and its sum too', () => {
    const { hidden, hiddenPeriods } = veil([set('A', 'abc'), set('A', 'a', 3, '2026-Q2'), set('OFFICIAL', '', 3, '2026-Q3')])
    expect([...hidden].map(({ period }) => period)).toEqual(['2026-Q2'])
    expect([...hiddenPeriods]).toEqual(['2026-Q2'])
  })
})
