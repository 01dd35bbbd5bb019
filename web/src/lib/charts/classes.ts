/** Figures sorted into the colours of a map. */
import { multiplyText, roundText } from '#shared/i18n/decimal-text.ts'
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { mapClasses, type MapClass } from './palette.ts'

const MOST = 5

export interface Classes {
  readonly entries: readonly { readonly swatch: MapClass; readonly label: string }[]
  readonly of: (value: string) => MapClass
}

/**
 * Quantile: as many places per class, equal figures always in the same one, labels from the lowest to the
 * highest figure of the class. Equal: five steps of the same width. Figures that are written alike are
 * alike; the lowest class is the darkest.
 */
export function classesOf(values: readonly string[], measure: Measure, mode: 'quantile' | 'equal', locale: Locale): Classes {
  const shown = (value: string) => roundText(multiplyText(value, measure.displayFactor), measure.decimals)
  const texts = values.map(shown).sort((a, b) => Number(a) - Number(b))
  const distinct = [...new Set(texts)]
  const write = (text: string) => formatMeasure(locale, text, { ...measure, displayFactor: '1' })
  const range = (from: string, to: string) => (from === to ? write(from) : m.charts_map_range({ from: write(from), to: write(to) }, { locale }))

  if (mode === 'equal' && distinct.length > 1) {
    const [low, high] = [Number(distinct[0]), Number(distinct.at(-1))]
    const width = (high - low) / MOST
    const bound = (index: number) => (low + width * index).toFixed(measure.decimals)
    const steps = mapClasses(MOST)
    return {
      entries: steps.map((swatch, index) => ({ swatch, label: range(bound(index), bound(index + 1)) })),
      of: (value) => steps[Math.min(MOST - 1, Math.floor((Number(shown(value)) - low) / width + 1e-9))] ?? 3,
    }
  }
  const rank = new Map(distinct.map((text, index) => [text, distinct.length <= MOST ? index : Math.floor((texts.indexOf(text) * MOST) / texts.length)]))
  const groups = [...new Set(rank.values())].map((group) => distinct.filter((text) => rank.get(text) === group))
  const steps = mapClasses(groups.length)
  const place = new Map(groups.flatMap((group, index) => group.map((text) => [text, steps[index] ?? 3] as const)))
  return {
    entries: groups.map((group, index) => ({ swatch: steps[index] ?? 3, label: range(group[0] ?? '0', group.at(-1) ?? '0') })),
    of: (value) => place.get(shown(value)) ?? 3,
  }
}
