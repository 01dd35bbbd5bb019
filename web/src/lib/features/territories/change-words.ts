import { m } from '#shared/i18n/paraglide/messages.js'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Succession } from '#shared/territories/contract.ts'
import { localName } from '#lib/state/local-name.ts'

/** What became of a territory, in one sentence. */
export function successionSentence(one: Succession, locale: Locale): string {
  const from = localName(one.fromNameFr, one.fromNameEn, locale)
  const to = localName(one.toNameFr, one.toNameEn, locale)
  switch (one.kind) {
    case 'merge':
      return m.territories_became_merge({ from, to })
    case 'split':
      return m.territories_became_split({ from, to })
    case 'rename':
      return m.territories_became_rename({ from: localName(one.formerNameFr ?? one.fromNameFr, one.formerNameEn, locale), to })
    case 'transfer':
      return one.territoryNameFr === null
        ? m.territories_became_transfer_part({ from, to })
        : m.territories_became_transfer({ territory: localName(one.territoryNameFr, one.territoryNameEn, locale), from, to })
  }
}

/** Changes that touch a territory, oldest first; several of one day with the same sentence once. */
export function changesOf(
  successions: readonly Succession[],
  code: string,
  locale: Locale,
): { on: string; label: string; kind: Succession['kind']; breaks: boolean }[] {
  const changes = successions
    .filter((one) => one.fromCode === code || one.toCode === code || one.territoryCode === code)
    .map((one) => ({ on: one.occurredOn, label: successionSentence(one, locale), kind: one.kind, breaks: one.kind !== 'rename' && one.territoryCode !== code }))
  return changes.filter((one, index) => changes.findIndex((other) => other.on === one.on && other.label === one.label) === index)
}
