import { itemsOf, type Instrument } from '#shared/assessments/instrument.ts'
import { chooseOverlays, overlaysOf, type Overlay } from '#shared/assessments/overlays.ts'
import type { RoundResult } from '#shared/assessments/shapes.ts'
import { formatDate, formatInteger } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { scoreText } from './texts.ts'

/** A number of an overlay, and how it is read: with its distribution where there is one. */
export interface LaidValue {
  readonly score: number
  readonly text: string
}

/** An overlay as the wheel draws it and the table tells it: the same values. */
export interface Laid {
  readonly key: string
  readonly name: string
  /** What is said where it has no value: not agreed on yet, or not told. */
  readonly missing: string
  readonly dimensions: Readonly<Record<string, LaidValue>>
  readonly items: Readonly<Record<string, LaidValue>>
}

export interface LaidChoice {
  readonly key: string
  readonly name: string
  readonly isChosen: boolean
}

function nameOf(overlay: Overlay, groupName: (key: string) => string, locale: Locale): string {
  if (overlay.kind === 'agreed') return m.assessments_agreed()
  return overlay.kind === 'round' ? m.assessments_overlay_round({ day: formatDate(locale, overlay.name) }) : groupName(overlay.name)
}

function laidOf(instrument: Instrument, overlay: Overlay, name: string, locale: Locale): Laid {
  const valueOf = (score: number, codes: readonly string[]): LaidValue => {
    const counts = codes.flatMap((code) => overlay.items.get(code)?.counts ?? [])
    if (counts.length === 0) return { score, text: scoreText(locale, score) }
    const sums = (['A', 'B', 'C'] as const).map((letter) =>
      formatInteger(
        locale,
        counts.reduce((sum, one) => sum + one[letter], 0),
      ),
    )
    return { score, text: `${scoreText(locale, score)} (${sums.join(' · ')})` }
  }
  return {
    key: overlay.key,
    name,
    missing: overlay.kind === 'agreed' ? '–' : m.assessments_not_told(),
    dimensions: Object.fromEntries(
      [...overlay.dimensions].map(([key, score]) => [
        key,
        valueOf(
          score,
          itemsOf(instrument, key).map(({ code }) => code),
        ),
      ]),
    ),
    items: Object.fromEntries([...overlay.items].map(([code, { index }]) => [code, valueOf(index, [code])])),
  }
}

/** Overlays of a results page: those offered, those that the address chose, and whether some were refused. */
export function overlaysFor(
  instrument: Instrument,
  results: readonly RoundResult[],
  shown: RoundResult,
  asked: readonly string[],
  groupName: (key: string) => string,
  locale: Locale,
): { choices: LaidChoice[]; laid: Laid[]; isRefused: boolean; isTooMany: boolean } {
  const offered = overlaysOf(instrument, results, shown)
  const { shown: chosen, refused } = chooseOverlays(asked, offered)
  return {
    choices: offered.map((one) => ({ key: one.key, name: nameOf(one, groupName, locale), isChosen: chosen.includes(one) })),
    laid: chosen.map((one) => laidOf(instrument, one, nameOf(one, groupName, locale), locale)),
    isRefused: refused.some(({ reason }) => reason === 'not_told'),
    isTooMany: refused.some(({ reason }) => reason === 'too_many'),
  }
}

/** What a spoke says, then what each view over it says there: a wheel read by keyboard tells what the table tells. */
export const withLaid = (label: string, laid: readonly Laid[], of: 'dimensions' | 'items', key: string): string =>
  [label, ...laid.map((one) => m.assessments_overlay_spoke({ name: one.name, score: laidText(one, of, key) }))].join('; ')

/** A value of an overlay in words. */
export const laidText = (one: Laid | undefined, of: 'dimensions' | 'items', key: string): string => one?.[of][key]?.text ?? one?.missing ?? '–'
