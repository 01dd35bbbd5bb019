import { expect, it } from 'vitest'
import { countsView } from './report-counts.ts'

const counts = { expected: 40, received: 34, onTime: 29, late: 5, validated: 17, excused: 0, coverage: '0.9' }

it('40 expected, 34 received, 29 on time are 85 % complete and 72,5 % on time', () => {
  expect(countsView(counts, 'fr-CA')).toMatchObject({
    completeness: '85\u00a0%',
    timeliness: '72,5\u00a0%',
    validation: '50\u00a0%',
    coverage: '90\u00a0%',
    isShort: true,
    isLate: true,
  })
})

it('nothing expected has no share, not zero', () => {
  const none = { expected: 0, received: 0, onTime: 0, late: 0, validated: 0, excused: 3, coverage: '0' }
  expect(countsView(none, 'fr-CA')).toMatchObject({ expected: '0', completeness: '—', timeliness: '—', validation: '—', coverage: '—', isShort: false })
})
