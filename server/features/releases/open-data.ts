import { escapeText } from '#shared/exchange/export/escape.ts'
import { isPartial } from '#shared/progress/partial.ts'
import { toldTrend } from '#shared/progress/told-trend.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { OpenData } from './public.ts'

/** What stands for a hidden figure, everywhere the same. */
const HIDDEN = 's'

const COLUMNS = [
  'indicator',
  'indicator_name_fr',
  'indicator_name_en',
  'unit',
  'display_factor',
  'territory',
  'territory_name',
  'territory_level',
  'period',
  'category',
  'value',
  'lower',
  'upper',
  'numerator',
  'denominator',
  'n',
  'presence',
  'mask',
  'coverage',
  'is_partial',
  'baseline',
  'target',
  'expected',
  'progress',
  'status',
  'status_reason',
  'trend',
  'previous',
  'previous_period',
  'flags',
  'release',
  'as_of',
  'licence',
] as const

const NUMBER = /^-?\d+(\.\d+)?$/

/** One field: numbers stay numbers, texts begin no formula. */
function field(text: string | null): string {
  if (text === null || text === '') return ''
  const safe = NUMBER.test(text) ? text : escapeText(text)
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Every figure of a release as CSV: UTF-8, commas, points, values in storage units (a share is 0.619). */
export function asCsv({ open, release, cells, licence }: OpenData): string {
  const indicators = new Map(open.catalogue.indicators.map((one) => [one.code, one.current]))
  const places = new Map(open.territories.map((one) => [one.code, one]))
  const name = release.edition > 1 ? `${release.name} v${release.edition}` : release.name
  const line = (cell: ProgressCell): (string | null)[] => {
    const version = indicators.get(cell.indicator)
    return [
      cell.indicator,
      version?.nameFr ?? null,
      version?.nameEn ?? null,
      version?.unitLabelFr ?? version?.currencyCode ?? null,
      version?.displayFactor ?? null,
      cell.territory,
      places.get(cell.territory)?.nameFr ?? null,
      cell.level,
      cell.period,
      cell.category,
      cell.value,
      cell.lower,
      cell.upper,
      cell.numerator,
      cell.denominator,
      cell.n,
      cell.presence,
      cell.mask === 'none' ? null : HIDDEN,
      cell.coverage,
      cell.value === null ? null : String(isPartial(cell)),
      cell.baseline,
      cell.target,
      cell.expected,
      cell.progress,
      cell.status,
      cell.reason,
      version === undefined ? null : toldTrend(cell, version),
      cell.previous,
      cell.previousPeriod,
      cell.flags.join('|'),
      name,
      release.asOf,
      licence.name,
    ]
  }
  return `${[COLUMNS, ...cells.map(line)].map((row) => row.map(field).join(',')).join('\r\n')}\r\n`
}
