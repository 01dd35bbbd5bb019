import { formatDate, formatDateTime, formatInteger, formatList, formatMonth } from '../i18n/format.ts'
import type { Locale } from '../i18n/locales.ts'
import { translate, type MessageKey } from '../i18n/translate.ts'
import type { MailKind, NotificationFacts } from './contract.ts'

/**
 * Where each kind leads, below the address of the initiative (of what is the account's alone, below the language): lists that ask
 * again what their reader may see, never one note.
 */
export function pathOf(kind: MailKind, facts: NotificationFacts): string {
  switch (kind) {
    case 'figures_due':
    case 'figures_overdue':
    case 'figures_returned':
      return '/entry'
    case 'agenda_missing':
    case 'update_due':
      return '/conditions/communication'
    case 'win_proposed':
    case 'consent_asked':
      return '/conditions/communication/wins'
    case 'adaptation_due':
      return '/notes/follow-up'
    case 'failure_unanswered':
      return '/notes?type=failure'
    case 'breach_filed':
      return '/notes/breaches'
    case 'coauthor_named':
      return '/notes?view=mine'
    case 'password_chosen':
      return '/account'
    case 'digest':
      return facts.release === null || facts.release === undefined ? '/dashboard' : '/releases'
    case 'invitation':
    case 'password_reset':
      return ''
  }
}

const textOf = (value: NotificationFacts[string] | undefined) => (typeof value === 'string' ? value : '')
const numberOf = (value: NotificationFacts[string] | undefined) => (typeof value === 'number' ? value : 0)
const namesOf = (value: NotificationFacts[string] | undefined) => (Array.isArray(value) ? value : [])

/** One sentence for each part of a digest that has something to tell. */
function digestLines(facts: NotificationFacts, locale: Locale): string[] {
  const say = (key: MessageKey, name: string) => {
    const count = numberOf(facts[name])
    return count === 0 ? [] : [translate(key, { count, shown: formatInteger(locale, count) }, locale)]
  }
  const names = namesOf(facts[locale === 'en' ? 'movedEn' : 'movedFr'])
  const moved = names.length === 0 ? [] : [translate('notifications_digest_moved', { names: formatList(locale, names) }, locale)]
  const release = textOf(facts.release)
  const lines = [
    ...(release === '' ? [] : [translate('notifications_digest_release', { number: release }, locale)]),
    ...moved,
    ...say('notifications_digest_notes', 'notes'),
    ...say('notifications_digest_updates', 'updates'),
  ]
  return lines.length === 0 ? [translate('notifications_digest_nothing', {}, locale)] : lines
}

/** What a notification says, as sentences in the reader's language. Made of numbers and days alone. */
export function sentencesOf(kind: MailKind, facts: NotificationFacts, locale: Locale, timeZone: string): string[] {
  const count = numberOf(facts.count)
  const counted = { count, shown: formatInteger(locale, count) }
  const day = (name: string) => (textOf(facts[name]) === '' ? '' : formatDate(locale, textOf(facts[name])))
  switch (kind) {
    case 'figures_due':
      return [translate('notifications_figures_due', { ...counted, date: day('dueOn') }, locale)]
    case 'figures_overdue':
      return [translate('notifications_figures_overdue', { ...counted, date: day('dueOn') }, locale)]
    case 'figures_returned':
      return [translate('notifications_figures_returned', counted, locale)]
    case 'agenda_missing':
      return [
        translate(
          'notifications_agenda_missing',
          { start: formatDateTime(locale, textOf(facts.startsAt), timeZone), until: formatDateTime(locale, textOf(facts.shareBy), timeZone) },
          locale,
        ),
      ]
    case 'adaptation_due':
      return [translate('notifications_adaptation_due', { date: day('dueOn') }, locale)]
    case 'update_due':
      return [translate('notifications_update_due', {}, locale)]
    case 'win_proposed':
      return [translate('notifications_win_proposed', {}, locale)]
    case 'consent_asked':
      return [translate('notifications_consent_asked', {}, locale)]
    case 'failure_unanswered':
      return [translate('notifications_failure_unanswered', counted, locale)]
    case 'breach_filed':
      return [translate('notifications_breach_filed', {}, locale)]
    case 'coauthor_named':
      return [translate('notifications_coauthor_named', {}, locale)]
    case 'password_chosen':
      return textOf(facts.usedAt) === ''
        ? [translate('notifications_password_chosen', {}, locale)]
        : [
            translate(
              'notifications_password_chosen_by',
              {
                by: textOf(facts.by) === '' ? translate('notifications_password_chosen_somebody', {}, locale) : textOf(facts.by),
                made: formatDateTime(locale, textOf(facts.madeAt), timeZone),
                used: formatDateTime(locale, textOf(facts.usedAt), timeZone),
              },
              locale,
            ),
            translate('notifications_password_chosen_then', {}, locale),
          ]
    case 'digest':
      return digestLines(facts, locale)
    case 'invitation':
      return [translate('notifications_invitation', {}, locale)]
    case 'password_reset':
      return [translate('notifications_password_reset', {}, locale)]
  }
}

/** The title of a notification and the subject of its mail: its kind and nothing else. */
export function titleOf(kind: MailKind, facts: NotificationFacts, locale: Locale): string {
  switch (kind) {
    case 'figures_due':
      return translate('notifications_title_figures_due', {}, locale)
    case 'figures_overdue':
      return translate('notifications_title_figures_overdue', {}, locale)
    case 'figures_returned':
      return translate('notifications_title_figures_returned', {}, locale)
    case 'agenda_missing':
      return translate('notifications_title_agenda_missing', {}, locale)
    case 'adaptation_due':
      return translate('notifications_title_adaptation_due', {}, locale)
    case 'update_due':
      return translate('notifications_title_update_due', {}, locale)
    case 'win_proposed':
      return translate('notifications_title_win_proposed', {}, locale)
    case 'consent_asked':
      return translate('notifications_title_consent_asked', {}, locale)
    case 'failure_unanswered':
      return translate('notifications_title_failure_unanswered', {}, locale)
    case 'breach_filed':
      return translate('notifications_title_breach_filed', {}, locale)
    case 'coauthor_named':
      return translate('notifications_title_coauthor_named', {}, locale)
    case 'password_chosen':
      return translate('notifications_title_password_chosen', {}, locale)
    case 'digest':
      return translate('notifications_title_digest', { month: textOf(facts.month) === '' ? '' : formatMonth(locale, textOf(facts.month)) }, locale)
    case 'invitation':
      return translate('notifications_title_invitation', {}, locale)
    case 'password_reset':
      return translate('notifications_title_password_reset', {}, locale)
  }
}
