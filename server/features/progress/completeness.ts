import type { z } from 'zod'
import type { progressRoutes } from '#shared/progress/contract.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { codeOfPartner } from './queries.ts'
import { countReports, type CompletenessRow } from './completeness-queries.ts'

type Counts = Pick<CompletenessRow, 'expected' | 'received' | 'onTime' | 'validated'>

const NONE: Counts = { expected: 0, received: 0, onTime: 0, validated: 0 }
const add = (a: Counts, b: Counts): Counts => ({
  expected: a.expected + b.expected,
  received: a.received + b.received,
  onTime: a.onTime + b.onTime,
  validated: a.validated + b.validated,
})

function sumBy(rows: readonly CompletenessRow[], keyOf: (row: CompletenessRow) => string | null): [string, Counts][] {
  const sums = new Map<string, Counts>()
  for (const row of rows) {
    const key = keyOf(row)
    if (key !== null) sums.set(key, add(sums.get(key) ?? NONE, row))
  }
  return [...sums].sort(([a], [b]) => (a < b ? -1 : 1))
}

/**
 * Completeness, timeliness and validation of one period (domain 3.10): counts, of which the screen
 * makes shares. By partner the backbone sees all, a partner itself; the sums are for every member.
 * @throws invalid_period
 */
export async function readCompleteness(trx: Trx, actor: Actor, period: string | undefined): Promise<z.output<typeof progressRoutes.completeness.response>> {
  const { initiative, today, role } = actor
  if (period !== undefined && parsePeriodCode(period, initiative) === null) throw problem('invalid_period', { value: period })
  const count = () => countReports(trx, initiative.id, period ?? null, today, initiative.timeZone)
  // The sums take in every partner's reports, which no other hat may read one by one: only counts come back.
  const rows = role === 'backbone' ? await count() : await withPurpose(trx, 'maintenance', count)
  const ownCode = role === 'funder' || actor.partnerId === null ? null : await codeOfPartner(trx, initiative.id, actor.partnerId)
  const partners = sumBy(rows, (row) => row.partner).filter(([code]) => role === 'backbone' || code === ownCode)
  return {
    period: period ?? rows[rows.length - 1]?.period ?? null,
    ...rows.reduce(add, NONE),
    items: sumBy(rows, (row) => row.indicator).map(([indicator, counts]) => ({ indicator, ...counts })),
    partners: partners.map(([partner, counts]) => ({ partner, ...counts })),
  }
}
