/** Figures sorted into the colours of a map. */
import { multiplyText, roundText } from '#shared/i18n/decimal-text.ts'
import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { mapClasses, type MapClass } from './palette.ts'
import { niceStep } from './scale.ts'

const MOST = 5

export interface Classes {
  readonly entries: readonly { readonly swatch: MapClass; readonly label: string }[]
  readonly of: (value: string) => MapClass
}

const tidy = (number: number) => Number(number.toPrecision(12))

const isWritten = (number: number, decimals: number) => Math.abs(number - Number(number.toFixed(decimals))) < 1e-9

/** Bounds on round numbers, all steps alike, five steps at most; a step is never finer than what is shown. */
function bounds(low: number, high: number, decimals: number): number[] {
  for (let parts = MOST; parts > 1; parts -= 1) {
    let step = Math.max(niceStep(high - low, parts), 10 ** -decimals)
    // A border that cannot be written in the decimals of the figures would lie between two of them.
    while (!isWritten(step, decimals)) step *= 2
    const from = Math.floor(tidy(low / step))
    const to = Math.max(from + 1, Math.ceil(tidy(high / step)))
    if (to - from <= MOST) return Array.from({ length: to - from + 1 }, (_, index) => tidy((from + index) * step))
  }
  return [low, high]
}

/** Decimals that write every bound exactly. */
const decimalsOf = (numbers: readonly number[]) => [0, 1, 2, 3, 4, 5, 6].find((places) => numbers.every((one) => isWritten(one, places))) ?? 6

/**
 * Equal: steps of one width between round numbers, the same for every place, those without a place included. Quantile: as
 * many places per class, equal figures always in the same one, labels from the lowest to the highest figure of the class.
 * Figures that are written alike are alike; the lowest class is the darkest.
 */
export function classesOf(values: readonly string[], measure: Measure, mode: 'quantile' | 'equal', locale: Locale): Classes {
  const shown = (value: string) => roundText(multiplyText(value, measure.displayFactor), measure.decimals)
  const texts = values.map(shown).sort((a, b) => Number(a) - Number(b))
  const distinct = [...new Set(texts)]
  const write = (text: string, decimals = measure.decimals) => formatMeasure(locale, text, { ...measure, displayFactor: '1', decimals })

  if (mode === 'equal' && distinct.length > 1) {
    const edges = bounds(Number(distinct[0]), Number(distinct.at(-1)), measure.decimals)
    const decimals = decimalsOf(edges)
    const steps = mapClasses(edges.length - 1)
    const edge = (index: number) => write((edges[index] ?? 0).toFixed(decimals), decimals)
    const label = (index: number) =>
      index === steps.length - 1
        ? m.charts_map_range({ from: edge(index), to: edge(index + 1) }, { locale })
        : m.charts_map_below({ from: edge(index), to: edge(index + 1) }, { locale })
    return {
      entries: steps.map((swatch, index) => ({ swatch, label: label(index) })),
      of: (value) => {
        const number = Number(shown(value)) + 1e-9
        return steps[Math.max(0, Math.min(steps.length, edges.filter((one) => one <= number).length) - 1)] ?? 3
      },
    }
  }
  const range = (from: string, to: string) => (from === to ? write(from) : m.charts_map_range({ from: write(from), to: write(to) }, { locale }))
  const rank = new Map(distinct.map((text, index) => [text, distinct.length <= MOST ? index : Math.floor((texts.indexOf(text) * MOST) / texts.length)]))
  const groups = [...new Set(rank.values())].map((group) => distinct.filter((text) => rank.get(text) === group))
  const steps = mapClasses(groups.length)
  const place = new Map(groups.flatMap((group, index) => group.map((text) => [text, steps[index] ?? 3] as const)))
  return {
    entries: groups.map((group, index) => ({ swatch: steps[index] ?? 3, label: range(group[0] ?? '0', group.at(-1) ?? '0') })),
    of: (value) => place.get(shown(value)) ?? 3,
  }
}
