import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'
import { PROBLEMS } from '#shared/problems/catalog.ts'
import { sources } from './sources.ts'

const code = sources('server/**/*.ts', 'shared/**/*.ts').filter(({ path }) => !path.endsWith('.test.ts') && path !== 'shared/problems/catalog.ts')

it('every problem of the catalogue is thrown somewhere', () => {
  const unused = Object.keys(PROBLEMS).filter((name) => !code.some(({ text }) => text.includes(`'${name}'`)))
  expect(unused).toEqual([])
})

it.each(['fr-CA', 'en'])('every problem has a sentence in %s, with the parameters of the catalogue', (locale) => {
  const messages = JSON.parse(readFileSync(join(ROOT, `shared/i18n/messages/${locale}/problems.json`), 'utf8')) as Record<string, unknown>
  const faults = Object.entries(PROBLEMS).flatMap(([name, { params }]) => {
    const message = messages[`problems_${name}`]
    if (message === undefined) return [`problems_${name} is missing`]
    const named = [...JSON.stringify(message).matchAll(/\{([A-Za-z]+)\}/g)].map((match) => match[1] ?? '')
    return named.filter((param) => !(params as readonly string[]).includes(param)).map((param) => `problems_${name} names {${param}}`)
  })
  expect(faults).toEqual([])
})

it('no code recognises an error by its sentence, and none is thrown outside the catalogue’s helper', () => {
  const faults = code
    .filter(({ path, text }) => path !== 'server/platform/http/errors.ts' && /reply\.(code|status)\((4|5)\d\d\)/.test(text))
    .map(({ path }) => path)
  expect(faults).toEqual([])
})
