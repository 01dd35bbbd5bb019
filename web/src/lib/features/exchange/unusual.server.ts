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

/** What a posted form confirms, with the fields that still miss something. */
export function readConfirmations(
  form: FormData,
  groups: readonly UnusualGroup[],
  locale: Locale,
): { items: { code: UnusualGroup['code']; comment: string | null }[]; faults: { field: string; message: string }[] } {
  const faults: { field: string; message: string }[] = []
  const items = groups.flatMap(({ code, needsComment }) => {
    const comment = String(form.get(`why.${code}`) ?? '').trim()
    const isTicked = form.has(`confirm.${code}`)
    if (!isTicked) faults.push({ field: `confirm.${code}`, message: translate('import_unusual_tick_missing', {}, locale) })
    if (isTicked && needsComment && comment === '') faults.push({ field: `why.${code}`, message: translate('import_unusual_why_missing', {}, locale) })
    return isTicked && (comment !== '' || !needsComment) ? [{ code, comment: comment === '' ? null : comment }] : []
  })
  return { items, faults }
}
