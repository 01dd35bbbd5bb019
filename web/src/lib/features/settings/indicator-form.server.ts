import type { DefinitionInput, IndicatorInput } from '#shared/indicators/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { SentForm } from '#lib/api/form.server.ts'

type Draft = Pick<IndicatorInput, 'code' | 'scope' | 'isCore'> & {
  definition: Partial<DefinitionInput> &
    Pick<DefinitionInput, 'nameFr' | 'definitionFr' | 'purposeFr' | 'unitKind' | 'countingUnit' | 'temporalKind' | 'direction' | 'frequency'>
}

/**
 * The definition of a first form: only what fits the chosen kind is sent, so that a field left over from
 * another choice is no fault. @param currency of the initiative, for amounts
 */
export function indicatorInput(form: SentForm, currency: string): Draft {
  const names = { nameFr: form.required('nameFr', m.indicators_name_missing()), nameEn: form.orNull('nameEn') }
  const code = form.required('code', m.indicators_code_missing())
  if (code !== '' && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(code)) form.refuse('code', m.indicators_code_fault())
  const scope = form.required('scope', m.indicators_scope_missing()) as IndicatorInput['scope']
  const result = scope === 'performance' ? { resultType: form.required('resultType', m.indicators_result_missing()) as 'how_much' } : {}
  const meaning = {
    definitionFr: form.required('definitionFr', m.indicators_definition_missing()),
    definitionEn: form.orNull('definitionEn'),
    purposeFr: form.required('purposeFr', m.indicators_purpose_missing()),
    purposeEn: form.orNull('purposeEn'),
  }
  const unitKind = form.required('unitKind', m.indicators_kind_missing()) as DefinitionInput['unitKind']
  const temporalKind = form.required('temporalKind', m.indicators_temporal_missing()) as DefinitionInput['temporalKind']
  const direction = form.required('direction', m.indicators_direction_missing()) as DefinitionInput['direction']
  const frequency = form.required('frequency', m.indicators_frequency_missing()) as DefinitionInput['frequency']
  const isPercent = unitKind === 'ratio' && form.isTicked('isPercent')
  const factor = isPercent ? '100' : '1'
  const decimals = form.integer('decimals')
  const range = (name: string, when: boolean, storage: string) => {
    if (!when) return null
    const value = form.decimal(name, storage)
    if (value === null && form.text(name) === '') form.refuse(name, m.problems_field_required())
    return value
  }
  return {
    code,
    scope,
    isCore: form.isTicked('isCore'),
    definition: {
      ...names,
      ...meaning,
      ...result,
      unitKind,
      temporalKind,
      direction,
      frequency,
      countingUnit: unitKind === 'currency' ? 'money' : ((form.text('countingUnit') || 'things') as DefinitionInput['countingUnit']),
      maintainLo: range('maintainLo', direction === 'maintain', factor),
      maintainHi: range('maintainHi', direction === 'maintain', factor),
      indexMin: range('indexMin', unitKind === 'index', '1'),
      indexMax: range('indexMax', unitKind === 'index', '1'),
      currencyCode: unitKind === 'currency' ? currency : null,
      isProportion: isPercent,
      displayFactor: factor,
      decimals: decimals === null ? (isPercent ? 1 : 0) : Math.min(6, decimals),
      unitLabelFr: isPercent ? '%' : form.orNull('unitLabelFr'),
      unitLabelEn: isPercent ? '%' : form.orNull('unitLabelEn'),
      everyNYears: frequency === 'every_n_years' ? (form.integer('everyNYears') ?? 5) : null,
      overlapPartners: (form.text('overlapPartners') || 'none') as 'none',
      sourceFr: form.orNull('sourceFr'),
      sourceKind: scope === 'population' ? 'official' : 'partner',
    },
  }
}
