import { describe, expect, it } from 'vitest'
import { isSeriesRule, seriesDays } from './recurrence.ts'

describe('series', () => {
  it('S32 a rule is one of RFC 5545 that counts in days', () => {
    for (const rule of ['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=WEEKLY;COUNT=4', 'FREQ=YEARLY']) expect(isSeriesRule(rule)).toBe(true)
    for (const rule of ['', 'tous les mardis', 'FREQ=HOURLY', 'FREQ=MONTHLY;BYHOUR=9,15', 'INTERVAL=2'])
      expect([rule, isSeriesRule(rule)]).toEqual([rule, false])
  })

  it('S32 days of a monthly series, on from a day already planned, and no more than are asked', () => {
    const series = { rule: 'FREQ=MONTHLY;BYDAY=2TU', startsOn: '2026-09-08' }
    expect(seriesDays(series, '2027-01-31')).toEqual(['2026-09-08', '2026-10-13', '2026-11-10', '2026-12-08', '2027-01-12'])
    expect(seriesDays(series, '2027-02-28', '2027-01-12')).toEqual(['2027-02-09'])
    expect(seriesDays({ rule: 'FREQ=DAILY', startsOn: '2026-01-01' }, '2030-01-01')).toHaveLength(60)
    expect(seriesDays(series, '2026-09-01')).toEqual([])
  })
})
