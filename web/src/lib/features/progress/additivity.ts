import { m } from '#shared/i18n/paraglide/messages.js'
import type { ProgressCell } from '#shared/progress/contract.ts'

/** What a total is: a plain sum, or one in which the same people may be counted twice; null where nothing is added up. */
export function additivityWord(additivity: ProgressCell['additivity']): string | null {
  if (additivity === null) return null
  return { additive: m.progress_additive, overlapping: m.progress_overlapping, unknown: m.progress_overlap_unknown }[additivity]()
}

/** Which figure of a range is shown. */
export function basisWord(basis: 'estimate' | 'cautious' | null): string | null {
  return basis === null ? null : basis === 'estimate' ? m.progress_estimate() : m.progress_cautious()
}
