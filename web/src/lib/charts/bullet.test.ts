import { describe, expect, it } from 'vitest'
import { bulletLabel, bulletOf } from './bullet.ts'
import { DAYS, SHARE } from './samples.ts'

const width = 120

describe('bullet', () => {
  it('goes from the baseline on the left to the target on the right, whether the figure should rise or fall', () => {
    const rise = bulletOf({ measure: SHARE, value: '0.5', baseline: '0.4', target: '0.6' }, width)
    const fall = bulletOf({ measure: DAYS, value: '110', baseline: '130', target: '90' }, width)
    expect(rise).toEqual(fall)
    expect(rise?.bar?.[1]).toBeCloseTo(((rise?.baseline ?? 0) + (rise?.target ?? 0)) / 2, 1)
  })
  it('cuts what goes far past the target and says so', () => {
    const far = bulletOf({ measure: DAYS, value: '400', baseline: '0', target: '240' }, width)
    expect(far).toMatchObject({ isOver: true, isUnder: false })
    expect(far?.bar?.[1]).toBe(far?.track[1])
    expect(bulletOf({ measure: DAYS, value: '241', baseline: '0', target: '240' }, width)).toMatchObject({ isOver: false })
  })
  it('draws no bar and an arrow on the wrong side of the baseline', () => {
    const under = bulletOf({ measure: DAYS, value: '149.2', baseline: '142.1', target: '90' }, width)
    expect(under).toMatchObject({ isUnder: true, isOver: false })
    expect(under?.bar?.[0]).toBe(under?.bar?.[1])
  })
  it('goes from zero without a baseline, and where baseline and target are the same', () => {
    expect(bulletOf({ measure: SHARE, value: '0.3', target: '0.6' }, width)).toMatchObject({ baseline: null, isUnder: false })
    expect(bulletOf({ measure: SHARE, value: '0.6', baseline: '0.6', target: '0.6' }, width)?.bar?.[1]).toBe(
      bulletOf({ measure: SHARE, value: '0.6', target: '0.6' }, width)?.target,
    )
  })
  it('is nothing without target, and has no bar without value', () => {
    expect(bulletOf({ measure: SHARE, value: '0.3' }, width)).toBeNull()
    expect(bulletOf({ measure: SHARE, value: null, baseline: '0.1', target: '0.6' }, width)?.bar).toBeNull()
  })
  it('shows a range to stay in with the value as a dot', () => {
    const band = bulletOf({ measure: SHARE, value: '0.85', band: { lower: '0.8', upper: '0.9' } }, width)
    expect(band?.dot).toBeCloseTo(((band?.band?.[0] ?? 0) + (band?.band?.[1] ?? 0)) / 2, 1)
    expect(bulletOf({ measure: SHARE, value: '0.1', band: { lower: '0.8', upper: '0.9' } }, width)).toMatchObject({ isUnder: true })
  })
  it('says the same in words', () => {
    expect(bulletLabel({ measure: SHARE, value: '0.619', baseline: '0.383', target: '0.65' }, 'fr-CA')).toBe(
      '61,9\u00A0%, départ 38,3\u00A0%, cible 65,0\u00A0%',
    )
    expect(bulletLabel({ measure: SHARE, value: null, target: '0.65' }, 'en')).toBe('no data, target 65.0%')
    expect(bulletLabel({ measure: SHARE, value: '0.6' }, 'fr-CA')).toBe('60,0\u00A0%, sans cible')
  })
})
