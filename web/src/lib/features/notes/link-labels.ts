import { formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { NoteChoices, NoteLinkInput } from '#shared/notes/contract.ts'
import { localName } from '#lib/state/local-name.ts'
import { CONDITION_WORDS, STAGE_WORDS } from './words.ts'

/** Links of a form with the words that show them; what the choices no longer name keeps its code. */
export function linkLabels(links: readonly NoteLinkInput[], choices: NoteChoices, locale: Locale): { link: NoteLinkInput; label: string }[] {
  const lists = { goal: choices.goals, activity: choices.activities, indicator: choices.indicators, territory: choices.territories }
  return links.map((link) => {
    if (link.kind === 'condition') return { link, label: CONDITION_WORDS[link.key]() }
    if (link.kind === 'stage') return { link, label: STAGE_WORDS[link.key]() }
    const known = lists[link.kind].find((one) => one.key === link.key)
    const name = known === undefined ? link.key : localName(known.nameFr, known.nameEn, locale)
    return { link, label: link.kind === 'indicator' && link.period ? `${name}, ${formatPeriod(locale, link.period, 'short')}` : name }
  })
}
