import { formatDate, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ReviewItem, TerritoryChangePreview } from '#shared/territories/change-contract.ts'
import { localName } from '#lib/state/local-name.ts'

type Named = Pick<TerritoryChangePreview['ended'][number], 'code' | 'nameFr' | 'nameEn'>

/** Targets and starting points to look at again, ready to be listed. */
export function reviewLines(items: readonly ReviewItem[], locale: Locale) {
  return items.map((item, index) => {
    const place = localName(item.territory.nameFr, item.territory.nameEn, locale)
    const parts = { place, period: item.period === null ? '' : formatPeriod(locale, item.period), date: formatDate(locale, item.occurredOn) }
    return {
      key: String(index),
      code: item.indicator,
      indicator: localName(item.nameFr, item.nameEn, locale),
      text: item.what === 'target' ? m.territories_review_target(parts) : m.territories_review_baseline(parts),
    }
  })
}

/** A preview in sentences. Many territories that move alike are told by their number. */
export function previewView(preview: TerritoryChangePreview, nameOf: ReadonlyMap<string, string>, partnerOf: ReadonlyMap<string, string>, locale: Locale) {
  const name = (one: Named) => `${localName(one.nameFr, one.nameEn, locale)} (${one.code})`
  const created = new Map(preview.created.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)]))
  const place = (code: string) => created.get(code) ?? nameOf.get(code) ?? code
  const moves = Map.groupBy(preview.moved, (one) => `${one.fromCode ?? ''} ${one.toCode}`)
  return {
    date: formatDate(locale, preview.occurredOn),
    renamed:
      preview.renamed === null
        ? null
        : m.territories_became_rename({ from: `${preview.renamed.formerNameFr} (${preview.renamed.formerCode})`, to: name(preview.renamed) }),
    ended: preview.ended.map(name),
    created: preview.created.map(name),
    moved: [...moves.values()].map((group) => {
      const [first] = group
      const names =
        group.length > 6 ? m.territories_preview_many({ count: group.length }) : group.map((one) => localName(one.nameFr, one.nameEn, locale)).join(', ')
      return m.territories_preview_moved({ names, to: place(first?.toCode ?? '') })
    }),
    broken: preview.broken.map(name),
    withoutBaseline: preview.kind === 'split' ? preview.created.map(name) : [],
    reviews: reviewLines(preview.reviews, locale),
    endedAssignments: preview.endedAssignments,
    carries: preview.carries.map((one) => ({
      value: `${one.assignmentId} ${one.to.code}`,
      label: m.territories_carry_line({
        indicator: localName(one.nameFr, one.nameEn, locale),
        who: one.partnerCode === null ? m.territories_carry_of_initiative() : (partnerOf.get(one.partnerCode) ?? one.partnerCode),
        from: localName(one.from.nameFr, one.from.nameEn, locale),
        to: localName(one.to.nameFr, one.to.nameEn, locale),
      }),
    })),
    figuresLeft: preview.figuresLeft,
  }
}
