import { m } from '#shared/i18n/paraglide/messages.js'
import type { Hand } from '#shared/observations/history.ts'

const REASONS: Readonly<Record<string, () => string>> = {
  entry: m.history_reason_entry,
  submission: m.history_reason_submission,
  return: m.history_reason_return,
  validation: m.history_reason_validation,
  late_data: m.history_reason_late_data,
  error_correction: m.history_reason_error_correction,
  source_revision: m.history_reason_source_revision,
  definition_change: m.history_reason_definition_change,
  deduplication: m.history_reason_deduplication,
  territory_change: m.history_reason_territory_change,
}
const ACTIONS: Readonly<Record<string, () => string>> = {
  'indicator.create': m.history_action_indicator_create,
  'indicator.change': m.history_action_indicator_change,
  'indicator.open_version': m.history_action_indicator_open_version,
  'targets.save_baselines': m.history_action_targets_save_baselines,
  'targets.save_points': m.history_action_targets_save_points,
  'targets.save_assignments': m.history_action_targets_save_assignments,
}

/** Why a figure changed. */
export const reasonOfChange = (reason: string): string => REASONS[reason]?.() ?? reason

/** What was done to a definition. */
export const actionWord = (action: string): string => ACTIONS[action]?.() ?? action

/** Somebody as far as the reader may know: a name, a side, or that it was nobody. */
export function handWord({ name, side }: Hand): string {
  return name ?? (side === 'partner' ? m.history_by_partner() : side === 'backbone' ? m.history_by_backbone() : m.history_by_import())
}
