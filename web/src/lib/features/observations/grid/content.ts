import type { ObservationInput } from '#shared/observations/contract.ts'
import { checkFigure, type GivenFigure } from '#shared/observations/value.ts'
import { faultOfCell, readCell, storedOf } from './read-cell.ts'
import type { Content, Part, Series, Typed } from './model.ts'
import type { DecimalSign } from '#shared/exchange/number-format.ts'

/**
 * The figure after a text was typed in one of its cells. Typing a number ends an absence, and the reverse.
 * @param exact number that a spreadsheet holds behind the text
 */
export function withText(content: Content, part: Part, text: string, sign: DecimalSign | null = null, exact: string | null = null): Content {
  const reading = readCell(part, text, sign, exact)
  if (reading.kind === 'absence') return { ...content, presence: reading.presence, reason: reading.reason === '' ? content.reason : reading.reason, cells: {} }
  if (reading.kind === 'empty') {
    if (content.presence !== 'reported') return { ...content, presence: 'reported', reason: '', cells: {} }
    const { [part]: _, ...cells } = content.cells
    return { ...content, cells }
  }
  const before = content.presence === 'reported' ? content : { ...content, presence: 'reported' as const, reason: '', cells: {} }
  return { ...before, cells: { ...before.cells, [part]: reading.cell } }
}

export function isEmpty(content: Content): boolean {
  return content.presence === 'reported' && Object.keys(content.cells).length === 0
}

const sameCell = (a: Typed | undefined, b: Typed | undefined) => (a === b || (a?.read ?? null) !== null ? a?.read === b?.read : a?.raw === b?.raw)

/** Whether two contents say the same. */
export function saysSame(a: Content, b: Content): boolean {
  const parts = new Set([...Object.keys(a.cells), ...Object.keys(b.cells)]) as Set<Part>
  return (
    a.presence === b.presence &&
    a.reason === b.reason &&
    a.comment === b.comment &&
    a.currency === b.currency &&
    a.rate === b.rate &&
    a.rateDate === b.rateDate &&
    [...parts].every((part) => sameCell(a.cells[part], b.cells[part]))
  )
}

/** A fault of a figure: in which of its cells, or null for the whole. */
export interface Fault {
  readonly part: Part | null
  readonly code: string
  /** Another cell of the figure is still to be typed: nothing is wrong yet. */
  readonly isWaiting: boolean
}

const AWAITED: Readonly<Record<string, Part>> = { numerator_required: 'numerator', denominator_required: 'denominator', achieved_on_required: 'achievedOn' }
const PART_OF: Readonly<Record<string, Part>> = { boolValue: 'done', amountOriginal: 'value' }

function givenFrom(content: Content, series: Series, flags: readonly string[]): GivenFigure {
  const { cells } = content
  const number = (part: Part) => storedOf(part, cells[part], series)
  const isMoney = series.kind === 'currency' && content.currency !== '' && content.currency !== series.currency
  return {
    presence: content.presence,
    presenceReason: content.reason.trim() === '' ? null : content.reason.trim(),
    value: isMoney ? null : number('value'),
    numerator: number('numerator'),
    denominator: number('denominator'),
    sampleN: number('sampleN'),
    boolValue: cells.done?.read == null ? null : cells.done.read === 'yes',
    achievedOn: cells.achievedOn?.read ?? null,
    amountOriginal: isMoney ? (cells.value?.read ?? null) : null,
    currencyCode: isMoney ? content.currency : null,
    fxRate: isMoney && content.rate !== '' ? content.rate : null,
    fxDate: isMoney && content.rateDate !== '' ? content.rateDate : null,
    flags,
  }
}

/** What the server would say of a content, before asking it: the same rules (domain 3.3). Null when it is sound, or empty. */
export function faultOf(
  content: Content,
  series: Series,
  facts: { readonly today: string; readonly partner: string; readonly flags?: readonly string[] },
): Fault | null {
  if (isEmpty(content)) return null
  for (const part of series.parts) {
    const cell = content.cells[part]
    const code = cell === undefined ? null : faultOfCell(part, cell)
    if (code !== null) return { part, code, isWaiting: false }
  }
  const { kind: unitKind, scope, isProportion, factor: displayFactor, partsUnknown, indexMin, indexMax, currency: currencyCode } = series
  const checked = checkFigure(
    givenFrom(content, series, facts.flags ?? []),
    { unitKind, scope, isProportion, displayFactor, partsUnknown, indexMin, indexMax, currencyCode },
    { today: facts.today, hasPartner: facts.partner !== '' },
  )
  if (checked.ok) return null
  const hard = checked.faults.find(({ code }) => AWAITED[code] === undefined) ?? checked.faults[0]
  if (hard === undefined) return null
  const part = PART_OF[hard.field] ?? series.parts.find((one) => one === hard.field) ?? null
  // The value of a mean whose sample was typed first is awaited too.
  const isWaiting = AWAITED[hard.code] !== undefined || (hard.code === 'value_required' && content.presence === 'reported')
  return { part: hard.code === 'reason_required' ? null : part, code: hard.code, isWaiting }
}

/** The content as the server takes it; only sound contents are sent. */
export function inputOf(
  content: Content,
  series: Series,
  key: { readonly partner: string; readonly period: string; readonly version: number; readonly isDirectTotal: boolean; readonly flags: readonly string[] },
): ObservationInput {
  const { presence, presenceReason, flags, ...figure } = givenFrom(content, series, key.flags)
  const filled = Object.fromEntries(Object.entries(figure).filter(([, value]) => value !== null))
  return {
    indicator: series.indicator,
    territory: series.territory,
    partner: key.partner === '' ? null : key.partner,
    period: key.period,
    category: series.category,
    presence,
    presenceReason,
    ...(presence === 'reported' ? filled : {}),
    isDirectTotal: key.isDirectTotal,
    flags: [...flags],
    comment: content.comment.trim() === '' ? null : content.comment.trim(),
    version: key.version,
  }
}
