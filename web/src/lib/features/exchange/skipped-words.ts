import type { ImportResult } from '#shared/exchange/contract.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'

type Skipped = ImportResult['skippedBy']

/** Lines of the file that were left out whole; everything else of an import is counted in values. */
export const linesSkipped = (skipped: Skipped): number => (skipped.condition ?? 0) + (skipped.total ?? 0)

const NAMED = ['total', 'condition', 'blank', 'duplicate', 'added_up'] as const

/** What was left out and why, each with its unit. */
export function skippedWords(skipped: Skipped, locale: Locale): string[] {
  const named = NAMED.flatMap((why) => ((skipped[why] ?? 0) > 0 ? [translate(`import_skipped_${why}`, { count: skipped[why] ?? 0 }, locale)] : []))
  const rest = Object.entries(skipped).reduce((sum, [why, count]) => (NAMED.includes(why as 'total') ? sum : sum + count), 0)
  return rest === 0 ? named : [...named, translate('import_group_count', { count: rest }, locale)]
}
