import { decimal, toText, type Decimal } from '#shared/values/decimal.ts'
import type { IndicatorSample } from './draft-contract.ts'
import type { Extraction } from './extraction.ts'
import { fold } from './text.ts'

interface Sums {
  sum: Decimal
  largest: Decimal
  readonly partners: Set<string>
}

/**
 * What each indicator gives at one period, for whoever says what it counts: the earliest period of which two partners tell, else the
 * earliest. Shares, and figures that are divided, tell no sum of people.
 * @returns by the name of the indicator as the file writes it, whatever its case and accents
 */
export function indicatorSamples(extraction: Extraction): (indicator: string) => IndicatorSample | null {
  const found = new Map<string, Map<string, Sums>>()
  for (const { indicator, period, partner, categories, value, isSigned, inPercent } of extraction.records) {
    if (value === null || categories.length > 0 || isSigned === true || inPercent === true) continue
    const periods = found.get(fold(extraction.indicators[indicator]?.text ?? '')) ?? new Map<string, Sums>()
    found.set(fold(extraction.indicators[indicator]?.text ?? ''), periods)
    const code = extraction.periods[period]?.code ?? ''
    const number = decimal(value)
    const sums = periods.get(code) ?? { sum: decimal('0'), largest: number, partners: new Set<string>() }
    sums.sum = sums.sum.plus(number)
    if (number.greaterThan(sums.largest)) sums.largest = number
    sums.partners.add(fold(extraction.partners[partner]?.text ?? ''))
    periods.set(code, sums)
  }
  return (indicator) => {
    const periods = [...(found.get(fold(indicator)) ?? [])].sort(([a], [b]) => (a < b ? -1 : 1))
    const [code, sums] = periods.find(([, { partners }]) => partners.size > 1) ?? periods[0] ?? []
    return code === undefined || sums === undefined
      ? null
      : { period: code, sum: toText(sums.sum), largest: toText(sums.largest), partners: sums.partners.size }
  }
}
