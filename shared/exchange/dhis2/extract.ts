import { categoryText, parseCategory, TOTAL } from '#shared/observations/category.ts'
import { Decimal, parseDecimal, toText } from '#shared/values/decimal.ts'
import type { Period, YearStarts } from '#shared/values/period.ts'
import {
  Distinct,
  type CategoryReference,
  type ExtractedRecord,
  type Extraction,
  type FileRejection,
  type Reference,
  type TerritoryReference,
} from '../extraction.ts'
import type { DataValue } from './data-values.ts'
import { ATTRIBUTE_COMBOS, DEFAULT_OPTION_COMBO, PARTNER_PREFIX, UNKNOWN_COMBOS } from './ids.ts'
import { readDhis2Period } from './period.ts'

/** What an indicator says of the one value that DHIS2 keeps. */
export interface ValueMeaning {
  readonly unitKind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  readonly partsUnknown: boolean
  /** 100: the file writes percentages, the product stores shares. */
  readonly displayFactor: string
}

/** What is known beside the file. */
export interface Dhis2Book {
  readonly starts: YearStarts
  /** Meaning of a data element in a period; null when nobody defined it. */
  readonly meaningOf: (dataElement: string, period: Period) => ValueMeaning | null
  /** Dimension that holds an option combo already. */
  readonly dimensionOf: (optionCombo: string) => string | null
  /** Code of the territory that an organisation unit is. */
  readonly territoryOf: (orgUnit: string) => string
  /** Whether a figure stands that a deletion in DHIS2 would speak of. */
  readonly stands: (key: FigureName) => boolean
}

/** Names of a figure, as the product spells them. */
export interface FigureName {
  readonly indicator: string
  readonly territory: string
  readonly partner: string | null
  readonly period: string
  readonly category: string
}

type Amount = Pick<ExtractedRecord, 'presence' | 'presenceReason' | 'value' | 'boolValue' | 'achievedOn' | 'isDateAssumed' | 'directTotal'>
const NOTHING: Amount = { presence: 'reported', presenceReason: null, value: null, boolValue: null, achievedOn: null, directTotal: false }

/** What became of a value that DHIS2 deleted: the former figure stays in the history. */
export const DELETED = 'DHIS2: deleted'

/** The figure of one value, or the code of its refusal. */
function amountOf(given: DataValue, meaning: ValueMeaning, period: Period): Amount | string {
  // DHIS2 adds what a unit reported to what its parts did; only what is never added up stands by itself.
  const directTotal = meaning.unitKind === 'mean' || meaning.unitKind === 'index' || (meaning.unitKind === 'ratio' && meaning.partsUnknown)
  if (given.deleted) return { ...NOTHING, presence: 'missing', presenceReason: DELETED, directTotal }
  if (given.value === '') return 'value_blank'
  if (meaning.unitKind === 'milestone') {
    const word = given.value.toLowerCase()
    if (word === 'true' || word === '1') return { ...NOTHING, boolValue: true, achievedOn: period.startsOn, isDateAssumed: true }
    return word === 'false' || word === '0' ? { ...NOTHING, boolValue: false } : 'not_yes_or_no'
  }
  const read = parseDecimal(given.value)
  if (!read.ok) return read.fault
  const value = meaning.unitKind === 'ratio' && meaning.partsUnknown ? read.value.div(new Decimal(meaning.displayFactor)) : read.value
  return { ...NOTHING, value: toText(value), directTotal }
}

/**
 * Turns the values of a `dataValueSet` into records that the import resolves like those of any file.
 * Option combos that nobody described become categories under their own identifier; nothing is dropped.
 */
export function extractDataValues(values: readonly DataValue[], book: Dhis2Book): Extraction {
  const indicators = new Distinct<Reference>()
  const territories = new Distinct<TerritoryReference>()
  const partners = new Distinct<Reference>()
  const periods = new Distinct<Period>()
  const categories = new Distinct<CategoryReference>()
  const records: ExtractedRecord[] = []
  const rejections: FileRejection[] = []
  let deleted = 0

  const category = (dimension: string, code: string, column: string, create: boolean) =>
    categories.place(`${dimension} ${code}`, () => ({ dimension, text: code, code, create, column }))

  const combo = (text: string, column: string, dimension: string | null): number[] | null => {
    if (text === '' || text === DEFAULT_OPTION_COMBO || text === TOTAL) return []
    if (!text.includes(':')) return [category(dimension ?? UNKNOWN_COMBOS, text, column, true)]
    return parseCategory(text)?.map((pair) => category(pair.dimension, pair.code, column, false)) ?? null
  }

  for (const given of values) {
    const reject = (column: string, code: string, value: string) => void rejections.push({ sheet: null, row: given.row, column, code, value: value || null })
    if (given.dataElement === '') reject('dataElement', 'indicator_blank', '')
    if (given.orgUnit === '') reject('orgUnit', 'territory_blank', '')
    const read = readDhis2Period(given.period, book.starts)
    if (!read.ok) reject('period', given.period === '' ? 'period_blank' : read.code, given.period)
    if (given.dataElement === '' || given.orgUnit === '' || !read.ok) continue

    const meaning = book.meaningOf(given.dataElement, read.period)
    const amount = meaning === null ? NOTHING : amountOf(given, meaning, read.period)
    if (typeof amount === 'string') {
      reject('value', amount, given.value)
      continue
    }
    const options = combo(given.categoryOptionCombo, 'categoryOptionCombo', book.dimensionOf(given.categoryOptionCombo))
    const isPartner = given.attributeOptionCombo.startsWith(PARTNER_PREFIX)
    const attributes = isPartner ? [] : combo(given.attributeOptionCombo, 'attributeOptionCombo', ATTRIBUTE_COMBOS)
    if (options === null || attributes === null) {
      reject(options === null ? 'categoryOptionCombo' : 'attributeOptionCombo', 'category_unknown', given.categoryOptionCombo)
      continue
    }
    const partner = given.attributeOptionCombo.slice(PARTNER_PREFIX.length)
    const territory = book.territoryOf(given.orgUnit)
    if (given.deleted) {
      const pairs = [...options, ...attributes].map((index) => categories.items[index] as CategoryReference)
      const name = { indicator: given.dataElement, territory, partner: isPartner ? partner : null, period: read.period.code }
      if (!book.stands({ ...name, category: categoryText(pairs.map(({ dimension, text }) => ({ dimension, code: text }))) })) {
        deleted += 1
        continue
      }
    }
    records.push({
      sheet: null,
      row: given.row,
      column: 'value',
      indicator: indicators.place(given.dataElement, () => ({ text: given.dataElement, by: 'code', column: 'dataElement' })),
      territory: territories.place(territory, () => ({ text: territory, by: 'code', column: 'orgUnit', level: null, create: null })),
      partner: isPartner ? partners.place(partner, () => ({ text: partner, by: 'code', column: 'attributeOptionCombo' })) : -1,
      period: periods.place(read.period.code, () => read.period),
      categories: [...options, ...attributes],
      numerator: null,
      denominator: null,
      sampleN: null,
      comment: given.comment === '' ? null : given.comment.slice(0, 2000),
      flags: [],
      ...amount,
    })
  }
  const rejectedRows = new Set(rejections.map(({ row }) => row)).size
  return {
    read: values.length,
    skipped: deleted === 0 ? {} : { deleted },
    rejected: rejectedRows,
    rejections,
    indicators: indicators.items,
    territories: territories.items,
    partners: partners.items,
    periods: periods.items,
    categories: categories.items,
    records,
  }
}
