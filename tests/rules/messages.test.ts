import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'svelte/compiler'
import { expect, it } from 'vitest'
import { ROOT } from '#server/platform/root.ts'
import { sources } from './sources.ts'

const folder = join(ROOT, 'shared/i18n/messages/fr-CA')
const keys = readdirSync(folder).flatMap((file) => Object.keys(JSON.parse(readFileSync(join(folder, file), 'utf8')) as object))
const code = sources('server/**/*.ts', 'shared/**/*.ts', 'web/src/**/*.{ts,svelte}').filter(({ path }) => !path.endsWith('.test.ts'))

/** Beginnings of keys that are put together from a code: `status_reason_${reason}`. */
const dynamic = code.flatMap(({ text }) => [...text.matchAll(/[`[]`?([a-z][a-z0-9]*(?:_[a-z0-9]+)*_)\$\{/g)].map((match) => match[1] ?? ''))
const text = code.map((file) => file.text).join('\n')
const words = new Set(text.match(/[a-z][a-z0-9]*(?:_[a-z0-9]+)+/g))

it('every message is shown somewhere', () => {
  const unused = keys.filter((key) => !words.has(key) && !dynamic.some((start) => key.startsWith(start)))
  expect(unused).toEqual([])
})

it('every message that a page names exists', () => {
  const known = new Set(keys)
  const named = code.flatMap(({ path, text: source }) => [...source.matchAll(/\bm\.([a-z][a-z0-9_]*)\(/g)].map((match) => ({ path, key: match[1] ?? '' })))
  expect(named.filter(({ key }) => !known.has(key)).map(({ path, key }) => `${path}: ${key}`)).toEqual([])
})

const SPOKEN_ATTRIBUTES = new Set(['aria-label', 'title', 'placeholder', 'alt', 'label'])
interface TemplateNode {
  readonly type?: string
  readonly name?: string
  readonly data?: string
  readonly value?: unknown
}

/** Texts that a reader of the page meets: text nodes, and attributes that are read aloud or shown. */
function spokenTexts(node: unknown, attribute: string | null = null): string[] {
  if (Array.isArray(node)) return node.flatMap((one) => spokenTexts(one, attribute))
  if (node === null || typeof node !== 'object') return []
  const { type, name, data, value } = node as TemplateNode
  if (type === 'Text') return attribute === null || SPOKEN_ATTRIBUTES.has(attribute) ? [data ?? ''] : []
  if (type === 'Attribute') return spokenTexts(value, name ?? '')
  return Object.entries(node)
    .filter(([key]) => !['expression', 'css', 'instance', 'module', 'metadata', 'comments'].includes(key))
    .flatMap(([, child]) => spokenTexts(child, attribute))
}

it('screen text stands in message files alone: no sentence in a component', () => {
  const faults = code
    .filter(({ path }) => path.endsWith('.svelte'))
    .flatMap(({ path, text: source }) =>
      spokenTexts(parse(source, { modern: true }).fragment)
        .map((words) => words.trim())
        .filter((words) => /[A-Za-zÀ-ÿ]{3,}/.test(words) && words !== 'Maillage')
        .map((words) => `${path}: ${words.slice(0, 60)}`),
    )
  expect(faults).toEqual([])
})
