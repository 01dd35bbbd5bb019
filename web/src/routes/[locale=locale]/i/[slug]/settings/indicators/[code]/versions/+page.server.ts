import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes, type IndicatorVersion } from '#shared/indicators/contract.ts'
import { definitionChanges, type DefinitionField } from '#shared/indicators/meaning.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { formatDate, formatDateTime, formatNumber } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { read } from '#lib/api/read.server.ts'
import { FIELD_WORDS, fieldValue } from '#lib/features/settings/field-words.ts'
import { localName } from '#lib/state/local-name.ts'
import type { PageServerLoad } from './$types'

/** The versions of a definition with what each changed, and what was corrected within them. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id, indicator: event.params.code }
  const [indicator, history, settings] = await Promise.all([
    read(event, indicatorRoutes.read, { params }),
    read(event, definitionRoutes.history, { params }),
    read(event, initiativeRoutes.read, { params: { initiativeId: initiative.id } }),
  ])
  const change = (field: DefinitionField, from: string | null, to: string | null) => {
    const written = (value: string | null) => fieldValue(field, value, (text) => formatNumber(locale, text))
    return {
      field,
      label: FIELD_WORDS[field](),
      from: written(from),
      to: written(to),
      lang: field.endsWith('En') ? 'en' : field.endsWith('Fr') ? 'fr' : undefined,
    }
  }
  const changesOf = (version: IndicatorVersion) => {
    const before = indicator.versions.find(({ number }) => number === version.number - 1)
    return before === undefined ? [] : definitionChanges(before, version).map(({ field, from, to }) => change(field, from, to))
  }
  return {
    indicator: { code: indicator.code, name: localName(indicator.current.nameFr, indicator.current.nameEn, locale) },
    isSaved: event.url.searchParams.has('saved'),
    toReapprove: indicator.toReapprove,
    versions: indicator.versions.map((version) => ({
      number: version.number,
      isCurrent: version.number === indicator.current.number,
      from: version.number === 1 ? null : formatDate(locale, version.validFrom),
      to: version.validTo === null ? null : formatDate(locale, version.validTo),
      reasonFr: version.changeReasonFr,
      reasonEn: version.changeReasonEn,
      definitionFr: version.definitionFr,
      definitionEn: version.definitionEn,
      changes: changesOf(version),
    })),
    edits: history.edits.map((edit, index) => ({
      key: String(index),
      version: m.versions_number({ number: edit.versionNumber }),
      when: formatDateTime(locale, edit.editedAt, settings.timeZone),
      who: edit.editedBy ?? m.versions_somebody(),
      reason: edit.reason,
      ...(edit.field in FIELD_WORDS
        ? change(edit.field as DefinitionField, edit.from, edit.to)
        : { field: edit.field, label: edit.field, from: edit.from ?? '', to: edit.to ?? '', lang: undefined }),
    })),
  }
}
