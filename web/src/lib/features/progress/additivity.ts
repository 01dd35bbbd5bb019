import { m } from '#shared/i18n/paraglide/messages.js'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { reasonWord } from '#lib/ui/words.ts'
import type { FigureView } from './rows.ts'

/** What a total is: a plain sum, or one in which the same people may be counted twice; null where nothing is added up. */
export function additivityWord(additivity: ProgressCell['additivity']): string | null {
  if (additivity === null) return null
  return { additive: m.progress_additive, overlapping: m.progress_overlapping, unknown: m.progress_overlap_unknown }[additivity]()
}

/** Which figure of a range is shown. */
export function basisWord(basis: FigureView['basis']): string | null {
  if (basis === null) return null
  return { estimate: m.progress_estimate, lowest: m.progress_lowest, highest: m.progress_highest, highest_received: m.progress_highest_received }[basis]()
}

/** The ends of a range; of one where something is missing only the lower one is an end (domain 3.4, 3.10). */
export function rangeWord(range: { lower: string; upper: string }, isPartial: boolean): string {
  return isPartial ? m.progress_range_partial(range) : m.progress_range(range)
}

/** Why there is no figure, for under its dash: expected and not received, not due yet, not put together; null where a sign says it. */
export function absenceWord(presence: FigureView['presence'], reason: string): string | null {
  if (presence === 'not_put_together') return m.status_apart()
  if (presence !== 'missing') return null
  return reason === 'not_due' ? (reasonWord(reason) ?? null) : m.presence_missing_short()
}
