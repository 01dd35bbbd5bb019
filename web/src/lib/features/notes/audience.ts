import { formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Audience } from '#shared/notes/contract.ts'

/** Exactly who reads at a rung: « 9 organismes, 23 personnes », and who of them also works for a funder. */
export function audienceHint(audience: Audience, author: { partnerName: string | null; isBackbone: boolean }, locale: Locale): string {
  const people = m.notes_people({ count: audience.people ?? 0 })
  const organisations = m.notes_organisations({ count: audience.organisations ?? 0 })
  const both = audience.alsoFunders === undefined ? null : { count: audience.alsoFunders.people, names: formatList(locale, audience.alsoFunders.funders) }
  switch (audience.rung) {
    case 'private':
      return m.notes_rung_private_hint()
    case 'partner': {
      const team = author.isBackbone
        ? m.notes_rung_partner_team_hint({ people })
        : m.notes_rung_partner_hint({ organisation: author.partnerName ?? '', people })
      return both === null ? team : `${team} ${m.notes_also_funders_partner(both)}`
    }
    case 'circle':
      // « Les bailleurs ne verront pas cette note » is only said where nobody of the circle is one.
      return both === null
        ? m.notes_rung_circle_hint({ organisations, people })
        : `${m.notes_rung_circle_reach({ organisations, people })} ${m.notes_also_funders_circle(both)}`
    case 'funder':
      return m.notes_rung_funder_hint({ organisations, people })
    case 'public':
      return m.notes_rung_public_hint()
  }
}
