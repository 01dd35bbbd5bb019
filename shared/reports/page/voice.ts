import { formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import type { IndicatorVersion } from '#shared/indicators/contract.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { shownStatusOf, type ShownStatus } from '#shared/progress/shown-status.ts'
import type { ReportLanguage } from '../contract.ts'
import { markup, type Markup, type Piece } from './html.ts'

/** How a report speaks: one language, with the habits of writing numbers of a place. */
export interface Voice {
  readonly locale: Locale
  readonly language: ReportLanguage
  say(key: MessageKey, params?: Readonly<Record<string, string | number>>): string
  /** What people wrote: in the report's language, else in French and marked so. */
  told(fr: string | null, en: string | null): Piece
  /** As `told`, where there can be no mark: texts for charts. */
  plain(fr: string, en: string | null): string
}

/** Whether the habits of America hold where the initiative is: letter paper, and French as Canada writes it. */
export const isInAmerica = (timeZone: string): boolean => timeZone.startsWith('America/')

/** The writing of numbers follows where the initiative is. */
export function localeFor(language: ReportLanguage, timeZone: string): Locale {
  return language === 'en' ? 'en' : isInAmerica(timeZone) ? 'fr-CA' : 'fr'
}

/** @param language of the report; @param timeZone of the initiative */
export function voiceFor(language: ReportLanguage, timeZone: string): Voice {
  const locale = localeFor(language, timeZone)
  const has = (text: string | null): text is string => text !== null && text !== ''
  return {
    locale,
    language,
    say: (key, params = {}) => translate(key, params, locale),
    told: (fr, en) => {
      if (language === 'fr') return fr
      return has(en) ? en : has(fr) ? markup`<span lang="fr">${fr}</span>` : null
    },
    plain: (fr, en) => (language === 'en' && has(en) ? en : fr),
  }
}

/** A figure as it is shown: « s » for every hidden one, a range where there is no single figure, a dash for none. */
export function figureText(voice: Voice, cell: ProgressCell | null, measure: Measure): string {
  if (cell === null) return '–'
  if (isMasked(cell)) return voice.say('presence_masked_short')
  const write = (value: string) => formatMeasure(voice.locale, value, measure)
  if (cell.lower !== null && cell.upper !== null && cell.lower !== cell.upper)
    return voice.say(isPartial(cell) ? 'presence_range_partial' : 'presence_range', { lower: write(cell.lower), upper: write(cell.upper) })
  if (cell.value === null) return cell.presence === 'not_applicable' ? voice.say('presence_not_applicable_short') : '–'
  const marks = [
    ...(cell.flags.includes('R') ? [voice.say('presence_revised_short')] : []),
    ...(cell.flags.includes('P') ? [voice.say('status_provisional')] : []),
    ...(isPartial(cell) ? [voice.say('status_partial')] : []),
  ]
  return `${write(cell.value)}${marks.length === 0 ? '' : ` (${marks.join(', ')})`}`
}

/** A decimal of the cell as it is shown, a dash for none. */
export function amountText(voice: Voice, value: string | null, measure: Measure): string {
  return value === null ? '–' : formatMeasure(voice.locale, value, measure)
}

export const periodText = (voice: Voice, code: string): string => formatPeriod(voice.locale, code)
/** As `periodText`, for tables with many columns. */
export const shortPeriod = (voice: Voice, code: string): string => formatPeriod(voice.locale, code, 'short')

/** The state that is shown, in the words of every other screen. */
export function statusOf(cell: ProgressCell | null, version: IndicatorVersion): ShownStatus {
  return cell === null ? 'no_data' : shownStatusOf(cell, version)
}

const SHAPES: Readonly<Record<ShownStatus, Markup>> = {
  target_met: markup`<path d="M2 7.5 5.5 11 12 3.5" fill="none" stroke="currentColor" stroke-width="2.4" />`,
  on_track: markup`<circle cx="7" cy="7" r="5.5" fill="currentColor" />`,
  watch: markup`<path d="M7 1.5 13 12.5H1Z" fill="currentColor" />`,
  off_track: markup`<path d="M7 .8 13.2 7 7 13.2.8 7Z" fill="currentColor" />`,
  no_data: markup`<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.6" />`,
  no_state: markup`<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M7 4.5v5" stroke="currentColor" stroke-width="1.6" />`,
  apart: markup`<circle cx="4.4" cy="7" r="2.8" fill="none" stroke="currentColor" stroke-width="1.4" /><circle cx="9.6" cy="7" r="2.8" fill="none" stroke="currentColor" stroke-width="1.4" />`,
  no_target: markup`<circle cx="7" cy="7" r="5" fill="none" stroke="currentColor" stroke-width="1.6" /><path d="M4.5 7h5" stroke="currentColor" stroke-width="1.6" />`,
}

/** A state as a form and a word: the colour is never alone. */
export function statusMark(voice: Voice, status: ShownStatus, word: string = voice.say(`status_${status}`)): Markup {
  return markup`<span class="state ${status}"><svg viewBox="0 0 14 14" width="12" height="12" aria-hidden="true">${SHAPES[status]}</svg> ${word}</span>`
}

/** Reasons that have a sentence of their own. */
const TOLD = new Set([
  'hold',
  'before_first_step',
  'not_due',
  'not_reported',
  'incomplete',
  'masked',
  'suppressed',
  'not_comparable',
  'not_put_together',
  'no_baseline',
  'out_of_season',
  'baseline',
  'not_applicable',
  'not_expected',
])

/** Why there is no state, or why it is to be read otherwise than usual; null where nothing need be said. */
export function reasonText(voice: Voice, cell: ProgressCell | null): string | null {
  if (cell === null) return voice.say('status_reason_not_reported')
  if (cell.flags.includes('fragile')) return voice.say('status_reason_fragile')
  return TOLD.has(cell.reason) ? voice.say(`status_reason_${cell.reason}` as MessageKey) : null
}
