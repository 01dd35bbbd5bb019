import { describe, expect, it } from 'vitest'
import { isReadInPercent, isShare, saysPercent, seemsPercent, shareReading, storedValue } from './percent.ts'

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

describe('how a file writes its shares, where nobody said', () => {
  const read = (values: string[], named = false, displayFactor = '100') => shareReading(values, { saysPercent: named, displayFactor })

  it('between 1 and 100 they are per cent; up to 1 they stay shares, and are asked where the name says per cent', () => {
    expect([read(['71.5', '74.2', '0']), read(['0.715', '1', '0']), read(['0.7', '0.8'], true), read(['0', '0'], true)]).toEqual([
      'percent',
      'share',
      'unclear',
      'share',
    ])
  })

  it('a mixture is asked, and so is what may well be a little more than the whole', () => {
    expect([read(['0.5', '71.5']), read(['0.5', '71.5'], true), read(['1.2', '1.5']), read(['1.2', '-0.3'])]).toEqual(Array(4).fill('unclear'))
    expect(read(['1.2', '1.5'], true)).toBe('percent')
  })

  it('above a hundred only what is shown or named in per cent is read so', () => {
    expect([read(['71.5', '104']), read(['71.5', '104'], false, '1'), read(['71.5', '104'], true, '1')]).toEqual(['percent', 'unclear', 'percent'])
  })

  it('children per educator and rates per thousand are left as they are', () => {
    const shown = { unitKind: 'ratio', isProportion: false, displayFactor: '1' }
    expect(
      [shown, { ...shown, displayFactor: '1000', isProportion: true }, { ...shown, displayFactor: '100' }, { ...shown, isProportion: true }].map(
        isReadInPercent,
      ),
    ).toEqual([false, false, true, true])
  })

  it('a name says per cent by its sign or its word', () => {
    expect(['Présence (%)', 'Pourcentage de présence', 'Percent present', 'Présence'].map(saysPercent)).toEqual([true, true, true, false])
  })
})
