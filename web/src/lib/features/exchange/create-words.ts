import { NEW_INDICATORS, createAnswer, type NewIndicator } from '#shared/exchange/create-unknown.ts'
import type { IndicatorSample } from '#shared/exchange/draft-contract.ts'
import { formatNumber, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import type { Option } from '#lib/ui/field.ts'

/** People of several partners, who may be the same: no plain sum. */
const RANGES = new Set<NewIndicator>(['shared_persons', 'shared_households'])
/** Without the two numbers or the number measured, nothing is told of the whole; their labels say so. */
const ALONE = new Set<NewIndicator>(['ratio', 'mean'])

const decimalsOf = (text: string) => (text.split('.')[1] ?? '').length
const shown = (text: string, locale: Locale) => formatNumber(locale, text, { decimals: decimalsOf(text) })

/** What an unknown indicator may count, each with what the whole would be: in the person's own numbers of one period, where they tell. */
export function newIndicators(sample: IndicatorSample | null, locale: Locale): Option[] {
  return NEW_INDICATORS.map((as) => {
    const label = translate(`import_create_${as}`, {}, locale)
    return { value: createAnswer(as), label: ALONE.has(as) ? label : withWhole(as, label, sample, locale) }
  })
}

/** The same in a sentence beside the list, where a chosen answer is too long to be read whole. */
export function sampleWords({ period, sum, largest, partners }: IndicatorSample, locale: Locale): string {
  const words = { period: formatPeriod(locale, period, 'short'), sum: shown(sum, locale) }
  return partners < 2 ? translate('import_sample_sum', words, locale) : translate('import_sample_range', { ...words, low: shown(largest, locale) }, locale)
}

function withWhole(as: NewIndicator, label: string, sample: IndicatorSample | null, locale: Locale): string {
  // One partner alone has nobody to share people with: its figures are the whole.
  if (sample === null || (sample.partners < 2 && RANGES.has(as))) return RANGES.has(as) ? translate('import_create_range_bare', { label }, locale) : label
  const period = formatPeriod(locale, sample.period, 'short')
  const sum = shown(sample.sum, locale)
  return RANGES.has(as)
    ? translate('import_create_range', { label, period, low: shown(sample.largest, locale), high: sum }, locale)
    : translate('import_create_in_all', { label, period, sum }, locale)
}
