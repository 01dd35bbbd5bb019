import type { ImportChoices } from '#shared/exchange/choices.ts'
import { columnOf } from '#shared/exchange/build-mapping.ts'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import { formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { parsePeriodPattern, type PeriodPattern } from '#shared/values/period.ts'
import { withDays } from './format-words.ts'

const STARTS = { fiscalStartMonth: 1, schoolStartMonth: 9 }
const THINGS = [
  ['partnerFrom', 'partner'],
  ['territoryFrom', 'territory'],
  ['indicatorFrom', 'indicator'],
  ['periodFrom', 'period'],
] as const

const nameOf = (preview: ImportPreview, reference: string | null) => {
  const found = preview.columns.find(({ position }) => reference === `#${position}`)
  return found === undefined ? null : found.name === '' ? `#${found.position}` : found.name
}

/** How this file writes a period, from the columns that tell it; null when none does. */
export function periodExample(choices: ImportChoices, preview: ImportPreview): string | null {
  if (choices.figure === 'columns' && choices.headerMeans === 'period') return nameOf(preview, choices.valueColumns[0] ?? null)
  return preview.columns.find(({ position }) => columnOf(choices.periodFrom) === `#${position}`)?.distinct[0] ?? null
}

/**
 * What was recognised of a file, in sentences: which column says what, and what holds for all of it.
 * @param place name of the territory that the whole file is about, where one is chosen
 */
export function toldColumns(choices: ImportChoices, preview: ImportPreview, place: string | null, locale: Locale): string[] {
  const say = (key: Parameters<typeof translate>[0], values: Record<string, string> = {}) => translate(key, values, locale)
  const columns = THINGS.flatMap(([field, thing]) => {
    const column = nameOf(preview, columnOf(choices[field]))
    return column === null ? [] : [say('import_told_column', { column, thing: say(`import_told_thing_${thing}`) })]
  })
  const sentences = columns.length === 0 ? [] : [say('import_told_rows', { columns: formatList(locale, columns) })]
  const [first, last] = [nameOf(preview, choices.valueColumns[0] ?? null), nameOf(preview, choices.valueColumns.at(-1) ?? null)]
  if (choices.figure === 'columns' && first !== null && last !== null) {
    const period =
      choices.headerMeans === 'period'
        ? parsePeriodPattern(first, choices.periodPattern as PeriodPattern, STARTS, choices.dateOrder === 'auto' ? 'day_first' : choices.dateOrder)
        : null
    sentences.push(period === null ? say('import_told_side', { first, last }) : say('import_told_periods', { first, last, read: withDays(period, locale) }))
  }
  const value = choices.figure === 'value' ? nameOf(preview, columnOf(choices.value)) : null
  if (value !== null) sentences.push(say('import_told_value', { column: value }))
  if (place !== null) sentences.push(say('import_told_place', { name: place }))
  return sentences
}
