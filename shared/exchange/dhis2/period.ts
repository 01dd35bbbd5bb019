import { parsePeriodCode, type Period, type YearStarts } from '#shared/values/period.ts'

/** A DHIS2 period read, or why not. */
export type PeriodRead =
  | { readonly ok: true; readonly period: Period }
  | { readonly ok: false; readonly code: 'period_weekly' | 'period_other_span' | 'period_other_year' | 'period_unreadable' }

/** First months of the financial years of DHIS2, as its period codes spell them. */
const YEARS: readonly (readonly [month: number, word: string])[] = [
  [4, 'April'],
  [7, 'July'],
  [9, 'Sep'],
  [10, 'Oct'],
  [11, 'Nov'],
]

/**
 * Reads a period as DHIS2 writes it: `20230115`, `202301`, `2023Q1`, `2023S1`, `2023`, `2023April` when the
 * initiative's fiscal or school year begins then. Weeks cut months in two and are refused, as are spans
 * that no period of the product has.
 */
export function readDhis2Period(text: string, starts: YearStarts): PeriodRead {
  const read = (code: string): PeriodRead => {
    const period = parsePeriodCode(code, starts)
    return period === null ? { ok: false, code: 'period_unreadable' } : { ok: true, period }
  }
  if (/^\d{4}((Wed|Thu|Sat|Sun)?W|BiW)\d{1,2}$/.test(text)) return { ok: false, code: 'period_weekly' }
  if (/^\d{6}B$/.test(text) || /^\d{4}(April|Nov)S[12]$/.test(text) || /^\d{4}NovQ[1-4]$/.test(text)) return { ok: false, code: 'period_other_span' }
  let match = /^(\d{4})(\d{2})(\d{2})$/.exec(text)
  if (match !== null) return read(`${match[1]}-${match[2]}-${match[3]}`)
  match = /^(\d{4})(0[1-9]|1[0-2])$/.exec(text)
  if (match !== null) return read(`${match[1]}-${match[2]}`)
  match = /^(\d{4})([QS])(\d)$/.exec(text)
  if (match !== null) return read(`${match[1]}-${match[2]}${match[3]}`)
  if (/^\d{4}$/.test(text)) return read(text)
  match = /^(\d{4})([A-Z][a-z]+)$/.exec(text)
  const month = YEARS.find(([, word]) => word === match?.[2])?.[0]
  if (match === null || month === undefined) return { ok: false, code: 'period_unreadable' }
  if (month === starts.fiscalStartMonth) return read(`FY${match[1]}`)
  return month === starts.schoolStartMonth ? read(`SY${match[1]}`) : { ok: false, code: 'period_other_year' }
}

/** A period as DHIS2 writes it, read back as the same one; null when DHIS2 has none such. */
export function writeDhis2Period(period: Pick<Period, 'kind' | 'code'>, starts: YearStarts): string | null {
  const { kind, code } = period
  switch (kind) {
    case 'day':
    case 'month':
      return code.replaceAll('-', '')
    case 'quarter':
    case 'semester':
      return code.replace('-', '')
    case 'year':
      return code
    case 'fiscal_year':
    case 'school_year': {
      const month = kind === 'fiscal_year' ? starts.fiscalStartMonth : starts.schoolStartMonth
      const word = YEARS.find(([first]) => first === month)?.[1]
      return word === undefined || (kind === 'school_year' && month === starts.fiscalStartMonth) ? null : `${code.slice(2)}${word}`
    }
    case 'ad_hoc':
      return null
  }
}
