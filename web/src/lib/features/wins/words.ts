import { formatDate } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Recognition, Win } from '#shared/wins/contract.ts'
import { localName } from '#lib/state/local-name.ts'

const FROM = { target: m.wins_from_target, milestone: m.wins_from_milestone, picture: m.wins_from_picture } as const

/** What a win rests on, in words; null where it rests on nothing, or on a note, which is linked. */
export function restsOnText({ kind, subjectFr, subjectEn }: Pick<Win, 'kind' | 'subjectFr' | 'subjectEn'>, locale: Locale): string | null {
  return kind === 'note' || kind === 'other' ? null : FROM[kind]({ name: localName(subjectFr ?? '', subjectEn, locale) })
}

const STATES = { given: m.wins_consent_given, refused: m.wins_consent_refused, withdrawn: m.wins_consent_withdrawn } as const

/** Where consent stands, with its day. */
export function consentText({ consent, answeredOn }: NonNullable<Recognition['subject']>, locale: Locale): string {
  return consent === 'asked' || answeredOn === null ? m.wins_consent_asked() : STATES[consent]({ date: formatDate(locale, answeredOn) })
}
