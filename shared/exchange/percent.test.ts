import { describe, expect, it } from 'vitest'
import { isShare, seemsPercent, storedValue } from './percent.ts'

describe('shares of a file that are written in per cent', () => {
  it('what people read in per cent is a share, whatever its kind', () => {
    const shown = { unitKind: 'count', isProportion: false, displayFactor: '1' }
    expect([shown, { ...shown, unitKind: 'ratio' }, { ...shown, isProportion: true }, { ...shown, displayFactor: '100' }].map(isShare)).toEqual([
      false,
      true,
      true,
      true,
    ])
  })

  it('a share in per cent is stored exactly, a count of the same column as it stands', () => {
    expect([
      storedValue({ value: '61.9', inPercent: true }, true),
      storedValue({ value: '61.9', inPercent: true }, false),
      storedValue({ value: '61.9' }, true),
    ]).toEqual(['0.619', '61.9', '61.9'])
  })

  it('more than the whole and at most a hundred looks like per cent, unless it was said to be', () => {
    expect(['1', '1.01', '100', '174.6'].map((value) => seemsPercent({ value }, true))).toEqual([false, true, true, false])
    expect([seemsPercent({ value: '61.9' }, false), seemsPercent({ value: '61.9', inPercent: true }, true)]).toEqual([false, false])
  })
})
