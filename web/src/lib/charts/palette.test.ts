import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { identityOf, inkOnClass, MOST_SERIES } from './palette.ts'

const here = import.meta.dirname
const tokens = new Set([...readFileSync(join(here, '../../app.css'), 'utf8').matchAll(/(--[\w-]+):/g)].map((match) => match[1]))

it('every colour of the charts is a token, so that a drawing follows light and dark', () => {
  const files = readdirSync(here).filter((name) => /\.(ts|svelte)$/.test(name) && !name.endsWith('.test.ts'))
  const used = files.flatMap((name) => [...readFileSync(join(here, name), 'utf8').matchAll(/var\((--[\w-]+)\)/g)].map((match) => match[1]))
  const own = new Set(['--tone'])
  expect(used.length).toBeGreaterThan(20)
  expect([...new Set(used)].filter((name) => !tokens.has(name) && !own.has(name ?? ''))).toEqual([])
})
it('two series differ by more than their colour', () => {
  const signs = Array.from({ length: MOST_SERIES }, (_, index) => `${String(identityOf(index).dash)} ${identityOf(index).symbol}`)
  expect(new Set(signs).size).toBe(MOST_SERIES)
  expect(new Set(Array.from({ length: MOST_SERIES }, (_, index) => identityOf(index).symbol)).size).toBe(MOST_SERIES)
})
it('words on the two dark classes of a map are white', () => {
  expect(([1, 2, 3, 4, 5] as const).map(inkOnClass)).toEqual(['#ffffff', '#ffffff', '#1b2430', '#1b2430', '#1b2430'])
})
