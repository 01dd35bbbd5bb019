import { expect, it } from 'vitest'
import { monthsOf, splitByYear } from './calendar.ts'

const TODAY = '2026-10-15'
const on = (activity: Parameters<typeof monthsOf>[0], year = '2026') =>
  monthsOf(activity, year, TODAY)
    .filter(({ isOn }) => isOn)
    .map(({ month }) => Number(month.slice(5)))

it('an activity is on from its first to its last month, across years', () => {
  expect(on({ startsOn: '2026-03-09', endsOn: '2026-06-05', state: 'stopped' })).toEqual([3, 4, 5, 6])
  expect(on({ startsOn: '2025-11-30', endsOn: '2026-02-01', state: 'done' })).toEqual([1, 2])
  expect(on({ startsOn: null, endsOn: '2026-02-01', state: 'planned' })).toEqual([2])
})

it('one that runs without an end goes on to this month; one that is planned shows its start', () => {
  expect(on({ startsOn: '2026-08-01', endsOn: null, state: 'under_way' })).toEqual([8, 9, 10])
  expect(on({ startsOn: '2026-11-02', endsOn: null, state: 'planned' })).toEqual([11])
  expect(on({ startsOn: '2025-01-01', endsOn: null, state: 'done' })).toEqual([])
})

it('S68 the calendar leaves nothing out of the set: what is of another year or has no date is listed beside it', () => {
  const all = [
    { startsOn: '2026-03-09', endsOn: null, state: 'under_way' as const },
    { startsOn: '2024-03-09', endsOn: '2024-04-01', state: 'done' as const },
    { startsOn: null, endsOn: null, state: 'planned' as const },
  ]
  const { during, outside, undated } = splitByYear(all, '2026', TODAY)
  expect([during, outside, undated]).toEqual([[all[0]], [all[1]], [all[2]]])
})
