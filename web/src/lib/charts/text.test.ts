import { expect, it } from 'vitest'
import { clipText, textWidth, wrapText } from './text.ts'

it('an accent takes no room', () => {
  expect(textWidth('é', 13)).toBe(textWidth('e', 13))
})
it('a long name is broken at spaces and hyphens, and shortened only past the last line', () => {
  expect(wrapText('La Vallée-aux-Bouleaux', 14, 110, 2)).toEqual(['La Vallée-', 'aux-Bouleaux'])
  const [first, second, ...more] = wrapText('Municipalité régionale de comté de la Très-Longue-Rivière', 14, 120, 2)
  expect([first, more.length]).toEqual(['Municipalité', 0])
  expect(second).toMatch(/…$/)
  expect(textWidth(second ?? '', 14)).toBeLessThanOrEqual(120)
})
it('what fits is left alone', () => {
  expect(clipText('Région', 14, 100)).toBe('Région')
})
