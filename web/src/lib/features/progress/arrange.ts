import type { Locale } from '#shared/i18n/locales.ts'
import { compareText } from '#shared/i18n/format.ts'
import type { Sort } from '#lib/ui/address.ts'
import type { IndicatorRow } from './rows.ts'

/** What rows are sorted by; `position` is the order that the initiative gave its indicators. */
export const SORT_KEYS = ['name', 'status', 'progress', 'age'] as const
export type SortKey = (typeof SORT_KEYS)[number]

/** What needs attention first. */
const URGENCY: Readonly<Record<IndicatorRow['status'], number>> = {
  off_track: 0,
  watch: 1,
  no_data: 2,
  no_target: 2,
  no_state: 2,
  apart: 2,
  on_track: 3,
  target_met: 4,
}

function valueOf(row: IndicatorRow, key: string): number | null {
  if (key === 'status') return URGENCY[row.status]
  if (key === 'progress') return row.way
  return row.age
}

/** Rows in the order asked for; those without the number come last either way. */
export function sortRows<Row extends IndicatorRow>(rows: readonly Row[], { key, direction }: Sort, locale: Locale): Row[] {
  if (!(SORT_KEYS as readonly string[]).includes(key)) return [...rows]
  const sign = direction === 'descending' ? -1 : 1
  const byName = compareText(locale)
  if (key === 'name') return [...rows].sort((a, b) => sign * byName(a.name, b.name))
  return [...rows].sort((a, b) => {
    const [one, other] = [valueOf(a, key), valueOf(b, key)]
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    return sign * (one - other)
  })
}

export interface RowGroup<Row = IndicatorRow> {
  readonly key: string
  readonly title: string | null
  readonly lang?: string | undefined
  readonly rows: readonly Row[]
}

/** Rows under headings; a row that belongs to several stands under each, one that belongs to none under the last heading. */
export function groupRows<Row>(
  rows: readonly Row[],
  headings: readonly { readonly key: string; readonly title: string }[],
  keysOf: (row: Row) => readonly string[],
  without: string,
): RowGroup<Row>[] {
  const groups = headings.map(({ key, title }) => ({ key, title, rows: rows.filter((row) => keysOf(row).includes(key)) }))
  const known = new Set(headings.map(({ key }) => key))
  const rest = rows.filter((row) => !keysOf(row).some((key) => known.has(key)))
  return [...groups, { key: '', title: without, rows: rest }].filter((group) => group.rows.length > 0)
}
