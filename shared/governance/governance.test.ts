import { expect, it } from 'vitest'
import { agreementGaps, isReviewDue } from './agreement.ts'
import { isWithinLimit, resultOf, tallyPositions, type Position } from './decision.ts'
import { termsAround } from './leadership.ts'
import { uncoveredRoles } from './roles.ts'
import { livedExperienceShare } from './seats.ts'

const many = (position: Position, count: number) => Array.from({ length: count }, () => position)
const decided = (mode: 'consensus' | 'modified_consensus' | 'majority', positions: Position[], threshold?: string) =>
  resultOf(mode, tallyPositions(positions), threshold)

it('S25 modified consensus: 11 of 14 votes are 78.6 % and carry, 10 of 14 are 71.4 % and do not', () => {
  const eleven = [...many('for', 8), ...many('can_live_with', 3), ...many('against', 3)]
  expect(tallyPositions(eleven)).toEqual({ for: 8, canLiveWith: 3, against: 3, abstain: 0, cast: 14, share: '0.785714285714' })
  expect(decided('modified_consensus', eleven)).toBe('carried')
  const ten = [...many('for', 10), ...many('against', 4)]
  expect(tallyPositions(ten).share).toBe('0.714285714286')
  expect(decided('modified_consensus', ten)).toBe('not_carried')
})

it('exactly the threshold carries, and abstentions are no votes cast', () => {
  expect(decided('modified_consensus', [...many('for', 3), 'against', ...many('abstain', 10)])).toBe('carried')
  expect(decided('modified_consensus', [...many('for', 2), 'against'], '0.6667')).toBe('not_carried')
  expect(decided('modified_consensus', [...many('for', 2), 'against'], '0.6666')).toBe('carried')
})

it('consensus falls by one voice against; a majority is more than half; nothing is carried without a vote cast', () => {
  expect(decided('consensus', ['for', 'can_live_with', 'abstain'])).toBe('carried')
  expect(decided('consensus', [...many('for', 20), 'against'])).toBe('not_carried')
  expect(decided('majority', ['for', 'can_live_with', 'against', 'abstain'])).toBe('carried')
  expect(decided('majority', ['for', 'against', 'abstain'])).toBe('not_carried')
  for (const mode of ['consensus', 'modified_consensus', 'majority'] as const) expect(decided(mode, many('abstain', 3))).toBe('not_carried')
  expect(resultOf('delegated', tallyPositions(many('for', 3)))).toBeNull()
})

it('a delegate decides up to the limit, and it included', () => {
  expect([isWithinLimit('5000', '5000.00'), isWithinLimit('5000.01', '5000'), isWithinLimit(null, '1'), isWithinLimit('9', null)]).toEqual([
    true,
    false,
    true,
    true,
  ])
})

it('S24 the holder of a rotating leadership changes on the day of the rotation', () => {
  const calendar = [
    { startsOn: '2026-10-15', who: 'P5' },
    { startsOn: '2026-01-15', who: 'P2' },
    { startsOn: '2027-01-15', who: 'P7' },
  ]
  const on = (day: string) => Object.values(termsAround(calendar, day)).map((term) => term?.who ?? null)
  expect(on('2026-01-14')).toEqual([null, 'P2'])
  expect(on('2026-10-14')).toEqual(['P2', 'P5'])
  expect(on('2026-10-15')).toEqual(['P5', 'P7'])
  expect(on('2028-01-01')).toEqual(['P7', null])
})

it('S11 six of eighteen voting seats are a third; a seat without a vote, or that has ended, changes nothing', () => {
  const seat = (isVoting: boolean, isDeclared: boolean, validTo: string | null = null) => ({ isVoting, isDeclared, validFrom: '2026-01-01', validTo })
  const eighteen = [...Array.from({ length: 6 }, () => seat(true, true)), ...Array.from({ length: 12 }, () => seat(true, false))]
  const third = { voting: 18, declared: 6, share: '0.333333333333' }
  expect(livedExperienceShare(eighteen, '2026-10-15')).toEqual(third)
  expect(livedExperienceShare([...eighteen, seat(false, true), seat(true, true, '2026-10-14')], '2026-10-15')).toEqual(third)
  expect(livedExperienceShare([], '2026-10-15').share).toBeNull()
})

it('S26 an empty role is named, and an ended one is empty', () => {
  const held = (role: 'facilitation' | 'communication' | 'follow_up' | 'media', validTo: string | null = null) => ({ role, validFrom: '2026-01-01', validTo })
  expect(uncoveredRoles([held('facilitation'), held('communication'), held('follow_up')], '2026-10-15')).toEqual(['media'])
  expect(uncoveredRoles([held('facilitation', '2026-10-14'), held('communication'), held('follow_up'), held('media')], '2026-10-15')).toEqual(['facilitation'])
})

it('S27 sections that say nothing are named; a review is due on its day', () => {
  expect(agreementGaps([{ section: 'purpose', bodyFr: ' ', bodyEn: 'Why' }])).toEqual(['roles', 'decisions', 'data_sharing', 'credit', 'conflict', 'leaving'])
  expect([isReviewDue(null, '2026-10-15'), isReviewDue('2026-10-16', '2026-10-15'), isReviewDue('2026-10-15', '2026-10-15')]).toEqual([false, false, true])
})
