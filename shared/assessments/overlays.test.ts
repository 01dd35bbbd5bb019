import { describe, expect, it } from 'vitest'
import { groupSheetFigures } from './group-figures.ts'
import { currentInstrument } from './instruments.ts'
import { chooseOverlays, overlaysOf } from './overlays.ts'
import type { RoundResult } from './shapes.ts'

const diagnostic = currentInstrument('partnership_diagnostic')
const result = (roundId: string, closedOn: string, rest: Partial<RoundResult> = {}): RoundResult => ({
  roundId,
  instrument: 'partnership_diagnostic',
  instrumentVersion: 1,
  mode: 'group_consensus',
  edition: 1,
  closedOn,
  stage: null,
  figures: groupSheetFigures(diagnostic, Object.fromEntries(diagnostic.items.map(({ code }) => [code, 'B'])), {}, 'organize'),
  comments: [],
  agreed: [],
  shared: null,
  ...rest,
})

describe('views over a wheel', () => {
  const shown = result('d', '2026-04-01', {
    agreed: diagnostic.items.slice(0, 2).map(({ code }) => ({ code, choice: 'A' as const, comment: null, decision: null, activityId: null, version: 1 })),
  })
  const others = [result('a', '2025-01-01', { instrumentVersion: 2 }), result('b', '2025-02-01', { mode: 'anonymous' }), result('c', '2025-03-01')]
  const offered = overlaysOf(diagnostic, [...others, shown], shown)

  it('S65 are rounds of the same words and mode, groups that are told, and what was agreed on', () => {
    expect(offered.map(({ key }) => key)).toEqual(['round:c', 'agreed'])
    expect(offered[0]?.dimensions.get(diagnostic.dimensions[0]?.key ?? '')).toBe(50)
    expect([...(offered[1]?.items.values() ?? [])].map(({ index }) => index)).toEqual([100, 100])
  })
  it('a requirement is agreed on once all its statements are', () => {
    const codes = diagnostic.dimensions.filter(({ key }) => offered[1]?.dimensions.has(key)).map(({ key }) => key)
    const whole = diagnostic.dimensions.filter(({ key }) =>
      diagnostic.items.filter((item) => item.dimension === key).every(({ code }) => offered[1]?.items.has(code)),
    )
    expect(codes).toEqual(whole.map(({ key }) => key))
  })
  it('S65 are three at most; a fourth, and one that is not told, are refused with their reason', () => {
    const five = ['1', '2', '3', '4', '5'].map((key) => ({ ...(offered[0] as (typeof offered)[number]), key: `round:${key}` }))
    const chosen = chooseOverlays(['round:1', 'round:1', 'group:few', 'round:2', 'round:3', 'round:4'], five)
    expect(chosen.shown.map(({ key }) => key)).toEqual(['round:1', 'round:2', 'round:3'])
    expect(chosen.refused).toEqual([
      { key: 'group:few', reason: 'not_told' },
      { key: 'round:4', reason: 'too_many' },
    ])
  })
})
