import type { UnusualGroup } from '#shared/exchange/draft-contract.ts'
import type { CheckWarning } from '#shared/observations/checks.ts'
import type { Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { changeLine } from './change-line.ts'

/** Unusual figures of one kind as the screen asks about them. */
export interface AskedGroup {
  readonly code: UnusualGroup['code']
  readonly title: string
  readonly count: number
  readonly needsComment: boolean
  readonly isConfirmed: boolean
  readonly comment: string
  readonly examples: readonly { readonly key: string; readonly what: string; readonly figure: string; readonly why: string }[]
}

/** The sentence of a warning, as the entry form says it too. */
type Say = (warning: CheckWarning, measure: Measure, locale: Locale) => string

/** Groups in words, each example with the sentence of its numbers. */
export function askedGroups(groups: readonly UnusualGroup[], locale: Locale, say: Say): AskedGroup[] {
  return groups.map(({ code, count, needsComment, examples, confirmed }) => ({
    code,
    title: translate(`import_unusual_${code}`, {}, locale),
    count,
    needsComment,
    isConfirmed: confirmed !== null,
    comment: confirmed?.comment ?? '',
    examples: examples.map(({ figure, numbers }) => {
      const line = changeLine(figure, locale)
      const unit = locale === 'en' ? (figure.unitEn ?? figure.unitFr) : figure.unitFr
      const measure = { displayFactor: figure.displayFactor, decimals: figure.decimals, ...(unit === null ? {} : { unitLabel: unit }) }
      const warning: CheckWarning = { code, numbers }
      return { key: line.key, what: [line.indicator, line.where, line.period].join(' · '), figure: line.after, why: say(warning, measure, locale) }
    }),
  }))
}

/** How unusual figures are asked about: kinds together where there are several, each on its own where somebody wants it so. */
export interface AskedUnusual {
  readonly groups: readonly AskedGroup[]
  /** One tick and one word for every kind; null: there is one kind alone. */
  readonly together: { readonly isConfirmed: boolean; readonly comment: string; readonly needsComment: boolean } | null
}

/** Kinds that were all confirmed with the same word are confirmed together. */
export function askedTogether(groups: readonly AskedGroup[]): AskedUnusual {
  if (groups.length < 2) return { groups, together: null }
  const words = new Set(groups.map(({ comment }) => comment))
  const isConfirmed = words.size === 1 && groups.every((group) => group.isConfirmed)
  return {
    groups: isConfirmed ? groups.map((group) => ({ ...group, isConfirmed: false, comment: '' })) : groups,
    together: { isConfirmed, comment: isConfirmed ? ([...words][0] as string) : '', needsComment: groups.some((group) => group.needsComment) },
  }
}

/** What a posted form confirms, with the fields that still miss something: a kind's own word counts before the one for all. */
export function readConfirmations(
  form: FormData,
  groups: readonly UnusualGroup[],
  locale: Locale,
): { items: { code: UnusualGroup['code']; comment: string | null }[]; faults: { field: string; message: string }[] } {
  const faults: { field: string; message: string }[] = []
  const typed = (name: string) => String(form.get(name) ?? '').trim()
  const areAllTicked = form.has('confirm.all')
  const refuse = (field: string, key: 'import_unusual_tick_missing' | 'import_unusual_why_missing') => {
    if (!faults.some((fault) => fault.field === field)) faults.push({ field, message: translate(key, {}, locale) })
  }
  const isNoneTicked = !areAllTicked && groups.length > 1 && groups.every(({ code }) => !form.has(`confirm.${code}`))
  const items = groups.flatMap(({ code, needsComment }) => {
    const comment = typed(`why.${code}`) || typed('why.all')
    const isTicked = areAllTicked || form.has(`confirm.${code}`)
    if (!isTicked) refuse(isNoneTicked ? 'confirm.all' : `confirm.${code}`, 'import_unusual_tick_missing')
    if (isTicked && needsComment && comment === '') refuse(areAllTicked ? 'why.all' : `why.${code}`, 'import_unusual_why_missing')
    return isTicked && (comment !== '' || !needsComment) ? [{ code, comment: comment === '' ? null : comment }] : []
  })
  return { items, faults }
}
