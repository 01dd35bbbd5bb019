import { describe, expect, it } from 'vitest'
import { SHARE } from './samples.ts'
import { stripOf, type StripFigure } from './strip.ts'

const figure = (code: string, value: string | null): StripFigure => ({ code, label: code, value, presence: value === null ? 'missing' : 'reported' })

describe('where a place stands among others', () => {
  it('is a dot on a line between the lowest and the highest figure, without ranks', () => {
    const strip = stripOf([figure('A', '0.2'), figure('B', '0.6'), figure('C', '0.4')], 'C', '0.5', SHARE, 108, 'fr-CA')
    expect([strip?.own, strip?.others, strip?.parent]).toEqual([54, [8, 100], 77])
    expect(strip?.label.replaceAll('\u00A0', ' ')).toBe('C : 40,0 %. Les 3 territoires vont de 20,0 % à 60,0 %.')
    expect(`${strip?.label} ${strip?.range}`).not.toMatch(/rang|premier|dernier|1er/)
  })
  it('is not shown of fewer than three figures: two would only set one place against another', () => {
    expect(stripOf([figure('A', '0.2'), figure('B', '0.6'), figure('C', null)], 'A', null, SHARE, 100, 'fr-CA')).toBeNull()
  })
  it('has no dot for a place without a figure, and says so', () => {
    const strip = stripOf([figure('A', '0.2'), figure('B', '0.6'), figure('C', '0.4'), figure('D', null)], 'D', null, SHARE, 100, 'en')
    expect(strip?.own).toBeNull()
    expect(strip?.label).toMatch(/^D: /)
  })
  it('of equal figures stands in the middle', () => {
    expect(
      stripOf(
        ['A', 'B', 'C'].map((code) => figure(code, '0.5')),
        'A',
        null,
        SHARE,
        100,
        'en',
      )?.own,
    ).toBe(50)
  })
})
