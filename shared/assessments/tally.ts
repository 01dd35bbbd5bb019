import { tellsNothingOf } from './anonymity.ts'
import type { Answers } from './instruments.ts'
import { itemsOf, type Instrument } from './instrument.ts'
import { meanOf } from './numbers.ts'
import { equityLensCodes, personScore } from './scoring.ts'

/** What one person sent; its partner is a token without a name, its group the one value of the round's breakdown. */
export interface Sheet {
  readonly partner: string | null
  readonly group: string | null
  readonly answers: Answers
}

/** One dimension of one wave: the scores of its units (partners, or people), in order of size. */
export interface DimensionTally {
  readonly respondents: number
  readonly partners: number | null
  readonly scores: readonly number[]
}

/** One item: sum and number of its units' means, and how often each answer came. */
export interface ItemTally {
  readonly respondents: number
  readonly partners: number | null
  /** People counted in the dimension who left this item open. */
  readonly open: number
  readonly sum: number
  readonly units: number
  readonly counts: Readonly<Record<string, number>>
  /** Whether its mean may stand beside the score of its dimension; else it is told as a word. */
  readonly isExact: boolean
}

/** How a group divides over the answers of one item (diagnostic). */
export interface GroupItemTally {
  readonly respondents: number
  readonly partners: number
  readonly counts: Readonly<Record<string, number>>
}

export interface GroupTally {
  readonly key: string
  readonly items?: Readonly<Record<string, GroupItemTally>>
  readonly dimensions: Readonly<Record<string, { readonly respondents: number; readonly partners: number; readonly sum: number; readonly units: number }>>
}

/**
 * What stays of the answers of one wave when the round closes: sums without anybody. No sheet, no order, no profile of a person
 * across items can be read from it.
 */
export interface Wave {
  readonly respondents: number
  readonly partners: number | null
  readonly dimensions: Readonly<Record<string, DimensionTally>>
  readonly items: Readonly<Record<string, ItemTally>>
  readonly groups: readonly GroupTally[]
}

export const PRINCIPLES = 'principles'

const distinct = (values: readonly (string | null)[]) => new Set(values).size

/** Means of values by unit: by partner, where each counts once, or one a person. */
function byUnit(instrument: Instrument, rows: readonly { sheet: Sheet; value: number }[]): number[] {
  if (instrument.unit === 'respondent') return rows.map(({ value }) => value)
  return [...Map.groupBy(rows, ({ sheet }) => sheet.partner).values()].map((own) => meanOf(own.map(({ value }) => value)) ?? 0)
}

const partnersOf = (sheets: readonly Sheet[]): number | null =>
  sheets.length > 0 && sheets.every(({ partner }) => partner === null) ? null : distinct(sheets.map(({ partner }) => partner))

function scored(instrument: Instrument, codes: readonly string[], sheets: readonly Sheet[]) {
  return sheets.flatMap((sheet) => {
    const value = personScore(instrument, codes, sheet.answers)
    return value === null ? [] : [{ sheet, value }]
  })
}

function dimensionTally(instrument: Instrument, rows: readonly { sheet: Sheet; value: number }[]): DimensionTally {
  return { respondents: rows.length, partners: partnersOf(rows.map(({ sheet }) => sheet)), scores: byUnit(instrument, rows).sort((a, b) => a - b) }
}

const isOpen = (sheet: Sheet, code: string) => sheet.answers[code] === undefined || sheet.answers[code] === null

/**
 * Items of a dimension whose means can stand beside its score. A score weighs the answers of somebody who left one open more: score
 * and means together would tell what those people answered. So an item that anybody left open has no exact mean; and when those
 * who left all of these open are nearly everybody, the means of the others would single out the rest, so none has.
 */
function exactCodes(codes: readonly string[], counted: readonly Sheet[]): string[] {
  const opened = codes.filter((code) => counted.some((sheet) => isOpen(sheet, code)))
  const others = counted.filter((sheet) => opened.some((code) => !isOpen(sheet, code)))
  return opened.length > 0 && !tellsNothingOf(others.length) ? [] : codes.filter((code) => !opened.includes(code))
}

/** How often each answer came, in the order of the answers and not of the people. */
function countsOf(given: readonly Sheet[], code: string): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { answers } of given) counts[String(answers[code])] = (counts[String(answers[code])] ?? 0) + 1
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)))
}

function itemTally(instrument: Instrument, code: string, counted: readonly Sheet[], isExact: boolean): ItemTally {
  const given = counted.filter((sheet) => !isOpen(sheet, code))
  const numbers = given.flatMap((sheet) => (typeof sheet.answers[code] === 'number' ? [{ sheet, value: sheet.answers[code] }] : []))
  const units = byUnit(instrument, numbers)
  return {
    respondents: given.length,
    partners: partnersOf(given),
    open: counted.length - given.length,
    sum: units.reduce((sum, value) => sum + value, 0),
    units: units.length,
    counts: countsOf(given, code),
    isExact,
  }
}

/** Adds up the sheets of one wave; what a person left out of a dimension counts in none of its items either. */
export function tallyOf(instrument: Instrument, sheets: readonly Sheet[]): Wave {
  const counted = new Map(
    instrument.dimensions.map(({ key }) => {
      const codes = itemsOf(instrument, key).map(({ code }) => code)
      return [key, scored(instrument, codes, sheets)] as const
    }),
  )
  const isScored = instrument.key === 'five_conditions' || instrument.key === 'mobilisation_factors' || instrument.key === 'trust_pulse'
  const of = (key: string) => (isScored && key !== 'obstacles' ? (counted.get(key) ?? []).map(({ sheet }) => sheet) : sheets)
  const exact = new Set(
    instrument.dimensions.flatMap(({ key }) =>
      exactCodes(
        itemsOf(instrument, key).map(({ code }) => code),
        of(key),
      ),
    ),
  )
  const items = Object.fromEntries(instrument.items.map(({ code, dimension }) => [code, itemTally(instrument, code, of(dimension), exact.has(code))]))
  const dimensions: Record<string, DimensionTally> = isScored
    ? Object.fromEntries([...counted].filter(([key]) => key !== 'obstacles').map(([key, rows]) => [key, dimensionTally(instrument, rows)]))
    : {}
  const lens = equityLensCodes(instrument)
  if (lens.length > 0) dimensions[PRINCIPLES] = dimensionTally(instrument, scored(instrument, lens, sheets))
  const groups = isScored ? groupsOf(instrument, counted) : instrument.key === 'partnership_diagnostic' ? itemGroupsOf(instrument, sheets) : []
  return { respondents: sheets.length, partners: partnersOf(sheets), dimensions, items, groups }
}

/** Groups of a diagnostic, which has no scores: how each divides over the answers, item by item. */
function itemGroupsOf(instrument: Instrument, sheets: readonly Sheet[]): GroupTally[] {
  const keys = [...new Set(sheets.map(({ group }) => group))].filter((key) => key !== null).sort()
  return keys.map((key) => {
    const own = sheets.filter(({ group }) => group === key)
    const items = instrument.items.map(({ code }) => {
      const given = own.filter((sheet) => !isOpen(sheet, code))
      return [code, { respondents: given.length, partners: distinct(given.map(({ partner }) => partner)), counts: countsOf(given, code) }] as const
    })
    return { key, items: Object.fromEntries(items), dimensions: {} }
  })
}

function groupsOf(instrument: Instrument, counted: ReadonlyMap<string, readonly { sheet: Sheet; value: number }[]>): GroupTally[] {
  const keys = [...new Set([...counted.values()].flat().map(({ sheet }) => sheet.group))].filter((key) => key !== null).sort()
  return keys.map((key) => ({
    key,
    dimensions: Object.fromEntries(
      [...counted].map(([dimension, rows]) => {
        const own = rows.filter(({ sheet }) => sheet.group === key)
        const units = byUnit(instrument, own)
        const partners = distinct(own.map(({ sheet }) => sheet.partner))
        return [dimension, { respondents: own.length, partners, units: units.length, sum: units.reduce((sum, value) => sum + value, 0) }]
      }),
    ),
  }))
}
