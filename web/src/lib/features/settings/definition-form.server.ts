import type { DefinitionInput, IndicatorVersion } from '#shared/indicators/contract.ts'
import { formatNumber } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { multiplyText } from '#shared/i18n/decimal-text.ts'
import type { SentForm } from '#lib/api/form.server.ts'

/** What a definition form sends: the contract fills the rest in. */
export type DefinitionDraft = Partial<DefinitionInput> &
  Pick<
    DefinitionInput,
    | 'nameFr'
    | 'definitionFr'
    | 'purposeFr'
    | 'unitKind'
    | 'countingUnit'
    | 'temporalKind'
    | 'direction'
    | 'frequency'
    | 'displayFactor'
    | 'decimals'
    | 'accumulation'
    | 'trackedAccumulation'
    | 'periodsDistinct'
    | 'partsUnknown'
    | 'denominatorShared'
    | 'overlapPartners'
    | 'overlapTerritories'
  >

/** Shares are typed as percentages. */
const PERCENT = '100'
const SHARES = ['onTrackRatio', 'watchRatio', 'minCoverage'] as const
/** In the unit shown: multiplied by the display factor. */
const SHOWN = ['maintainLo', 'maintainHi', 'tolerance'] as const
const TEXTS = [
  'nameFr',
  'nameEn',
  'definitionFr',
  'definitionEn',
  'formulaFr',
  'formulaEn',
  'purposeFr',
  'purposeEn',
  'limitsFr',
  'limitsEn',
  'unitLabelFr',
  'unitLabelEn',
  'sourceFr',
  'sourceEn',
  'licence',
  'responsible',
] as const
const CHOICES = [
  'resultType',
  'unitKind',
  'countingUnit',
  'temporalKind',
  'accumulation',
  'trackedAccumulation',
  'direction',
  'frequency',
  'overlapPartners',
  'overlapTerritories',
  'sourceKind',
] as const
const FLAGS = ['periodsDistinct', 'containment', 'isProportion', 'partsUnknown', 'denominatorShared', 'completeList', 'suppressionApplies'] as const
const NUMBERS = ['decimals', 'everyNYears', 'minDenominator', 'dueDays'] as const

/** A stored version as the fields of the form show it; a box that is not ticked has no entry. */
export function definitionValues(version: IndicatorVersion, dimensionCodes: readonly string[], locale: Locale): Record<string, string> {
  const values: Record<string, string> = {
    displayFactor: version.displayFactor,
    conditions: version.conditions.join(','),
    dimensionCodes: dimensionCodes.join(','),
    masksByChoice: 'on',
  }
  for (const name of [...TEXTS, ...CHOICES]) values[name] = version[name] ?? ''
  for (const name of FLAGS) if (version[name]) values[name] = 'on'
  for (const name of NUMBERS) values[name] = version[name] === null ? '' : String(version[name])
  const shown = (text: string | null, factor: string) => (text === null ? '' : formatNumber(locale, multiplyText(text, factor)))
  for (const name of SHARES) values[name] = shown(version[name], PERCENT)
  for (const name of SHOWN) values[name] = shown(version[name], version.displayFactor)
  for (const name of ['indexMin', 'indexMax'] as const) values[name] = shown(version[name], '1')
  values.statusPeriods = (version.statusPeriods ?? []).join(', ')
  return values
}

/**
 * The definition of a form: only what fits the chosen kind is sent, so that a field left over from another
 * choice is no fault. @param currency of the initiative, for amounts
 */
export function definitionInput(form: SentForm, scope: string, currency: string): DefinitionDraft {
  const unitKind = form.required('unitKind', m.indicators_kind_missing()) as DefinitionInput['unitKind']
  const temporalKind = form.required('temporalKind', m.indicators_temporal_missing()) as DefinitionInput['temporalKind']
  const direction = form.required('direction', m.indicators_direction_missing()) as DefinitionInput['direction']
  const frequency = form.required('frequency', m.indicators_frequency_missing()) as DefinitionInput['frequency']
  const isRatio = unitKind === 'ratio'
  const factor = form.text('displayFactor') || (isRatio ? PERCENT : '1')
  const isPercent = isRatio && factor === PERCENT
  const isFlow = temporalKind === 'flow'
  const accumulation = (isFlow ? form.text('accumulation') || 'per_period' : 'per_period') as DefinitionInput['accumulation']
  const needed = (name: string, when: boolean, storage: string) => {
    if (!when) return null
    const value = form.decimal(name, storage)
    if (value === null && form.text(name) === '') form.refuse(name, m.problems_field_required())
    return value
  }
  const share = (name: (typeof SHARES)[number]) => {
    const value = form.decimal(name, PERCENT)
    return value === null ? {} : { [name]: value }
  }
  const whole = (name: 'minDenominator' | 'dueDays') => {
    const value = form.integer(name)
    return value === null ? {} : { [name]: value }
  }
  const endings = form
    .text('statusPeriods')
    .toUpperCase()
    .split(/[\s,;]+/)
    .filter((part) => part !== '')
    // « T3 » is what a French reader writes.
    .map((part) => part.replace(/^T(?=[1-4]$)/, 'Q'))
  const conditions = form.many('conditions') as DefinitionInput['conditions']
  if (conditions.length === 0) form.refuse('conditions', m.indicators_conditions_missing())
  return {
    nameFr: form.required('nameFr', m.indicators_name_missing()),
    nameEn: form.orNull('nameEn'),
    definitionFr: form.required('definitionFr', m.indicators_definition_missing()),
    definitionEn: form.orNull('definitionEn'),
    formulaFr: form.orNull('formulaFr'),
    formulaEn: form.orNull('formulaEn'),
    purposeFr: form.required('purposeFr', m.indicators_purpose_missing()),
    purposeEn: form.orNull('purposeEn'),
    limitsFr: form.orNull('limitsFr'),
    limitsEn: form.orNull('limitsEn'),
    conditions,
    resultType: scope === 'performance' ? (form.required('resultType', m.indicators_result_missing()) as 'how_much') : null,
    unitKind,
    temporalKind,
    direction,
    frequency,
    countingUnit: unitKind === 'currency' ? 'money' : ((form.text('countingUnit') || 'things') as DefinitionInput['countingUnit']),
    accumulation,
    trackedAccumulation: (isFlow && accumulation === 'per_period' ? form.text('trackedAccumulation') || accumulation : accumulation) as 'per_period',
    periodsDistinct: isFlow && form.isTicked('periodsDistinct'),
    maintainLo: needed('maintainLo', direction === 'maintain', factor),
    maintainHi: needed('maintainHi', direction === 'maintain', factor),
    containment: form.isTicked('containment'),
    isProportion: (isRatio || unitKind === 'milestone') && form.isTicked('isProportion'),
    partsUnknown: isRatio && form.isTicked('partsUnknown'),
    denominatorShared: isRatio && form.isTicked('denominatorShared'),
    completeList: form.isTicked('completeList'),
    displayFactor: factor,
    decimals: Math.min(6, form.integer('decimals') ?? (isPercent ? 1 : 0)),
    unitLabelFr: form.orNull('unitLabelFr') ?? (isPercent ? '%' : null),
    unitLabelEn: form.orNull('unitLabelEn') ?? (isPercent ? '%' : null),
    currencyCode: unitKind === 'currency' ? currency : null,
    indexMin: needed('indexMin', unitKind === 'index', '1'),
    indexMax: needed('indexMax', unitKind === 'index', '1'),
    everyNYears: frequency === 'every_n_years' ? (form.integer('everyNYears') ?? 5) : null,
    statusPeriods: endings.length === 0 ? null : endings,
    overlapPartners: (form.text('overlapPartners') || 'none') as 'none',
    overlapTerritories: (form.text('overlapTerritories') || 'none') as 'none',
    tolerance: form.decimal('tolerance', factor),
    ...share('onTrackRatio'),
    ...share('watchRatio'),
    ...share('minCoverage'),
    ...whole('minDenominator'),
    ...whole('dueDays'),
    sourceKind: (form.text('sourceKind') || (scope === 'population' ? 'official' : 'partner')) as 'partner',
    sourceFr: form.orNull('sourceFr'),
    sourceEn: form.orNull('sourceEn'),
    licence: form.orNull('licence'),
    responsible: form.orNull('responsible'),
    ...(form.isTicked('masksByChoice') ? { suppressionApplies: form.isTicked('suppressionApplies') } : {}),
  }
}
