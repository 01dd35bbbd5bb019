import { m } from '#shared/i18n/paraglide/messages.js'
import type { FoundKind } from '#shared/search/contract.ts'

export const KIND_WORDS: Readonly<Record<FoundKind, () => string>> = {
  indicator: m.search_kind_indicator,
  territory: m.search_kind_territory,
  partner: m.search_kind_partner,
  activity: m.search_kind_activity,
  meeting: m.search_kind_meeting,
  update: m.search_kind_update,
  note: m.search_kind_note,
}
