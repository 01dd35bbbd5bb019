import type { Locale } from '#shared/i18n/locales.ts'
import type { Ability } from '#shared/observations/contract.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { Presence } from '#shared/progress/components.ts'

/** What a figure is typed as: one cell for each. */
export type Part = 'value' | 'numerator' | 'denominator' | 'sampleN' | 'done' | 'achievedOn'

/**
 * One typed cell. `raw` is the text as it was typed, never lost; `read` what it was understood as: canonical decimal
 * in the unit that is shown, `yes` or `no`, an ISO date; null when it cannot be read.
 */
export interface Typed {
  readonly raw: string
  readonly read: string | null
}

/** All that a person may say of one figure. */
export interface Content {
  readonly presence: Presence
  readonly reason: string
  readonly comment: string
  readonly cells: Readonly<Partial<Record<Part, Typed>>>
  /** Of money in another currency than the indicator's. */
  readonly currency: string
  readonly rate: string
  readonly rateDate: string
}

/** A figure as the server last told it. */
export interface Stored {
  readonly version: number
  readonly state: ObservationState | null
  readonly isEditable: boolean
  /** Moves that this hat may make. */
  readonly abilities: readonly Ability[]
  readonly isDirectTotal: boolean
  readonly flags: readonly string[]
  readonly updatedAt: string | null
  readonly returnComment: string | null
  readonly content: Content
}

/** What the server has told of a figure since its page was made. */
export interface Learned {
  readonly key: string
  readonly stored: Pick<Stored, 'version' | 'content'> & Partial<Stored>
  /** When it was acknowledged, ISO; null when nothing was saved. */
  readonly savedAt: string | null
}

/** A row of figures: one indicator, in one place, for one category. */
export interface Series {
  readonly indicator: string
  readonly name: string
  readonly territory: string
  readonly territoryName: string
  readonly category: string
  readonly categoryName: string
  readonly kind: 'count' | 'ratio' | 'mean' | 'index' | 'currency' | 'milestone'
  readonly parts: readonly Part[]
  readonly scope: 'population' | 'performance'
  readonly isProportion: boolean
  readonly partsUnknown: boolean
  readonly indexMin: string | null
  readonly indexMax: string | null
  readonly currency: string
  /** What a stored value is multiplied by to be shown. */
  readonly factor: string
  readonly decimals: number
  /** Unit of what is typed; of a ratio's parts, none. */
  readonly unit: string
  readonly resultUnit: string
  readonly accumulation: 'per_period' | 'year_to_date' | 'since_start'
  readonly statusPeriods: readonly string[] | null
  readonly limits: { readonly low: string | null; readonly high: string | null } | null
  /** Handed in before the first period shown, newest first: period, value, numerator, denominator. */
  readonly past: readonly (readonly [string, string | null, string | null, string | null])[]
  /** The figure before the first period shown, in words, by part. */
  readonly previous: { readonly period: string; readonly texts: Readonly<Partial<Record<Part, string>>> } | null
  /** One for each period; null where nobody may type anything. */
  readonly figures: readonly (Stored | null)[]
}

/** All that the page hands to the grid. */
export interface GridData {
  readonly locale: Locale
  readonly timeZone: string
  readonly today: string
  readonly initiativeId: string
  readonly userId: string
  readonly hatId: string
  readonly partner: string
  readonly partnerName: string
  readonly periods: readonly { readonly code: string; readonly name: string; readonly short: string }[]
  readonly series: readonly Series[]
  /** Address of an indicator's page, without its code. */
  readonly indicators: string
}

export const NOTHING: Content = { presence: 'reported', reason: '', comment: '', cells: {}, currency: '', rate: '', rateDate: '' }

/** Where a queue belongs: nobody else's is ever sent under this account. */
export function scopeOf(data: Pick<GridData, 'userId' | 'initiativeId' | 'hatId'>): string {
  return `${data.userId} ${data.initiativeId} ${data.hatId}`
}

/** Key of a figure on this device. */
export function figureKey(data: Pick<GridData, 'partner'>, period: string, series: Pick<Series, 'indicator' | 'territory' | 'category'>): string {
  return [period, data.partner, series.indicator, series.territory, series.category].join('\t')
}

/** A cell of the sheet: line and column, from 0; column 0 is the former figure, then one for each period. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A line of the sheet: one part of one series. */
export interface Line {
  readonly series: number
  readonly part: Part
}

export function linesOf(series: readonly Pick<Series, 'parts'>[]): Line[] {
  return series.flatMap((one, index) => one.parts.map((part) => ({ series: index, part })))
}

/** Cells that a figure of a kind is typed in. */
export function partsOf(kind: Series['kind'], partsUnknown: boolean): Part[] {
  if (kind === 'milestone') return ['done', 'achievedOn']
  if (kind === 'ratio' && !partsUnknown) return ['numerator', 'denominator']
  return kind === 'mean' || kind === 'index' ? ['value', 'sampleN'] : ['value']
}
