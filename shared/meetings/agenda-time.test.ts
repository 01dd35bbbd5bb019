import { expect, it } from 'vitest'
import { agendaOnTime, agendaShareBy, decisionsWithoutOutcome, meetingState } from './agenda-time.ts'
import { updateCadence } from './cadence.ts'

const START = '2026-10-27T13:00:00.000Z'

it('an agenda shared exactly 48 hours before is on time, 47 h 59 is late, unshared is neither (S33)', () => {
  expect(agendaOnTime(START, '2026-10-25T13:00:00.000Z')).toBe(true)
  expect(agendaOnTime(START, '2026-10-25T13:01:00.000Z')).toBe(false)
  expect(agendaOnTime(START, null)).toBeNull()
  expect(agendaShareBy(START)).toBe('2026-10-25T13:00:00.000Z')
})

it('48 hours pass on the clock of the world: a change of hour does not lengthen them', () => {
  // Montréal, 2026-11-01: 02:00 happens twice. The meeting is on Monday at 09:00, winter time.
  expect(agendaShareBy('2026-11-02T14:00:00.000Z')).toBe('2026-10-31T14:00:00.000Z')
})

it('a meeting is coming, then held; called off it is skipped whatever its hour', () => {
  expect(meetingState({ startsAt: START, held: true }, '2026-10-27T12:59:00Z')).toBe('coming')
  expect(meetingState({ startsAt: START, held: true }, START)).toBe('held')
  expect(meetingState({ startsAt: START, held: false }, '2026-10-01T00:00:00Z')).toBe('skipped')
})

it('a decision without an expected outcome is named; other items need none (S34)', () => {
  expect(
    decisionsWithoutOutcome([
      { title: 'Nouvelles', kind: 'information', expectedOutcome: null },
      { title: 'Fonds', kind: 'decision', expectedOutcome: ' ' },
      { title: 'Transport', kind: 'decision', expectedOutcome: 'Un porteur nommé' },
    ]),
  ).toEqual(['Fonds'])
})

it('months with an update are kept months; the current month and the future do not count (S40)', () => {
  expect(updateCadence(['2025-10-02', '2026-03-03', '2026-03-20', '2026-06-25', '2026-10-01', '2026-12-01'], '2026-10-15')).toEqual({
    monthsAsked: 12,
    monthsKept: 3,
    lastOn: '2026-10-01',
    daysSinceLast: 14,
    isSilent: false,
  })
})

it('forty-five days without an update are still fine, forty-six are silence', () => {
  expect(updateCadence(['2026-08-31'], '2026-10-15').isSilent).toBe(false)
  expect(updateCadence(['2026-08-30'], '2026-10-15').isSilent).toBe(true)
  expect(updateCadence([], '2026-10-15')).toMatchObject({ lastOn: null, daysSinceLast: null, isSilent: true })
})
