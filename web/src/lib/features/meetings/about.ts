import type { Locale } from '#shared/i18n/locales.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { LINK_KINDS, type AgendaLink } from '#shared/meetings/links.ts'
import { localName } from '#lib/state/local-name.ts'
import type { OptionGroup } from '#lib/ui/field.ts'

const GROUPS = {
  indicator: m.meetings_about_indicators,
  note: m.meetings_about_notes,
  activity: m.meetings_about_activities,
  decision: m.meetings_about_decisions,
} as const
const PLACES = { indicator: 'indicators', note: 'notes', activity: 'conditions/activities', decision: 'governance/decisions' } as const

/** What one field of the form holds: kind and key in one text. */
export const valueOf = (link: Pick<AgendaLink, 'kind' | 'key'>) => `${link.kind} ${link.key}`

/** A link as its text, its address under the initiative and the language of what somebody wrote. */
export function shownLink(link: AgendaLink, locale: Locale): { name: string; path: string; lang: string | undefined } {
  const name = localName(link.titleFr, link.titleEn, locale)
  return { name, path: `${PLACES[link.kind]}/${link.key}`, lang: link.language === null || link.language === languageOf(locale) ? undefined : link.language }
}

/** What a point may be about, by kind; what it is about already is offered too, though it has left the lists. */
export function choicesOf(targets: readonly AgendaLink[], links: readonly AgendaLink[], locale: Locale): OptionGroup[] {
  const offered = [...new Map([...targets, ...links].map((link) => [valueOf(link), link])).values()]
  return LINK_KINDS.map((kind) => ({
    label: GROUPS[kind](),
    options: offered.filter((link) => link.kind === kind).map((link) => ({ value: valueOf(link), label: localName(link.titleFr, link.titleEn, locale) })),
  })).filter(({ options }) => options.length > 0)
}
