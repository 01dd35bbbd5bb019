import type { Locale } from '#shared/i18n/locales.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import type { MailPreferences } from '#shared/notifications/contract.ts'
import { MAILED_KINDS, type NotificationKind } from '#shared/notifications/rules.ts'
import type { SentForm } from '#lib/api/form.server.ts'

/** The kinds in the words of who receives them. */
export const kindChoices = (locale: Locale): { kind: NotificationKind; label: string }[] =>
  MAILED_KINDS.map((kind) => ({ kind, label: translate(`notifications_kind_${kind}` satisfies MessageKey, {}, locale) }))

/** What was ticked: a kind without its tick is muted. */
export function readChoices(form: SentForm): MailPreferences {
  return {
    wantsMail: form.isTicked('wantsMail'),
    muted: MAILED_KINDS.filter((kind) => !form.isTicked(kind)),
    quietFrom: form.integer('quietFrom') ?? 0,
    quietTo: form.integer('quietTo') ?? 0,
  }
}
