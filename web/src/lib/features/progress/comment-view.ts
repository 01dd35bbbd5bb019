import { formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { ReleaseComment } from '#shared/releases/contract.ts'

/** Names of what comments speak of. */
interface Named {
  readonly indicator: string
  readonly territory: string
  readonly partner: string
  readonly measure: Measure | undefined
}

/** Comments with the figure that each stands beside, in words. */
export function commentViews(comments: readonly ReleaseComment[], namesOf: (comment: ReleaseComment) => Named, locale: Locale) {
  return comments.map((one, index) => {
    const { indicator, territory, partner, measure } = namesOf(one)
    return {
      key: String(index),
      partner,
      what: [indicator, territory, formatPeriod(locale, one.period)].filter((part) => part !== '').join(', '),
      value: one.value === null || measure === undefined ? '' : formatMeasure(locale, one.value, measure),
      body: one.body,
    }
  })
}

export type CommentView = ReturnType<typeof commentViews>[number]
