import { describe, expect, it } from 'vitest'
import { isSeriesRule, seriesDays } from './recurrence.ts'

describe('series', () => {
  it('S32 a rule is one of RFC 5545 that counts in days', () => {
    const taken = ['FREQ=MONTHLY;BYDAY=2TU', 'FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TH', 'FREQ=WEEKLY;COUNT=4', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE', 'FREQ=YEARLY']
    for (const rule of [...taken, 'FREQ=MONTHLY;BYMONTHDAY=-1', 'FREQ=DAILY;UNTIL=20261231']) expect([rule, isSeriesRule(rule)]).toEqual([rule, true])
    const nonsense = [
      '',
      'tous les mardis',
      'INTERVAL=2',
      'FREQ=toString',
      'FREQ=DAILY;',
      'FREQ=DAILY;UNTIL=99999999',
      'FREQ=HOURLY',
      'FREQ=MONTHLY;BYHOUR=9,15',
      'FREQ=WEEKLY;COUNT=2;COUNT=3',
      'FREQ=WEEKLY;INTERVAL=0',
    ]
    for (const rule of nonsense) expect([rule, isSeriesRule(rule)]).toEqual([rule, false])
    // They never meet a day: a library that looks for one goes on for ever.
    const never = [
      'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30',
      'FREQ=MONTHLY;BYDAY=6MO',
      'FREQ=MONTHLY;BYMONTHDAY=31',
      'FREQ=MONTHLY;INTERVAL=3;BYMONTH=2',
      'FREQ=MONTHLY;BYDAY=MO;BYSETPOS=9',
    ]
    for (const rule of never) expect([rule, isSeriesRule(rule)]).toEqual([rule, false])
  })

  it('S32 every rule that is taken comes to an end, from any day', () => {
    for (const rule of [
      'FREQ=DAILY',
      'FREQ=WEEKLY;INTERVAL=52;BYDAY=SU',
      'FREQ=MONTHLY',
      'FREQ=MONTHLY;INTERVAL=11',
      'FREQ=YEARLY;INTERVAL=7',
      'FREQ=MONTHLY;BYMONTHDAY=-28',
    ])
      for (const startsOn of ['2028-02-29', '2026-10-31', '2026-01-01']) {
        expect(isSeriesRule(rule)).toBe(true)
        expect(seriesDays({ rule, startsOn }, '2060-01-01').length).toBeGreaterThan(0)
      }
  })

  it('S32 days of a monthly series, on from a day already planned, and no more than are asked', () => {
    const series = { rule: 'FREQ=MONTHLY;BYDAY=2TU', startsOn: '2026-09-08' }
    expect(seriesDays(series, '2027-01-31')).toEqual(['2026-09-08', '2026-10-13', '2026-11-10', '2026-12-08', '2027-01-12'])
    expect(seriesDays(series, '2027-02-28', '2027-01-12')).toEqual(['2027-02-09'])
    expect(seriesDays({ rule: 'FREQ=DAILY', startsOn: '2026-01-01' }, '2030-01-01')).toHaveLength(60)
    expect(seriesDays(series, '2026-09-01')).toEqual([])
  })
})
