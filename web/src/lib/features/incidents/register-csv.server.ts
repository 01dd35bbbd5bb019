import { escapeText } from '#shared/exchange/export/escape.ts'
import type { Incident } from '#shared/incidents/contract.ts'
import { dateOf } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import { DEFAULT_TIME_ZONE } from '#lib/state/time-zone.ts'
import { riskWord } from './incident-line.ts'

const COLUMNS: readonly (readonly [MessageKey, (one: Incident) => string | number | null])[] = [
  ['incidents_number', (one) => one.number],
  ['incidents_what', (one) => one.information],
  ['incidents_circumstances', (one) => one.circumstances],
  ['incidents_from', (one) => one.occurredFrom],
  ['incidents_to', (one) => one.occurredTo],
  ['incidents_approximate_period', (one) => (one.isPeriodApproximate ? 1 : 0)],
  ['incidents_aware', (one) => one.awareOn],
  ['incidents_persons', (one) => one.personsCount],
  ['incidents_approximate_count', (one) => (one.isCountApproximate ? 1 : 0)],
  ['incidents_risk', (one) => riskWord(one.risk)],
  ['incidents_risk_reasons', (one) => one.riskReasons],
  ['incidents_authority', (one) => one.authorityNotifiedOn],
  ['incidents_told', (one) => one.personsNotifiedOn],
  ['incidents_notice_note', (one) => one.noticeNote],
  ['incidents_measures', (one) => one.measures],
  ['incidents_closed', (one) => one.closedOn],
  ['incidents_recorded', (one) => dateOf(one.openedAt, DEFAULT_TIME_ZONE)],
]

/** The register as CSV in the habits of the language; no spreadsheet runs anything of it. */
export function registerCsv(incidents: readonly Incident[], locale: Locale): string {
  const separator = locale === 'en' ? ',' : ';'
  const field = (cell: string | number | null): string => {
    const text = cell === null ? '' : typeof cell === 'number' ? String(cell) : escapeText(cell)
    return /["\r\n;,]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
  }
  const lines = [COLUMNS.map(([key]) => translate(key, {}, locale)), ...incidents.map((one) => COLUMNS.map(([, cell]) => cell(one)))]
  // The mark tells spreadsheets that this is UTF-8.
  return `\ufeff${lines.map((cells) => cells.map(field).join(separator)).join('\r\n')}\r\n`
}
