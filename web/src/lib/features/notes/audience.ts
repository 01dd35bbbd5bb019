import { m } from '#shared/i18n/paraglide/messages.js'
import type { Audience } from '#shared/notes/contract.ts'

/** Exactly who reads at a rung: « 9 organismes, 23 personnes ». */
export function audienceHint(audience: Audience, author: { partnerName: string | null; isBackbone: boolean }): string {
  const people = m.notes_people({ count: audience.people ?? 0 })
  const organisations = m.notes_organisations({ count: audience.organisations ?? 0 })
  switch (audience.rung) {
    case 'private':
      return m.notes_rung_private_hint()
    case 'partner':
      return author.isBackbone ? m.notes_rung_partner_team_hint({ people }) : m.notes_rung_partner_hint({ organisation: author.partnerName ?? '', people })
    case 'circle':
      return m.notes_rung_circle_hint({ organisations, people })
    case 'funder':
      return m.notes_rung_funder_hint({ organisations, people })
    case 'public':
      return m.notes_rung_public_hint()
  }
}
