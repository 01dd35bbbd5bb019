import type { Person } from '#shared/initiatives/contract.ts'
import { formatDate } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** Where a role stands, in words: invited, waiting for its first day, holding until a day, ended. */
export function personState(details: NonNullable<Person['details']>, locale: Locale): string {
  if (details.state === 'invited') return details.invitationExpiresAt === null ? m.people_invitation_expired() : m.people_invited()
  if (details.state === 'upcoming') return m.people_upcoming({ date: formatDate(locale, details.startsOn) })
  if (details.state === 'ended') return details.endsOn === null ? m.people_ended() : m.people_ended_on({ date: formatDate(locale, details.endsOn) })
  return details.endsOn === null ? m.people_active() : m.people_active_until({ date: formatDate(locale, details.endsOn) })
}
