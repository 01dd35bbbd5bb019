import type { CheckWarning } from '#shared/observations/checks.ts'
import type { Presence } from '#shared/progress/components.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import type { ValueRules } from '#shared/observations/value.ts'
import { decimal, toText } from '#shared/values/decimal.ts'
import type { FigureRulesRow } from '#server/features/indicators/service.ts'
import type { FigureKey, StoredFigure } from './queries.ts'
import type { FigureRecord } from './write-queries.ts'

/** A figure to write with everything looked up; decimals as text in storage units. */
export interface ResolvedFigure extends FigureKey {
  readonly presence: Presence
  readonly presenceReason: string | null
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
  readonly sampleN: string | null
  readonly boolValue: boolean | null
  readonly achievedOn: string | null
  /** The source of a « yes » tells no date: this one is a stand-in. */
  readonly isDateAssumed?: boolean
  readonly amountOriginal: string | null
  readonly currencyCode: string | null
  readonly fxRate: string | null
  readonly fxDate: string | null
  readonly isDirectTotal: boolean
  readonly flags: readonly string[]
  readonly comment: string | null
  /** Version the caller saw, 0 when none; undefined when it did not look. */
  readonly seenVersion?: number
}

/** What became of one figure. */
export interface FigureOutcome {
  readonly outcome: 'created' | 'changed' | 'unchanged' | 'rejected' | 'conflict' | 'needs_confirmation'
  readonly code: string | null
  readonly field: string | null
  readonly version: number | null
  readonly state: ObservationState | null
  /** Of an unusual figure that nobody confirmed. */
  readonly warnings?: CheckWarning[]
}

export const rejected = (code: string, field: string | null = null): FigureOutcome => ({ outcome: 'rejected', code, field, version: null, state: null })

export const conflictWith = (stored: StoredFigure | undefined): FigureOutcome => ({
  outcome: 'conflict',
  code: 'version_stale',
  field: null,
  version: stored?.version ?? null,
  state: stored?.state ?? null,
})

export const keyText = (key: FigureKey) => `${key.versionId} ${key.periodId} ${key.territoryId} ${key.partnerId ?? ''} ${key.category}`

/** What a version and its initiative say of a figure. */
export function rulesOf(version: FigureRulesRow, initiativeCurrency: string): ValueRules {
  const { unitKind, scope, isProportion, displayFactor, partsUnknown, indexMin, indexMax, currencyCode } = version
  return { unitKind, scope, isProportion, displayFactor, partsUnknown, indexMin, indexMax, currencyCode: currencyCode ?? initiativeCurrency }
}

const canonical = (text: string | null) => (text === null ? null : toText(decimal(text)))

/** The figure alone, as its history keeps it and as two are compared; null fields left out. */
export function contentOf(figure: Omit<ResolvedFigure, keyof FigureKey>): Record<string, unknown> {
  const content: Record<string, unknown> = {
    presence: figure.presence,
    presence_reason: figure.presenceReason,
    value: canonical(figure.value),
    numerator: canonical(figure.numerator),
    denominator: canonical(figure.denominator),
    sample_n: canonical(figure.sampleN),
    bool_value: figure.boolValue,
    achieved_on: figure.achievedOn,
    amount_original: canonical(figure.amountOriginal),
    currency_code: figure.currencyCode,
    fx_rate: canonical(figure.fxRate),
    fx_date: figure.fxDate,
    is_direct_total: figure.isDirectTotal || null,
    flags: figure.flags.length === 0 ? null : [...figure.flags].sort(),
    comment: figure.comment,
  }
  for (const [field, value] of Object.entries(content)) if (value === null) delete content[field]
  return content
}

/** A figure as the record set of a write names its fields. */
export function recordOf(id: string, figure: ResolvedFigure, rest: { state: ObservationState; behalf: boolean; version: number }): FigureRecord {
  return {
    id,
    v: figure.versionId,
    t: figure.territoryId,
    pa: figure.partnerId,
    p: figure.periodId,
    category: figure.category,
    value: figure.value,
    numerator: figure.numerator,
    denominator: figure.denominator,
    n: figure.sampleN,
    bool: figure.boolValue,
    achieved: figure.achievedOn,
    amount: figure.amountOriginal,
    currency: figure.currencyCode,
    rate: figure.fxRate,
    rated: figure.fxDate,
    presence: figure.presence,
    reason: figure.presenceReason,
    direct: figure.isDirectTotal,
    flags: [...figure.flags].sort(),
    comment: figure.comment,
    ...rest,
  }
}
