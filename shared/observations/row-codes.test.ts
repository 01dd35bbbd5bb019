import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { ROW_CODES } from './row-codes.ts'

it.each(['fr-CA', 'en'])('every code of a refused row has a sentence in %s', (locale) => {
  const read = (file: string) =>
    JSON.parse(readFileSync(new URL(`../i18n/messages/${locale}/${file}.json`, import.meta.url), 'utf8')) as Record<string, unknown>
  const [entry, problems] = [read('entry'), read('problems')]
  expect(ROW_CODES.filter((code) => !(`entry_fault_${code}` in entry) && !(`problems_${code}` in problems))).toEqual([])
})
