import { expect, it } from 'vitest'
import { linesOf } from './agenda-lines.ts'

it('a form comes back with the lines it had, never with as many as a stranger’s form asks for', () => {
  expect(['4', '60', '200000000', '1e9', '-3', '2.5', 'x', '', undefined].map((text) => linesOf(text, 3))).toEqual([4, 60, 60, 60, 3, 3, 3, 3, 3])
})
