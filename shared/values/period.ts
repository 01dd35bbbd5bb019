import { addDays, addMonths, calendarDate, daysBetween, partsOf } from './calendar-date.ts'

export type PeriodKind = 'day' | 'month' | 'quarter' | 'semester' | 'year' | 'school_year' | 'fiscal_year' | 'ad_hoc'
export type Frequency = 'month' | 'quarter' | 'semester' | 'year' | 'school_year' | 'fiscal_year' | 'every_n_years' | 'ad_hoc'

/** A reporting period (D27): unique by kind and dates; both days belong to it. */
export interface Period {
  readonly kind: PeriodKind
  readonly code: string
  readonly startsOn: string
  readonly endsOn: string
}

/** First months of the years that are not calendar years, per initiative. */
export interface YearStarts {
  readonly fiscalStartMonth: number
  readonly schoolStartMonth: number
}

const MONTHS: Partial<Record<PeriodKind, number>> = { month: 1, quarter: 3, semester: 6, year: 12, school_year: 12, fiscal_year: 12 }

function spanning(kind: PeriodKind, code: string, year: number, month: number): Period {
  const startsOn = calendarDate(year, month, 1)
  return { kind, code, startsOn, endsOn: addDays(addMonths(startsOn, MONTHS[kind] ?? 12), -1) }
}

/** The kind of period in which a frequency is reported. */
export function periodKindOf(frequency: Frequency): PeriodKind {
  return frequency === 'every_n_years' ? 'year' : frequency
}

/**
 * Reads a period's code: `2026`, `2026-S1`, `2026-Q3`, `2026-07` are calendar; `SY2025` and `FY2025`
 * name the first year; `2026-07-14` is one day; `2026-01-05/2026-02-10` any span. Years have four digits, the last
 * one that ends within them: 1000 to 9998.
 */
export function parsePeriodCode(code: string, starts: YearStarts): Period | null {
  if (/(?:^|Y|\/)(?:0\d{3}|9999)/.test(code)) return null
  let match = /^(\d{4})$/.exec(code)
  if (match !== null) return spanning('year', code, Number(match[1]), 1)
  match = /^(\d{4})-Q([1-4])$/.exec(code)
  if (match !== null) return spanning('quarter', code, Number(match[1]), Number(match[2]) * 3 - 2)
  match = /^(\d{4})-S([12])$/.exec(code)
  if (match !== null) return spanning('semester', code, Number(match[1]), Number(match[2]) * 6 - 5)
  match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(code)
  if (match !== null) return spanning('month', code, Number(match[1]), Number(match[2]))
  match = /^(SY|FY)(\d{4})$/.exec(code)
  if (match !== null) {
    const school = match[1] === 'SY'
    return spanning(school ? 'school_year' : 'fiscal_year', code, Number(match[2]), school ? starts.schoolStartMonth : starts.fiscalStartMonth)
  }
  const [from, to, extra] = code.split('/')
  if (from === undefined || extra !== undefined || partsOf(from) === null) return null
  if (to === undefined) return { kind: 'day', code, startsOn: from, endsOn: from }
  return partsOf(to) !== null && daysBetween(from, to) >= 0 ? { kind: 'ad_hoc', code, startsOn: from, endsOn: to } : null
}

/** The period of a kind that holds a date. @throws for kinds without a calendar (ad_hoc) */
export function periodOf(kind: PeriodKind, date: string, starts: YearStarts): Period {
  const parts = partsOf(date)
  if (parts === null) throw new RangeError(`not a calendar date: ${date}`)
  const { year, month } = parts
  switch (kind) {
    case 'day':
      return { kind, code: date, startsOn: date, endsOn: date }
    case 'month':
      return spanning(kind, date.slice(0, 7), year, month)
    case 'quarter': {
      const quarter = Math.ceil(month / 3)
      return spanning(kind, `${year}-Q${quarter}`, year, quarter * 3 - 2)
    }
    case 'semester': {
      const semester = Math.ceil(month / 6)
      return spanning(kind, `${year}-S${semester}`, year, semester * 6 - 5)
    }
    case 'year':
      return spanning(kind, String(year), year, 1)
    case 'school_year':
    case 'fiscal_year': {
      const start = kind === 'school_year' ? starts.schoolStartMonth : starts.fiscalStartMonth
      const first = month >= start ? year : year - 1
      return spanning(kind, `${kind === 'school_year' ? 'SY' : 'FY'}${first}`, first, start)
    }
    case 'ad_hoc':
      throw new RangeError('an ad hoc period has no calendar')
  }
}

/** The period just after, or before with −1, of the same kind. */
export function shiftPeriod(period: Period, steps: number, starts: YearStarts): Period {
  const months = MONTHS[period.kind]
  if (period.kind === 'ad_hoc') throw new RangeError('an ad hoc period has no next one')
  return periodOf(period.kind, months === undefined ? addDays(period.startsOn, steps) : addMonths(period.startsOn, months * steps), starts)
}

/**
 * Position of a period counted from a baseline period (0), in steps of the baseline's kind; days for
 * ad hoc periods and between different kinds (domain 3.5).
 */
export function ordinalFrom(baseline: Pick<Period, 'kind' | 'startsOn' | 'endsOn'>, period: Pick<Period, 'kind' | 'startsOn' | 'endsOn'>): number {
  const months = MONTHS[baseline.kind]
  const [a, b] = [partsOf(baseline.startsOn), partsOf(period.startsOn)]
  if (months === undefined || baseline.kind !== period.kind || a === null || b === null) return daysBetween(baseline.endsOn, period.endsOn)
  return Math.round(((b.year - a.year) * 12 + b.month - a.month) / months)
}

/** Whether a status is decided for this period: all, or those whose code ends so (`Q3`) (domain 3.7). */
export function countsForStatus(code: string, statusPeriods: readonly string[] | null): boolean {
  return statusPeriods === null || statusPeriods.length === 0 || statusPeriods.some((ending) => code === ending || code.endsWith(`-${ending}`))
}

/** The fiscal year, by its first calendar year, in which a period ends. */
export function fiscalYearOf(period: Pick<Period, 'endsOn'>, fiscalStartMonth: number): number {
  const parts = partsOf(period.endsOn)
  if (parts === null) throw new RangeError(`not a calendar date: ${period.endsOn}`)
  return parts.month >= fiscalStartMonth ? parts.year : parts.year - 1
}

export type PeriodPattern = 'code' | 'year' | 'year_month' | 'year_quarter' | 'school_year' | 'fiscal_year' | 'date'
/** Which comes first in `03/04/2026`. */
export type DateOrder = 'day_first' | 'month_first'

/**
 * Reads a period as files write it: `2012/13` and `2012-2013` (school or fiscal year, as the mapping
 * says), `2015 Q4`, `T4 2015`, `202301`, `2023-01`, `2023`, a date (`2026-04-03`, or `3/4/2026` in the order that the file's dates have).
 */
export function parsePeriodPattern(text: string, pattern: PeriodPattern, starts: YearStarts, dateOrder: DateOrder = 'day_first'): Period | null {
  const trimmed = text.trim()
  switch (pattern) {
    case 'code':
      return parsePeriodCode(trimmed, starts)
    case 'year':
      return /^\d{4}$/.test(trimmed) ? parsePeriodCode(trimmed, starts) : null
    case 'year_month': {
      const match = /^(\d{4})[-/ ]?(0[1-9]|1[0-2])$/.exec(trimmed)
      return match === null ? null : parsePeriodCode(`${match[1]}-${match[2]}`, starts)
    }
    case 'year_quarter': {
      const match = /^(\d{4})[-/ ]?[QT]([1-4])$/i.exec(trimmed) ?? null
      if (match !== null) return parsePeriodCode(`${match[1]}-Q${match[2]}`, starts)
      const turned = /^[QT]([1-4])[-/ ]?(\d{4})$/i.exec(trimmed)
      return turned === null ? null : parsePeriodCode(`${turned[2]}-Q${turned[1]}`, starts)
    }
    case 'school_year':
    case 'fiscal_year': {
      const match = /^(\d{4})(?:\s*[-/–]\s*(\d{2}|\d{4}))?$/.exec(trimmed)
      if (match === null) return null
      const first = Number(match[1])
      if (match[2] !== undefined && Number(match[2]) % 100 !== (first + 1) % 100) return null
      return parsePeriodCode(`${pattern === 'school_year' ? 'SY' : 'FY'}${first}`, starts)
    }
    case 'date': {
      const match = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(trimmed)
      if (match === null) return parsePeriodCode(trimmed, starts)
      const [day = '', month = ''] = dateOrder === 'day_first' ? [match[1], match[2]] : [match[2], match[1]]
      return parsePeriodCode(`${match[3]}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`, starts)
    }
  }
}
