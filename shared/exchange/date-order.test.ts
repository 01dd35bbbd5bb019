import { describe, expect, it } from 'vitest'
import { detectDateOrder } from './date-order.ts'

describe('the order of a column of dates', () => {
  it('is told by any number above 12', () => {
    expect(detectDateOrder(['03/04/2026', '13/04/2026'])).toEqual({ ok: true, order: 'day_first' })
    expect(detectDateOrder(['03/04/2026', '4/13/2026'])).toEqual({ ok: true, order: 'month_first' })
  })
  it('is asked where both fit and differ, and where the column holds both', () => {
    expect(detectDateOrder(['03/03/2026', '03/04/2026', '5/6/2026'])).toEqual({ ok: false, examples: ['03/04/2026', '5/6/2026'] })
    expect(detectDateOrder(['13/04/2026', '04/13/2026', '01/02/2026'])).toEqual({ ok: false, examples: ['13/04/2026', '04/13/2026'] })
  })
  it('is not asked where it changes nothing', () => {
    for (const texts of [[], ['2026-04-03'], ['03/03/2026', '4/4/2026'], ['hier', '32/13/2026']])
      expect(detectDateOrder(texts), texts.join()).toEqual({ ok: true, order: 'day_first' })
    const year = (text: string) => text.slice(-4)
    expect(detectDateOrder(['03/04/2026'], year), 'a whole year is asked for').toEqual({ ok: true, order: 'day_first' })
  })
})
