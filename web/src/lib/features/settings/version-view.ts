import type { VersionPreview } from '#shared/indicators/carrying-contract.ts'
import type { DefinitionField } from '#shared/indicators/meaning.ts'
import { formatDate, formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { FIELD_WORDS } from './field-words.ts'

/** What opening a version would change and keep, in sentences, with the two choices that it leaves. */
export function versionView(preview: VersionPreview, locale: Locale) {
  const words = (fields: readonly string[]) =>
    formatList(
      locale,
      fields.map((field) => FIELD_WORDS[field as DefinitionField]().replace(/\s*\?$/, '')),
    )
  const { limits, overlaps, assignments } = preview
  const kept = limits.count - limits.outside
  return {
    number: preview.number,
    title: m.versions_confirm_title({ number: preview.number, date: formatDate(locale, preview.validFrom) }),
    sentences: [
      ...(preview.changed.length === 0 ? [m.versions_no_change()] : [m.versions_carry_changed({ fields: words(preview.changed) })]),
      m.versions_carry_baselines({ baselines: preview.baselines, targets: preview.targets }),
      assignments.count === 0 ? m.versions_carry_assignments_none() : m.versions_carry_assignments({ count: assignments.count }),
      ...(assignments.widened === 0 ? [] : [m.versions_carry_assignments_widened({ count: assignments.widened })]),
      ...(limits.count === 0 ? [m.versions_carry_limits_none()] : []),
      ...(limits.outside === 0 ? [] : [m.versions_carry_limits_outside({ count: limits.outside })]),
      ...(overlaps.ofIndicator === 0 ? [] : [m.versions_carry_overlaps_general({ count: overlaps.ofIndicator })]),
      ...(overlaps.isRead || overlaps.ofIndicator + overlaps.ofVersion === 0 ? [] : [m.versions_carry_overlaps_unread()]),
    ],
    limits:
      kept === 0
        ? null
        : {
            label: m.versions_carry_limits({ count: kept }),
            hint: limits.against.length === 0 ? m.versions_carry_limits_same() : m.versions_carry_limits_against({ fields: words(limits.against) }),
            chosen: limits.carried,
          },
    overlaps:
      overlaps.ofVersion === 0 || !overlaps.isRead
        ? null
        : { label: m.versions_carry_overlaps({ count: overlaps.ofVersion }), hint: m.versions_carry_overlaps_hint(), chosen: overlaps.carried },
  }
}
