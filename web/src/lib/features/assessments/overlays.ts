import type { Counts } from '#shared/assessments/diagnostic.ts'
import { itemsOf, type Instrument } from '#shared/assessments/instrument.ts'
import { chooseOverlays, firstOverlays, overlaysOf, type Overlay } from '#shared/assessments/overlays.ts'
import type { RoundResult } from '#shared/assessments/shapes.ts'
import { formatDate, formatInteger } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { localName } from '#lib/state/local-name.ts'
import { scoreText, textOf } from './texts.ts'

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
  if (overlay.kind === 'party') return localName(overlay.name, overlay.nameEn ?? null, locale)
  return overlay.kind === 'round' ? m.assessments_overlay_round({ day: formatDate(locale, overlay.name) }) : groupName(overlay.name)
}

const MISSING: Readonly<Record<Overlay['kind'], () => string>> = {
  agreed: () => '–',
  party: m.assessments_party_blank,
  group: m.assessments_not_told,
  round: m.assessments_not_told,
}

/** An agreed answer is one word of the scale, whoever agreed on it. */
const wordOf = (instrument: Instrument, counts: Counts, locale: Locale): string => {
  const step = instrument.scale.find(({ value }) => typeof value === 'string' && counts[value as keyof Counts] > 0)
  return step === undefined ? '–' : textOf(step, locale)
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
  const isAgreed = overlay.kind === 'party' || overlay.kind === 'agreed'
  return {
    key: overlay.key,
    name,
    missing: MISSING[overlay.kind](),
    dimensions: Object.fromEntries(
      [...overlay.dimensions].map(([key, score]) => [
        key,
        valueOf(
          score,
          itemsOf(instrument, key).map(({ code }) => code),
        ),
      ]),
    ),
    items: Object.fromEntries(
      [...overlay.items].map(([code, { index, counts }]) => [
        code,
        isAgreed && counts !== null ? { score: index, text: wordOf(instrument, counts, locale) } : valueOf(index, [code]),
      ]),
    ),
  }
}

/**
 * Overlays of a results page: those offered, those that the address chose, and whether some were refused. Of a round by party its
 * sheets lie there until the address says otherwise.
 */
export function overlaysFor(
  instrument: Instrument,
  results: readonly RoundResult[],
  shown: RoundResult,
  asked: readonly string[] | null,
  groupName: (key: string) => string,
  locale: Locale,
): { choices: LaidChoice[]; laid: Laid[]; sheets: Laid[]; isRefused: boolean; isTooMany: boolean } {
  const offered = overlaysOf(instrument, results, shown)
  const { shown: chosen, refused } = chooseOverlays(asked ?? firstOverlays(offered), offered)
  const toLaid = (one: Overlay) => laidOf(instrument, one, nameOf(one, groupName, locale), locale)
  return {
    choices: offered.map((one) => ({ key: one.key, name: nameOf(one, groupName, locale), isChosen: chosen.includes(one) })),
    laid: chosen.map(toLaid),
    sheets: offered.filter(({ kind }) => kind === 'party' || kind === 'agreed').map(toLaid),
    isRefused: refused.some(({ reason }) => reason === 'not_told'),
    isTooMany: refused.some(({ reason }) => reason === 'too_many'),
  }
}

/** What a spoke says, then what each view over it says there: a wheel read by keyboard tells what the table tells. */
export const withLaid = (label: string, laid: readonly Laid[], of: 'dimensions' | 'items', key: string): string =>
  [label, ...laid.map((one) => m.assessments_overlay_spoke({ name: one.name, score: laidText(one, of, key) }))].join('; ')

/** A value of an overlay in words. */
export const laidText = (one: Laid | undefined, of: 'dimensions' | 'items', key: string): string => one?.[of][key]?.text ?? one?.missing ?? '–'
