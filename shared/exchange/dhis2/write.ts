import { categoryText, parseCategory } from '#shared/observations/category.ts'
import { Decimal, toText } from '#shared/values/decimal.ts'
import type { PeriodKind, YearStarts } from '#shared/values/period.ts'
import { escapeText } from '../export/escape.ts'
import type { ValueMeaning } from './extract.ts'
import { ATTRIBUTE_COMBOS, isComboDimension, isUid, PARTNER_PREFIX } from './ids.ts'
import { writeDhis2Period } from './period.ts'

/** One figure to write for DHIS2. */
export interface Dhis2Figure extends ValueMeaning {
  readonly indicator: string
  readonly territory: string
  /** Identifier that another system gives the territory. */
  readonly territoryExternalId: string | null
  readonly partner: string | null
  readonly period: { readonly kind: PeriodKind; readonly code: string }
  readonly category: string
  readonly presence: 'reported' | 'missing' | 'not_applicable' | 'not_expected'
  readonly value: string | null
  readonly numerator: string | null
  readonly sampleN: string | null
  readonly boolValue: boolean | null
  readonly isDirectTotal: boolean
  readonly comment: string | null
}

/** A value as DHIS2 takes it; without an option combo it is the undivided one. */
export interface WrittenValue {
  readonly dataElement: string
  readonly period: string
  readonly orgUnit: string
  readonly categoryOptionCombo?: string
  readonly attributeOptionCombo?: string
  readonly value: string
  readonly comment?: string
}

/** Why a figure has no place in a `dataValueSet`. */
export type LeftOut = 'not_reported' | 'two_parts' | 'sample' | 'direct_total' | 'money' | 'period' | 'two_attributes'

function valueText(figure: Dhis2Figure): string | LeftOut {
  const neverAdded = figure.unitKind === 'mean' || figure.unitKind === 'index' || figure.unitKind === 'ratio'
  if (figure.presence !== 'reported') return 'not_reported'
  if (figure.numerator !== null) return 'two_parts'
  if (figure.sampleN !== null) return 'sample'
  // DHIS2 would add it to its own parts.
  if (figure.isDirectTotal && !neverAdded) return 'direct_total'
  if (figure.unitKind === 'currency') return 'money'
  if (figure.unitKind === 'milestone') return figure.boolValue === true ? 'true' : 'false'
  if (figure.value === null) return 'not_reported'
  if (figure.unitKind === 'mean' && !figure.isDirectTotal) return 'sample'
  return figure.unitKind === 'ratio' ? toText(new Decimal(figure.value).times(figure.displayFactor)) : figure.value
}

/** Option combo and attribute option combo of a figure; a category that DHIS2 did not give is written as the product spells it. */
function combosOf(figure: Dhis2Figure): { options: string | null; attributes: string | null } | null {
  const pairs = parseCategory(figure.category) ?? []
  const attribute = pairs.find(({ dimension }) => dimension === ATTRIBUTE_COMBOS)
  const others = pairs.filter((pair) => pair !== attribute)
  const [first] = others
  if (figure.partner !== null && attribute !== undefined) return null
  return {
    options: first === undefined ? null : others.length === 1 && isComboDimension(first.dimension) && isUid(first.code) ? first.code : categoryText(others),
    attributes: figure.partner !== null ? `${PARTNER_PREFIX}${figure.partner}` : (attribute?.code ?? null),
  }
}

/** One figure as DHIS2 takes it, or why it has no place there: nothing is written that would be added up wrongly. */
export function writeDataValue(figure: Dhis2Figure, starts: YearStarts): WrittenValue | LeftOut {
  const value = valueText(figure)
  if (isLeftOut(value)) return value
  const period = writeDhis2Period(figure.period, starts)
  if (period === null) return 'period'
  const combos = combosOf(figure)
  if (combos === null) return 'two_attributes'
  const { options, attributes } = combos
  return {
    dataElement: figure.indicator,
    period,
    orgUnit:
      figure.territoryExternalId !== null && isUid(figure.territoryExternalId) && !isUid(figure.territory) ? figure.territoryExternalId : figure.territory,
    ...(options === null ? {} : { categoryOptionCombo: options }),
    ...(attributes === null ? {} : { attributeOptionCombo: attributes }),
    value,
    ...(figure.comment === null || figure.comment === '' ? {} : { comment: figure.comment }),
  }
}

const LEFT_OUT: readonly string[] = ['not_reported', 'two_parts', 'sample', 'direct_total', 'money', 'period', 'two_attributes'] satisfies LeftOut[]
const isLeftOut = (text: string): text is LeftOut => LEFT_OUT.includes(text)

/** Columns of a CSV `dataValueSet` in the order by which DHIS2 reads them; who stored a value and when is not ours to say. */
const COLUMNS = [
  'dataElement',
  'period',
  'orgUnit',
  'categoryOptionCombo',
  'attributeOptionCombo',
  'value',
  'storedBy',
  'lastUpdated',
  'comment',
  'followup',
  'deleted',
] as const

/** A cell that no spreadsheet runs; a negative number is one. */
function csvCell(text: string): string {
  const inert = /^-\d+(\.\d+)?$/.test(text) ? text : escapeText(text)
  return /[",\r\n]/.test(inert) ? `"${inert.replaceAll('"', '""')}"` : inert
}

/** First line of a CSV `dataValueSet`; what the export is stands in a cell more, which DHIS2 does not read. */
export function dataValueHeader(about: string): string {
  return [...COLUMNS.map((name) => name.toLowerCase()), csvCell(about)].join(',')
}

/** One line of a CSV `dataValueSet`. */
export function dataValueLine(value: WrittenValue): string {
  return COLUMNS.map((name) => csvCell((value as Partial<Record<(typeof COLUMNS)[number], string>>)[name] ?? '')).join(',')
}
