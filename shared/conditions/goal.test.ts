import { describe, expect, it } from 'vitest'
import { dueDates, goalGaps, isFarWithoutFirstStep, pictureDueOn, pictureState, type GoalContent, isAsPictured } from './goal.ts'

const only: GoalContent = {
  statement: 'Des services plus proches',
  populationOfFocusId: null,
  territoryCode: null,
  indicatorCodes: [],
  amount: null,
  targetDate: null,
  notFeasibleAlone: false,
  notFeasibleWhy: null,
}
const whole: GoalContent = {
  ...only,
  populationOfFocusId: 'p',
  territoryCode: 'R',
  indicatorCodes: ['SCREEN18'],
  targetDate: '2026-12-31',
  notFeasibleAlone: true,
  notFeasibleWhy: 'Personne ne tient la chaîne.',
}

describe('what a goal lacks before it is adopted (S01)', () => {
  it('a goal with only a statement lacks four named parts', () => {
    expect(goalGaps(only)).toEqual(['population_and_territory', 'measurable_change', 'target_date', 'not_feasible_alone'])
  })
  it('a whole goal lacks nothing; an amount makes the change measurable without an indicator', () => {
    expect(goalGaps(whole)).toEqual([])
    expect(goalGaps({ ...whole, indicatorCodes: [], amount: '410000' })).toEqual([])
    expect(goalGaps({ ...whole, indicatorCodes: [] })).toEqual(['measurable_change'])
  })
  it('a population without a place, a tick without its reason and a blank statement are gaps', () => {
    expect(goalGaps({ ...whole, territoryCode: null })).toEqual(['population_and_territory'])
    expect(goalGaps({ ...whole, notFeasibleWhy: '  ' })).toEqual(['not_feasible_alone'])
    expect(goalGaps({ ...whole, notFeasibleAlone: false })).toEqual(['not_feasible_alone'])
    expect(goalGaps({ ...whole, statement: ' ' })).toEqual(['statement'])
  })
})

describe('pictures of success are due from the adoption (S02)', () => {
  it('a goal adopted on 2026-01-15 has its pictures due at 6, 12 and 36 months', () => {
    expect(dueDates('2026-01-15')).toEqual({ 6: '2026-07-15', 12: '2027-01-15', 36: '2029-01-15' })
    expect(pictureDueOn('2025-08-31', 6)).toBe('2026-02-28')
    expect(pictureDueOn(null, 6)).toBeNull()
  })
  it('its review is asked for on the day after the due date, until it is reviewed', () => {
    const picture = { dueOn: '2026-07-15', reviewedOn: null }
    expect(pictureState(picture, '2026-07-15')).toBe('coming')
    expect(pictureState(picture, '2026-07-16')).toBe('due')
    expect(pictureState({ ...picture, reviewedOn: '2026-07-20' }, '2026-08-01')).toBe('reviewed')
    expect(pictureState({ dueOn: null, reviewedOn: null }, '2026-08-01')).toBe('undated')
  })
})

describe('a goal further than three years needs a first step (S03)', () => {
  const far = { targetDate: '2031-01-15' }
  it('five years away without a step is far; a child goal at thirty months clears it', () => {
    expect(isFarWithoutFirstStep(far, [], '2026-01-15')).toBe(true)
    expect(isFarWithoutFirstStep(far, ['2030-01-15', null], '2026-01-15')).toBe(true)
    expect(isFarWithoutFirstStep(far, ['2028-07-15'], '2026-01-15')).toBe(false)
  })
  it('exactly thirty-six months ahead is near, and a goal comes nearer with time', () => {
    expect(isFarWithoutFirstStep(far, [], '2028-01-15')).toBe(false)
    expect(isFarWithoutFirstStep(far, [], '2028-01-14')).toBe(true)
    expect(isFarWithoutFirstStep({ targetDate: null }, [], '2026-01-14')).toBe(false)
  })
})

it('S02 a figure is as pictured from the imagined one on, in the wanted direction; what is not known is not judged', () => {
  expect(isAsPictured('increase', '0.45', '0.405')).toBe(false)
  expect(isAsPictured('increase', '0.45', '0.45')).toBe(true)
  expect(isAsPictured('decrease', '90', '128.7')).toBe(false)
  expect(isAsPictured('decrease', '90', '89.9')).toBe(true)
  expect([isAsPictured('increase', null, '1'), isAsPictured('increase', '1', null), isAsPictured('maintain', '1', '1')]).toEqual([null, null, null])
})
