import { expect, it } from 'vitest'
import { pointsOf, quarters, SHARE } from './samples.ts'
import { sparkLabel, sparkOf } from './sparkline.ts'

const points = (...values: (string | null)[]) => pointsOf(quarters(2020, values.length), values)

it('a gap interrupts the line, and a figure between two gaps is a dot', () => {
  const spark = sparkOf(points('0.1', '0.2', null, '0.3', null, '0.5', '0.4'), SHARE, 96, 24)
  expect(spark.path.match(/M/g)).toHaveLength(2)
  expect(spark.dots.match(/M/g)).toHaveLength(1)
})
it('the last figure is marked, not the last position', () => {
  expect(sparkOf(points('0.1', '0.2', null), SHARE, 96, 24).end).toEqual({ x: 48, y: 3 })
})
it('equal figures are a level line in the middle', () => {
  expect(sparkOf(points('0.5', '0.5'), SHARE, 96, 24).path).toBe('M3 12L93 12')
})
it('a masked figure is not drawn', () => {
  expect(sparkOf([{ value: '0.5', presence: 'masked' }], SHARE, 96, 24)).toEqual({ path: '', dots: '', end: null })
})
it('the label says the figures, absences included, in the language', () => {
  expect(sparkLabel(points('0.394', null, '0.619'), SHARE, 'fr-CA')).toBe('Évolution\u00A0: 39,4\u00A0%, sans donnée, 61,9\u00A0%')
  expect(sparkLabel(points('0.394', '0.619'), SHARE, 'en')).toBe('Course: 39.4%, 61.9%')
  const half = points('0.394', '0.619').map((point, index) => ({ ...point, isPartial: index === 1 }))
  expect(sparkLabel(half, SHARE, 'fr-CA')).toBe('Évolution\u00A0: 39,4\u00A0%, 61,9\u00A0% (partiel)')
})
it('a long course is told by its first and last figures', () => {
  const label = sparkLabel(points(...Array.from({ length: 24 }, (_, index) => `0.${100 + index}`)), SHARE, 'fr-CA')
  expect(label).toMatch(/: 10,0\u00A0%, …, 11,8/)
  expect(label.length).toBeLessThan(100)
})
