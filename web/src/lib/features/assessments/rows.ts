import type { RoundResult } from '#shared/assessments/shapes.ts'
import type { DimensionFigure } from '#shared/assessments/figure-shapes.ts'
import { instrumentOf } from '#shared/assessments/instruments.ts'
import { changeOf } from '#shared/assessments/scoring.ts'
import { formatNumber } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { dimensionName, scoreText } from './texts.ts'

/** One dimension as the results show it: now, before, and what became of it. */
export interface ResultRow {
  readonly key: string
  readonly name: string
  readonly figure: DimensionFigure
  readonly before: number | null
  readonly change: string | null
  readonly label: string
}

/** The round before this one that was asked with the same words, and of the same stage: figures of two versions are never joined. */
export function previousOf(results: readonly RoundResult[], shown: RoundResult): RoundResult | null {
  const isByParty = (one: RoundResult) => one.figures.parties !== undefined
  const earlier = results.filter((one) => one.closedOn < shown.closedOn && one.mode === shown.mode && isByParty(one) === isByParty(shown))
  return earlier.findLast((one) => one.instrumentVersion === shown.instrumentVersion && one.stage === shown.stage) ?? null
}

/** Change of the share of pairs at level 2 or more since the round before, in points, to the tenth. */
export function ladderChange(results: readonly RoundResult[], shown: RoundResult): { readonly points: number; readonly since: string } | null {
  const before = previousOf(results, shown)
  const share = (result: RoundResult | null) => {
    const { pairs, counts } = result?.figures.ladder ?? { pairs: 0, counts: [] }
    return pairs === 0 ? null : counts.slice(2).reduce((sum, count) => sum + count, 0) / pairs
  }
  const [now, then] = [share(shown), share(before)]
  return before === null || now === null || then === null ? null : { points: Math.round((now - then) * 1000) / 10, since: before.closedOn }
}

function changeText(before: number | null, now: number | null, locale: Locale): string | null {
  if (before === null || now === null) return null
  const { points, direction } = changeOf(before, now)
  if (direction === 'stable') return m.assessments_stable()
  const said = formatNumber(locale, String(Math.round(Math.abs(points) * 10) / 10))
  return direction === 'up' ? m.assessments_up({ points: said }) : m.assessments_down({ points: said })
}

/** Dimensions of a result, « principes » last, beside those of the round before. */
export function rowsOf(result: RoundResult, previous: RoundResult | null, locale: Locale): ResultRow[] {
  const instrument = instrumentOf(result.instrument, result.instrumentVersion)
  if (instrument === undefined) return []
  const all = [...result.figures.dimensions, ...(result.figures.principles === null ? [] : [result.figures.principles])]
  return all.map((figure) => {
    const earlier =
      figure.key === result.figures.principles?.key ? previous?.figures.principles : previous?.figures.dimensions.find(({ key }) => key === figure.key)
    const before = earlier?.score ?? null
    const name = dimensionName(instrument, figure.key, locale)
    const score = figure.score === null ? m.assessments_not_told() : scoreText(locale, figure.score)
    const label =
      figure.expected === null
        ? m.assessments_dots_label({ name, score })
        : m.assessments_dots_label_expected({ name, score, expected: scoreText(locale, figure.expected) })
    return { key: figure.key, name, figure, before, change: changeText(before, figure.score, locale), label }
  })
}
