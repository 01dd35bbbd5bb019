import { formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ReviewSession } from '#shared/review-sessions/contract.ts'

const OUTCOME_WORDS: Readonly<Record<ReviewSession['outcome'], () => string>> = {
  due: m.review_sessions_due,
  reached: m.review_sessions_reached,
  missed: m.review_sessions_missed,
  done: m.review_sessions_done,
}

/** What happened, in words, with its period. */
export function outcomeText({ kind, outcome, period }: Pick<ReviewSession, 'kind' | 'outcome' | 'period'>, locale: Locale): string {
  const words = kind === 'milestone' && outcome === 'missed' ? m.review_sessions_late_milestone() : OUTCOME_WORDS[outcome]()
  return period === null ? words : m.review_sessions_on({ what: words, date: formatPeriod(locale, period) })
}

/** The four questions (domain 4.2), in their order. */
export const QUESTIONS = [
  { name: 'wanted', label: m.review_sessions_wanted },
  { name: 'happened', label: m.review_sessions_happened },
  { name: 'why', label: m.review_sessions_why },
  { name: 'kept', label: m.review_sessions_kept },
] as const
