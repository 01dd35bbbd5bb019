import { m } from '#shared/i18n/paraglide/messages.js'

/** Why a figure was revised, in words. */
export const REASON_WORDS: Readonly<Record<string, () => string>> = {
  late_data: m.review_reason_late_data,
  error_correction: m.review_reason_error_correction,
  source_revision: m.review_reason_source_revision,
  definition_change: m.review_reason_definition_change,
  deduplication: m.review_reason_deduplication,
  territory_change: m.review_reason_territory_change,
}
