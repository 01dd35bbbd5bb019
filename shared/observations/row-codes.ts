import { VALUE_FAULTS } from './value.ts'

/**
 * Every code with which a row of figures may be refused: hard faults of the value, then the row's own.
 * Each has a sentence, `entry_fault_<code>` or else `problems_<code>`.
 */
export const ROW_CODES = [
  ...VALUE_FAULTS,
  'unknown_reference',
  'invalid_period',
  'duplicate_in_batch',
  'partner_not_yours',
  'partner_left',
  'categories_above_total',
  'version_stale',
  'move_not_allowed',
  'confirmation_required',
  'comment_required',
  'review_started',
  'period_locked',
  'observation_published',
  'four_eyes',
  'not_allowed',
  'not_found',
] as const
