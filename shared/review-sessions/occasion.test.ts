import { expect, it } from 'vitest'
import { reaches, reviewDue } from './occasion.ts'

const NO_BAND = { lo: null, hi: null }

it('a review is due thirty days after its occasion, over the end of a year too', () => {
  expect(reviewDue('2026-12-15')).toBe('2027-01-14')
})

it('a target is reached by the direction in which the indicator improves, at its very value too', () => {
  expect([reaches('0.55', '0.55', 'increase', NO_BAND), reaches('0.5499', '0.55', 'increase', NO_BAND)]).toEqual([true, false])
  expect([reaches('42', '45', 'decrease', NO_BAND), reaches('46', '45', 'decrease', NO_BAND)]).toEqual([true, false])
  const band = { lo: '10', hi: '12' }
  expect([reaches('11', '11', 'maintain', band), reaches('9', '11', 'maintain', band), reaches('13', '11', 'maintain', band)]).toEqual([true, false, false])
})
