import { formatInteger, formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

export type Standing = 'on_track' | 'watch' | 'off_track' | 'no_target' | 'no_data'
export const STANDINGS: readonly Standing[] = ['on_track', 'watch', 'off_track', 'no_target', 'no_data']
export type Tally = Readonly<Record<Standing, number>>

/** « Sur 10 indicateurs suivis : 6 sont en bonne voie, 2 à surveiller… »: states that nobody is in are not said. */
export function standingSentence(tally: Tally, locale: Locale): string {
  const total = STANDINGS.reduce((sum, state) => sum + tally[state], 0)
  if (total === 0) return m.overview_standing_none()
  const number = (state: Standing) => formatInteger(locale, tally[state])
  const parts = [
    tally.on_track > 0 ? m.overview_standing_on_track({ count: tally.on_track }) : [],
    tally.watch > 0 ? m.overview_standing_watch({ count: number('watch') }) : [],
    tally.off_track > 0 ? m.overview_standing_off_track({ count: number('off_track') }) : [],
    tally.no_target > 0 ? m.overview_standing_no_target({ count: number('no_target') }) : [],
    tally.no_data > 0 ? m.overview_standing_no_data({ count: number('no_data') }) : [],
  ].flat()
  return m.overview_standing({ count: total, list: formatList(locale, parts) })
}

const URGENCY = ['off_track', 'watch']

/** The few indicators that the first page shows: those where a part or the whole is in difficulty, then in their own order. */
export function headline<Row extends { readonly code: string; readonly status: string }>(rows: readonly Row[], withGap: ReadonlySet<string>, count = 6): Row[] {
  const rank = (row: Row) =>
    withGap.has(row.code)
      ? 0
      : URGENCY.includes(row.status)
        ? 1 + URGENCY.indexOf(row.status)
        : row.status === 'no_data' || row.status === 'no_state'
          ? 5
          : row.status === 'no_target'
            ? 4
            : 3
  return [...rows]
    .map((row, index) => ({ row, index }))
    .sort((a, b) => rank(a.row) - rank(b.row) || a.index - b.index)
    .slice(0, count)
    .map(({ row }) => row)
}
