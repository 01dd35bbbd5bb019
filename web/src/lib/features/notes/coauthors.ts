import { formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Coauthor, Note } from '#shared/notes/contract.ts'
import type { Option, OptionGroup } from '#lib/ui/field.ts'

const named = ({ name, organization }: { name: string; organization: string | null }) => (organization === null ? name : `${name} (${organization})`)

/** « Vous écrivez cette note avec … », for the author and for a co-author; empty when nobody else writes it. */
export function withWhom(writing: NonNullable<Note['writing']>, locale: Locale): string {
  const others = [writing.author, ...writing.coauthors].filter(({ isMe }) => !isMe).map(named)
  return others.length === 0 ? '' : m.notes_coauthors_with({ names: formatList(locale, others) })
}

/** People to choose among, under the name of their organisation; who has none comes first. */
export function byOrganization(choices: readonly Coauthor[]) {
  return [...Map.groupBy(choices, ({ organization }) => organization ?? '')].flatMap(([label, people]): (Option | OptionGroup)[] => {
    const options = people.map(({ hatId, name }) => ({ value: hatId, label: name }))
    return label === '' ? options : [{ label, options }]
  })
}
