import { expect, test } from 'vitest'
import { closingDay, hasPassed, isOver } from './last-day.ts'

test('the last day is still taken; the day after it, nothing is, closed already or not', () => {
  const round = { closesOn: '2026-11-28', state: 'open' } as const
  expect(['2026-11-27', '2026-11-28', '2026-11-29'].map((today) => [hasPassed(round, today), isOver(round, today)])).toEqual([
    [false, false],
    [false, false],
    [true, true],
  ])
  expect(isOver({ ...round, state: 'closed' }, '2026-11-01')).toBe(true)
})

test('it is closed as of the day on which somebody closes it, never after its last one', () => {
  expect(closingDay({ closesOn: '2026-11-28' }, '2026-11-20')).toBe('2026-11-20')
  expect(closingDay({ closesOn: '2026-11-28' }, '2026-11-28')).toBe('2026-11-28')
  expect(closingDay({ closesOn: '2026-11-28' }, '2027-02-01')).toBe('2026-11-28')
})
