import { expect, it } from 'vitest'
import { settleDuplicates } from './duplicates.ts'

const figure = (key: string, value: string | null) => ({
  key,
  presence: value === null ? ('missing' as const) : ('reported' as const),
  value,
  numerator: null,
  denominator: null,
  sampleN: null,
  boolValue: null,
  achievedOn: null,
  comment: null,
  flags: [],
})
const rows = [figure('a', '1'), figure('b', '5'), figure('a', '1'), figure('a', '2')]
const settle = (policy: Parameters<typeof settleDuplicates>[2], items = rows) => {
  const { kept, skipped, refused } = settleDuplicates(items, (one) => one.key, policy)
  return [kept.map(({ key, value }) => `${key}=${value}`), skipped.duplicate + skipped.added_up, refused.map(({ code }) => code)]
}

it('two rows for one figure are refused unless the mapping says otherwise', () =>
  expect(settle('refuse')).toEqual([['a=1', 'b=5'], 0, ['duplicate', 'duplicate']]))
it('rows that say the same are one, others are refused', () => expect(settle('same')).toEqual([['a=1', 'b=5'], 1, ['duplicate_differs']]))
it('the first or the last may be kept', () => {
  expect(settle('first')).toEqual([['a=1', 'b=5'], 2, []])
  expect(settle('last')).toEqual([['a=2', 'b=5'], 2, []])
})
it('rows may be added up, but a missing one is no zero', () => {
  expect(settle('sum')).toEqual([['a=4', 'b=5'], 2, []])
  expect(settle('sum', [figure('a', '1'), figure('a', null)])).toEqual([['a=1'], 0, ['duplicate_cannot_be_added']])
})
