import { m } from '#shared/i18n/paraglide/messages.js'
import type { FoundKind } from '#shared/search/contract.ts'

export const KIND_WORDS: Readonly<Record<FoundKind, () => string>> = {
  indicator: m.search_kind_indicator,
  territory: m.search_kind_territory,
  partner: m.search_kind_partner,
  goal: m.search_kind_goal,
  activity: m.search_kind_activity,
  decision: m.search_kind_decision,
  meeting: m.search_kind_meeting,
  action: m.search_kind_action,
  update: m.search_kind_update,
  note: m.search_kind_note,
}
