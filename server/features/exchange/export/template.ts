import { writeXlsx } from 'hucre/xlsx'
import { FIGURE_COLUMNS, headerOf, TEMPLATE_COLUMNS, wordOf, type ExportLanguage } from '#shared/exchange/export/columns.ts'
import type { TemplateFilter } from '#shared/exchange/export/contract.ts'
import { formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import type { EntryRow } from '#shared/observations/contract.ts'
import { PRESENCES } from '#shared/observations/presence.ts'
import { readEntry } from '#server/features/observations/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { exportLanguage, exportLocale } from './about.ts'
import { asDisplayed, named } from './figure-rows.ts'
import { listPlaceFacts, listVersionFacts, type VersionFacts } from './queries.ts'
import { guideSheet, listSheet, templateSheet, type TemplateColumn, type TemplateRow } from './template-sheets.ts'

/** Columns of a template; the keys are protected. */
const KEYS = ['indicator', 'indicator_name', 'unit_kind', 'unit', 'display_factor', 'territory', 'territory_name', 'partner', 'period'] as const
const MONEY = ['amount_original', 'currency', 'fx_rate'] as const
/** Columns that a figure of each kind fills, besides presence, reason and comment. */
const FILLED: Readonly<Record<VersionFacts['unitKind'] | 'ratio_of_value', readonly string[]>> = {
  count: ['displayed_value'],
  ratio: ['numerator', 'denominator'],
  ratio_of_value: ['displayed_value'],
  mean: ['displayed_value', 'n'],
  index: ['displayed_value', 'n'],
  currency: ['displayed_value', ...MONEY],
  milestone: ['displayed_value', 'achieved_on'],
}
const ALWAYS = ['category', 'presence', 'presence_reason', 'comment']

const everyColumn = new Map([...FIGURE_COLUMNS, ...TEMPLATE_COLUMNS].map((one) => [one.id, one]))

function columnsFor(language: ExportLanguage, locale: Locale, hasMoney: boolean): TemplateColumn[] {
  const own = (id: string): TemplateColumn => {
    const found = everyColumn.get(id)
    if (found === undefined) throw new RangeError(`no column ${id}`)
    return { id, header: headerOf(found, language), type: found.type, width: found.width }
  }
  const added = (id: string, header: string, width: number): TemplateColumn => ({ id, header, type: 'text', width })
  return [
    ...KEYS.map(own),
    own('category'),
    added('category_name', translate('exports_template_category', {}, locale), 22),
    added('previous', translate('exports_template_previous', {}, locale), 18),
    ...['displayed_value', 'numerator', 'denominator', 'n', 'achieved_on', ...(hasMoney ? MONEY : []), 'presence', 'presence_reason', 'comment'].map(own),
  ]
}

/** What a milestone is answered with, yes first. */
const ANSWERS: Readonly<Record<ExportLanguage, readonly [string, string]>> = { fr: ['oui', 'non'], en: ['yes', 'no'] }

function previousText({ previous }: EntryRow, version: VersionFacts, language: ExportLanguage): string | null {
  if (previous === null || previous.presence !== 'reported') return null
  if (previous.boolValue !== null) return ANSWERS[language][previous.boolValue ? 0 : 1]
  if (previous.numerator !== null && previous.denominator !== null) return `${previous.numerator} / ${previous.denominator}`
  return asDisplayed(previous.value, version)
}

type Place = Pick<EntryRow, 'indicator' | 'territory' | 'territoryName' | 'category' | 'categoryFr' | 'categoryEn'> & { readonly entry: EntryRow | null }

/** What the form of the partner and period asks for; where it asks for nothing, every indicator of the whole territory. */
async function placesOf(
  trx: Trx,
  actor: Actor,
  rows: readonly EntryRow[],
  versions: ReadonlyMap<string, VersionFacts>,
  partner: string | null,
): Promise<Place[]> {
  if (rows.length > 0) return rows.map((entry) => ({ ...entry, entry }))
  const top = (await listPlaceFacts(trx, actor.initiative.id)).find(({ id }) => id === actor.initiative.topTerritoryId)
  if (top === undefined) return []
  return [...versions.values()]
    .filter(({ scope }) => partner === null || scope === 'performance')
    .map(({ indicator }) => ({ indicator, territory: top.code, territoryName: top.nameFr, category: 'TOTAL', categoryFr: null, categoryEn: null, entry: null }))
}

/**
 * A workbook to fill in for one partner (or nobody in particular), one period and one set of indicators: keys protected,
 * cells typed, presences and categories chosen from lists, a sheet that says how. It holds no figure but the previous one.
 * @throws not_found (another partner's), unknown_reference, invalid_period
 */
export async function readTemplate(trx: Trx, actor: Actor, now: Date, filter: TemplateFilter): Promise<{ name: string; bytes: Buffer }> {
  const language = exportLanguage(actor, filter.language)
  const locale = exportLocale(actor, language)
  const form = await readEntry(trx, actor, { partner: filter.partner, period: filter.period, breakdown: 'categories' })
  const inSet = ({ isCore, conditions }: VersionFacts) => filter.set === 'all' || (filter.set === 'core' ? isCore : conditions.includes(filter.set))
  // The newest definition of each indicator, in the order in which they are shown.
  const versions = new Map((await listVersionFacts(trx, actor.initiative.id, null)).filter(inSet).map((one) => [one.indicator, one]))
  const places = (await placesOf(trx, actor, form.rows, versions, form.partner)).filter(({ indicator }) => versions.has(indicator))
  const rows = places.map((place): TemplateRow => {
    const version = versions.get(place.indicator) as VersionFacts
    const kind = version.unitKind === 'ratio' && version.partsUnknown ? 'ratio_of_value' : version.unitKind
    return {
      indicator: version.indicator,
      kind: version.unitKind,
      open: new Set([...ALWAYS, ...FILLED[kind]]),
      cells: {
        indicator: version.indicator,
        indicator_name: named(version.nameFr, version.nameEn, language),
        unit_kind: wordOf('unit_kind', version.unitKind, language),
        unit: named(version.unitLabelFr, version.unitLabelEn, language),
        display_factor: version.displayFactor,
        territory: place.territory,
        territory_name: place.territoryName,
        partner: form.partner,
        period: form.period,
        category: place.category,
        category_name: named(place.categoryFr, place.categoryEn, language),
        previous: place.entry === null ? null : previousText(place.entry, version, language),
      },
    }
  })
  const columns = columnsFor(
    language,
    locale,
    rows.some(({ kind }) => kind === 'currency'),
  )
  const presences = PRESENCES.map((code) => wordOf('presence', code, language))
  const categories = Map.groupBy(rows, ({ indicator }) => indicator)
  const lists = [
    presences,
    ANSWERS[language],
    ...[...categories.values()].map((ofIndicator) => [...new Set(ofIndicator.map(({ cells }) => cells.category ?? 'TOTAL'))]),
  ]
  const partnerName = form.partners.find(({ code }) => code === form.partner)?.name ?? translate('exports_template_nobody', {}, locale)
  const bytes = await writeXlsx({
    sheets: [
      templateSheet(columns, rows, [...categories.keys()], lists, locale),
      guideSheet(locale, partnerName, formatPeriod(locale, form.period)),
      listSheet(lists, locale),
    ],
    properties: { title: translate('exports_template_guide_title', {}, locale) },
  })
  await audit(
    trx,
    actor,
    { action: 'export.template', objectType: 'export', details: { partner: form.partner, period: form.period, set: filter.set, rows: rows.length } },
    now,
  )
  return {
    name:
      ['maillage', actor.initiative.slug, form.partner, form.period.replaceAll('/', '_'), filter.set === 'all' ? null : filter.set]
        .filter((part) => part !== null)
        .join('_') + '.xlsx',
    bytes: Buffer.from(bytes),
  }
}
