import { describe, expect, it } from 'vitest'
import { periodChoices } from './periods.ts'

const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }

describe('periodChoices', () => {
  it('offers past and coming periods of the indicator’s own frequency, newest first', () => {
    const quarters = periodChoices('quarter', '2026-10-20', starts, 'fr-CA').map(({ value }) => value)
    expect([quarters.includes('2026-Q4'), quarters.includes('2022-Q1'), quarters.includes('2031-Q4')]).toEqual([true, true, true])
    expect(quarters).toEqual([...quarters].sort().reverse())
  })
  it('names a school year by its first calendar year', () => {
    expect(periodChoices('school_year', '2026-10-20', starts, 'fr-CA').find(({ value }) => value === 'SY2026')?.label).toBe('2026-2027')
  })
  it('has nothing to offer for what is measured at will', () => {
    expect(periodChoices('ad_hoc', '2026-10-20', starts, 'en')).toEqual([])
  })
})
