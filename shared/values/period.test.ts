import { describe, expect, it } from 'vitest'
import { parsePeriodCode, parsePeriodPattern } from './period.ts'

const starts = { fiscalStartMonth: 4, schoolStartMonth: 9 }

describe('the year of a period', () => {
  it('has four digits and ends within them: what lies outside is no period, and nothing fails', () => {
    for (const code of [
      '0000',
      '0050',
      '0999-Q3',
      '0001-S1',
      '9999',
      '9999-12',
      'FY9999',
      'SY0200',
      '9999-12-31',
      '2026-01-01/9999-12-31',
      '0001-01-01/2026-01-01',
    ])
      expect(parsePeriodCode(code, starts), code).toBeNull()
  })
  it('may be any other, near the bounds too', () => {
    expect(parsePeriodCode('9998', starts)).toMatchObject({ endsOn: '9998-12-31' })
    expect(parsePeriodCode('FY9998', starts)).toMatchObject({ endsOn: '9999-03-31' })
    expect(parsePeriodCode('1000', starts)).toMatchObject({ startsOn: '1000-01-01' })
    expect(parsePeriodCode('2026-09-09/2026-10-10', starts)).toMatchObject({ kind: 'ad_hoc', endsOn: '2026-10-10' })
  })
})

describe('a date of a file', () => {
  const day = (text: string, order?: 'day_first' | 'month_first') => parsePeriodPattern(text, 'date', starts, order)?.code ?? null
  it('reads in the order that the file has, with one figure or two', () => {
    expect([day('03/04/2026', 'day_first'), day('3/4/2026', 'day_first'), day('03/04/2026', 'month_first'), day('3/4/2026', 'month_first')]).toEqual([
      '2026-04-03',
      '2026-04-03',
      '2026-03-04',
      '2026-03-04',
    ])
    expect([day('13/04/2026', 'month_first'), day('04/13/2026', 'day_first'), day('31/4/2026', 'day_first')]).toEqual([null, null, null])
    expect(day('2026-04-03', 'month_first'), 'says its order itself').toBe('2026-04-03')
  })
})
