import type { Completeness, CompletenessFilter, ReportCounts } from '#shared/progress/completeness.ts'
import { veil, type OwedSet } from '#shared/progress/veil.ts'
import { Decimal, decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { countReports, knowsIndicator, knowsPartner, type CompletenessRow, type PeriodSpan } from './completeness-queries.ts'
import { codeOfPartner } from './queries.ts'

type Rows = readonly CompletenessRow[]

const total = (rows: Rows, of: (row: CompletenessRow) => number) => rows.reduce((sum, row) => sum + of(row), 0)
const weight = (rows: Rows, of: (row: CompletenessRow) => string) => rows.reduce((sum, row) => sum.plus(decimal(of(row))), new Decimal(0))

/** Coverage of each indicator and period, then their mean: weights of different indicators are never added. */
function coverageOf(rows: Rows): string | null {
  const shares = [...Map.groupBy(rows, (row) => `${row.period} ${row.indicator}`).values()].flatMap((set) => {
    const share = divide(
      weight(set, (row) => row.receivedWeight),
      weight(set, (row) => row.expectedWeight),
    )
    return share === null ? [] : [share]
  })
  return toTextOrNull(
    divide(
      shares.reduce((sum, share) => sum.plus(share), new Decimal(0)),
      new Decimal(shares.length),
    ),
  )
}

function countsOf(rows: Rows): ReportCounts {
  const [received, onTime] = [total(rows, (row) => row.received), total(rows, (row) => row.onTime)]
  return {
    expected: total(rows, (row) => row.expected),
    received,
    onTime,
    late: received - onTime,
    validated: total(rows, (row) => row.validated),
    excused: total(rows, (row) => row.excused),
    coverage: coverageOf(rows),
  }
}

function countsBy(rows: Rows, keyOf: (row: CompletenessRow) => string | null): [string, ReportCounts][] {
  return [...Map.groupBy(rows, keyOf)]
    .flatMap(([key, list]): [string, ReportCounts][] => (key === null ? [] : [[key, countsOf(list)]]))
    .sort(([a], [b]) => (a < b ? -1 : 1))
}

const setsOf = (rows: Rows): OwedSet[] =>
  [...Map.groupBy(rows, (row) => `${row.period} ${row.indicator}`).values()].map((set) => ({
    indicator: (set[0] as CompletenessRow).indicator,
    period: (set[0] as CompletenessRow).period,
    partners: new Set(set.flatMap(({ partner }) => partner ?? [])),
    expected: total(set, (row) => row.expected),
  }))

/** What of the counted rows goes into each part of the answer. */
interface Shown {
  readonly sums: Rows
  readonly items: Rows
  readonly periods: Rows
  readonly withheld: Completeness['withheld']
}

const everything = (rows: Rows): Shown => ({ sums: rows, items: rows, periods: rows, withheld: { sums: false, indicators: [], periods: [] } })

/** As `veil` allows. Without any filter the sum is the initiative's own and is shown whatever it stands for. */
function veiled(all: Rows, filter: CompletenessFilter): Shown {
  const { hidden, hiddenPeriods } = veil(setsOf(all))
  const hiddenSets = new Set([...hidden].map((set) => `${set.period} ${set.indicator}`))
  const isShown = (row: CompletenessRow) => !hiddenSets.has(`${row.period} ${row.indicator}`)
  const asked = all.filter((row) => filter.indicator === undefined || row.indicator === filter.indicator)
  const items = asked.filter(isShown)
  const periods = filter.indicator === undefined ? asked.filter((row) => !hiddenPeriods.has(row.period)) : items
  const isWhole = filter.indicator === undefined && filter.period === undefined && filter.from === undefined && filter.to === undefined
  const left = (kept: Rows, keyOf: (row: CompletenessRow) => string) => [...new Set(asked.filter((row) => !kept.includes(row)).map(keyOf))].sort()
  return {
    sums: isWhole ? asked : periods,
    items,
    periods,
    withheld: { sums: !isWhole && periods.length < asked.length, indicators: left(items, (row) => row.indicator), periods: left(periods, (row) => row.period) },
  }
}

/** @throws invalid_period */
function spanOf({ initiative }: Actor, { period, from, to }: CompletenessFilter): PeriodSpan {
  const parsed = (code: string) => {
    const found = parsePeriodCode(code, initiative)
    if (found === null) throw problem('invalid_period', { value: code })
    return found
  }
  return {
    code: period === undefined ? null : parsed(period).code,
    from: from === undefined ? null : parsed(from).startsOn,
    to: to === undefined ? null : parsed(to).endsOn,
  }
}

/**
 * Completeness, timeliness, validation and coverage (domain 3.10): counts, of which the screen makes shares. By partner the backbone
 * sees all, a partner itself; the sums are for every member, as far as none of them points at one partner (domain 5, row 22).
 * @throws invalid_period, unknown_reference, not_found (completeness of another partner)
 */
export async function readCompleteness(trx: Trx, actor: Actor, filter: CompletenessFilter = {}): Promise<Completeness> {
  const { initiative, today, role } = actor
  const isBackbone = role === 'backbone'
  const span = spanOf(actor, filter)
  const ownCode = role === 'funder' || actor.partnerId === null ? null : await codeOfPartner(trx, initiative.id, actor.partnerId)
  if (filter.partner !== undefined && !isBackbone && filter.partner !== ownCode) throw problem('not_found')
  if (filter.partner !== undefined && isBackbone && !(await knowsPartner(trx, initiative.id, filter.partner)))
    throw problem('unknown_reference', { field: 'partner', value: filter.partner })
  if (filter.indicator !== undefined && !(await knowsIndicator(trx, initiative.id, filter.indicator)))
    throw problem('unknown_reference', { field: 'indicator', value: filter.indicator })

  const isSpanGiven = filter.period !== undefined || filter.from !== undefined || filter.to !== undefined
  // Of one partner's years no other report is read; without a span the period is everybody's last one, whoever owed in it.
  const partner = isSpanGiven ? filter.partner : undefined
  const count = () => countReports(trx, initiative.id, span, { today, timeZone: initiative.timeZone, partner })
  // The sums take in every partner's reports, which no other hat may read one by one: only counts come back.
  const all = isBackbone ? await count() : await withPurpose(trx, 'maintenance', count)
  const isOfAsked = (row: CompletenessRow) =>
    (filter.indicator === undefined || row.indicator === filter.indicator) && (filter.partner === undefined || row.partner === filter.partner)
  const shown = isBackbone || filter.partner !== undefined ? everything(all.filter(isOfAsked)) : veiled(all, filter)
  const byPartner = all.filter((row) => isOfAsked(row) && (isBackbone || row.partner === ownCode))
  const codes = [...new Set(shown.periods.map((row) => row.period))]
  return {
    asOf: today,
    period:
      filter.period ?? (filter.from === undefined && filter.to === undefined ? (all.at(-1)?.period ?? null) : codes.length === 1 ? (codes[0] ?? null) : null),
    ...countsOf(shown.sums),
    items: countsBy(shown.items, (row) => row.indicator).map(([indicator, counts]) => ({ indicator, ...counts })),
    partners: countsBy(byPartner, (row) => row.partner).map(([partner, counts]) => ({ partner, ...counts })),
    periods: [...Map.groupBy(shown.periods, (row) => row.period)].reverse().map(([period, rows]) => ({ period, ...countsOf(rows) })),
    withheld: shown.withheld,
  }
}
