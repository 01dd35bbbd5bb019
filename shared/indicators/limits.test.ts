import { describe, expect, it } from 'vitest'
import { limitFor, limitsFromHistory, type Limit } from './limits.ts'

const limit = (change: Partial<Limit>): Limit => ({ versionId: 'v', territoryId: null, partnerId: null, low: '0', high: '10', ...change })
const none = { low: null, high: null }

describe('limits of a figure', () => {
  it('the closest limit holds: partner and territory, partner, territory, then the general one', () => {
    const general = limit({})
    const place = limit({ territoryId: 'A' })
    const partner = limit({ partnerId: 'P' })
    const both = limit({ territoryId: 'A', partnerId: 'P' })
    expect(limitFor([general, place, partner, both], 'v', 'A', 'P')).toBe(both)
    expect(limitFor([general, place, partner, both], 'v', 'B', 'P')).toBe(partner)
    expect(limitFor([general, place, partner, both], 'v', 'A', 'Q')).toBe(place)
    expect(limitFor([general, place, partner, both], 'v', 'B', null)).toBe(general)
    expect(limitFor([general], 'other', 'A', 'P')).toBeNull()
  })
})

describe('limits proposed from history', () => {
  it('need six values', () => expect(limitsFromHistory(['1', '2', '3', '4', '5'], 0, none)).toBeNull())
  it('are the median ± 3.5 robust deviations, rounded outward', () => {
    // Median 20, median absolute deviation 2: 20 ± 10.3782.
    expect(limitsFromHistory(['16', '18', '20', '20', '22', '24'], 0, none)).toEqual({ low: '9', high: '31' })
    expect(limitsFromHistory(['16', '18', '20', '20', '22', '24'], 2, none)).toEqual({ low: '9.62', high: '30.38' })
  })
  it('hold every value that was seen, even where most are the same', () => {
    expect(limitsFromHistory(['5', '5', '5', '5', '5', '40'], 0, none)).toEqual({ low: '5', high: '40' })
  })
  it('never pass what cannot be passed', () => {
    expect(limitsFromHistory(['0.1', '0.5', '0.9', '0.2', '0.8', '0.5'], 3, { low: '0', high: '1' })).toEqual({ low: '0', high: '1' })
  })
})
