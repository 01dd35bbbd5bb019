import { decimal, toText, type Decimal } from '#shared/values/decimal.ts'
import { fold } from './text.ts'
import { isTotalWord } from './totals.ts'

/** One cell of a table with its names as the file writes them: enough to hold a line of totals against the lines that it adds up. */
export interface NamedCell {
  readonly row: number
  readonly indicator: string
  readonly period: string
  readonly territory: string
  readonly partner: string
  readonly categories: string
  /** Null: nothing, or no number. */
  readonly value: string | null
  readonly isPercent: boolean
}

/** A total of the file beside the lines that it adds up, of one indicator and one period. */
export interface HeldTotal {
  readonly row: number
  readonly indicator: string
  readonly period: string
  readonly total: string
  readonly sum: string
  /** The largest of the lines: where people may be the same with two partners, a total lies between it and the sum. */
  readonly largest: string
  /** Lines without a number. */
  readonly without: number
}

/** A line of totals that was left out. */
export interface TotalLine {
  readonly sheet: string | null
  readonly row: number
  /** The word that told it. */
  readonly text: string
  /** Where it is evident which lines it adds up. */
  readonly held: readonly HeldTotal[]
}

interface Scope {
  readonly territory: string | null
  readonly partner: string | null
  readonly cell: NamedCell & { readonly value: string }
  sum: Decimal
  /** Null: no line has a number. */
  largest: Decimal | null
  without: number
  isAbove: boolean
  isBelow: boolean
  isClear: boolean
}

/** Null: of all of them. */
const scopeName = (text: string) => (text === '' || isTotalWord(text) ? null : fold(text))
const keyOf = ({ indicator, period }: NamedCell) => `${fold(indicator)}\n${period}`

/**
 * Holds totals against the lines of the same indicator and period. Where lines are on both sides of a total, are divided otherwise,
 * or two totals speak of the same, it is not evident what they add up: nothing is said.
 */
export function holdTotals(totals: readonly NamedCell[], lines: Iterable<NamedCell>): HeldTotal[] {
  const scopes = new Map<string, Scope[]>()
  for (const cell of totals) {
    if (cell.value === null || cell.isPercent || cell.indicator === '' || isTotalWord(cell.indicator)) continue
    const scope: Scope = {
      territory: scopeName(cell.territory),
      partner: scopeName(cell.partner),
      cell: { ...cell, value: cell.value },
      sum: decimal('0'),
      largest: null,
      without: 0,
      isAbove: false,
      isBelow: false,
      isClear: true,
    }
    const list = scopes.get(keyOf(cell)) ?? []
    const twin = list.find(({ territory, partner }) => territory === scope.territory && partner === scope.partner)
    if (twin !== undefined) twin.isClear = false
    else list.push(scope)
    scopes.set(keyOf(cell), list)
  }
  for (const line of lines) {
    for (const scope of scopes.get(keyOf(line)) ?? []) {
      if (scope.territory !== null && scope.territory !== fold(line.territory)) continue
      if (scope.partner !== null && scope.partner !== fold(line.partner)) continue
      if (line.row < scope.cell.row) scope.isAbove = true
      else scope.isBelow = true
      if (line.categories !== scope.cell.categories || line.isPercent) scope.isClear = false
      if (line.value === null) {
        scope.without += 1
        continue
      }
      const value = decimal(line.value)
      scope.sum = scope.sum.plus(value)
      if (scope.largest === null || value.greaterThan(scope.largest)) scope.largest = value
    }
  }
  return [...scopes.values()].flat().flatMap(({ cell, sum, largest, without, isAbove, isBelow, isClear }): HeldTotal[] => {
    if (!isClear || isAbove === isBelow || largest === null) return []
    const { row, indicator, period, value } = cell
    return [{ row, indicator, period, total: value, sum: toText(sum), largest: toText(largest), without }]
  })
}
