import { sql } from 'kysely'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { ConcealedCell } from '#shared/releases/conceal.ts'
import type { Trx } from '#server/platform/db/context.ts'

export type Audience = 'public' | 'funder' | 'circle'

/** Rows of one statement: the arrays of its parameters stay small. */
const BATCH = 4_000

/** Writes figures of one release. */
export async function insertCells(
  trx: Trx,
  initiativeId: string,
  releaseId: string,
  cells: readonly (ConcealedCell & { readonly audience: Audience })[],
): Promise<void> {
  for (let from = 0; from < cells.length; from += BATCH) {
    const some = cells.slice(from, from + BATCH)
    const text = (of: (cell: (typeof some)[number]) => string | null) => sql`${some.map(of)}::text[]`
    const number = (of: (cell: (typeof some)[number]) => string | null) => sql`${some.map(of)}::numeric[]`
    await sql`
      insert into app.release_cells (initiative_id, release_id, indicator, period, territory, category, partner, level, audience, mask, value, lower, upper, additivity,
        numerator, denominator, n, presence, coverage, baseline, target, expected, progress, status, reason, flags, ratio, period_value, previous, previous_period, trend)
      select ${initiativeId}::uuid, ${releaseId}::uuid, u.indicator, u.period, u.territory, u.category, u.partner, u.level, u.audience, u.mask, u.value, u.lower, u.upper,
        u.additivity, u.numerator, u.denominator, u.n, u.presence, u.coverage, u.baseline, u.target, u.expected, u.progress, u.status, u.reason,
        string_to_array(u.flags, ','), u.ratio, u.period_value, u.previous, u.previous_period, u.trend
      from unnest(${text((c) => c.indicator)}, ${text((c) => c.period)}, ${text((c) => c.territory)}, ${text((c) => c.category)}, ${text((c) => c.partner ?? '')},
        ${text((c) => c.level)}, ${text((c) => c.audience)}, ${text((c) => c.mask)}, ${number((c) => c.value)}, ${number((c) => c.lower)}, ${number((c) => c.upper)},
        ${text((c) => c.additivity)}, ${number((c) => c.numerator)}, ${number((c) => c.denominator)}, ${number((c) => c.n)}, ${text((c) => c.presence)},
        ${number((c) => c.coverage)}, ${number((c) => c.baseline)}, ${number((c) => c.target)}, ${number((c) => c.expected)}, ${number((c) => c.progress)},
        ${text((c) => c.status)}, ${text((c) => c.reason)}, ${text((c) => c.flags.join(','))}, ${number((c) => c.ratio)}, ${number((c) => c.periodValue)},
        ${number((c) => c.previous)}, ${text((c) => c.previousPeriod)}, ${text((c) => c.trend)})
        as u(indicator, period, territory, category, partner, level, audience, mask, value, lower, upper, additivity, numerator, denominator, n, presence, coverage,
          baseline, target, expected, progress, status, reason, flags, ratio, period_value, previous, previous_period, trend)`.execute(trx)
  }
}

/** Columns of a figure in the shape of the progress request, without its mask. */
const FIGURE = sql`
  c.indicator, c.territory, c.level, nullif(c.partner, '') as partner, c.period, c.category, c.value, c.lower, c.upper, c.additivity, c.numerator, c.denominator, c.n,
  c.presence, c.coverage, c.baseline, c.target, c.expected, c.progress, c.status, c.reason, c.flags, c.ratio, c.period_value as "periodValue", null as computed,
  c.previous, c.previous_period as "previousPeriod", c.trend`

/** Figures of one indicator in the open release, as they were told: for what the next one says otherwise, and what stays hidden. */
export async function cellsOfIndicator(
  trx: Trx,
  initiativeId: string,
  releaseId: string,
  indicator: string,
): Promise<(ProgressCell & { isMasked: boolean })[]> {
  const { rows } = await sql<ProgressCell & { isMasked: boolean }>`
    select ${FIGURE}, c.is_masked as "isMasked"
    from app.release_cells c where c.initiative_id = ${initiativeId} and c.release_id = ${releaseId} and c.indicator = ${indicator}`.execute(trx)
  return rows
}

/** Figures of one indicator as they are stored, whatever the release: for its checksum. */
export async function concealedCells(trx: Trx, initiativeId: string, releaseId: string, indicator: string): Promise<ConcealedCell[]> {
  const { rows } = await sql<ConcealedCell>`
    select ${FIGURE}, c.mask
    from app.release_cells c where c.initiative_id = ${initiativeId} and c.release_id = ${releaseId} and c.indicator = ${indicator}`.execute(trx)
  return rows
}

export interface CellQuestion {
  readonly initiativeId: string
  readonly releaseId: string
  /** Pairs of indicator and period, in the order in which figures are shown. */
  readonly indicators: readonly string[]
  readonly periods: readonly string[]
  readonly territories: readonly string[]
  /** One category, or null for all. */
  readonly category: string | null
  readonly byPartner: boolean
  readonly partners: readonly string[] | null
}

/**
 * Figures of the open release for the given pairs and places. `mask` is what the role may know of it.
 * @param showsKind whether the reader may learn which hidden figures are small counts themselves
 */
export async function readCells(trx: Trx, question: CellQuestion, showsKind: boolean): Promise<ProgressCell[]> {
  const { initiativeId, releaseId, indicators, periods, territories, category, byPartner, partners } = question
  const { rows } = await sql<ProgressCell>`
    select ${FIGURE}, ${showsKind ? sql`c.mask` : sql`case when c.is_masked then 'masked' else 'none' end`} as mask
    from unnest(${indicators}::text[], ${periods}::text[]) with ordinality as u(indicator, period, slot)
    join unnest(${territories}::text[]) with ordinality as t(code, place) on true
    join app.release_cells c on c.initiative_id = ${initiativeId} and c.release_id = ${releaseId} and c.indicator = u.indicator and c.period = u.period
      and c.territory = t.code ${category === null ? sql`` : sql`and c.category = ${category}`}
      ${byPartner ? (partners === null ? sql`and c.partner <> ''` : sql`and c.partner = any (${partners}::text[])`) : sql`and c.partner = ''`}
    order by u.slot, t.place, c.partner, c.category`.execute(trx)
  return rows
}

/** Writes what a release says otherwise than the one before. */
export async function insertChanges(
  trx: Trx,
  initiativeId: string,
  releaseId: string,
  changes: readonly {
    id: number
    indicator: string
    period: string
    territory: string
    category: string
    partner: string
    audience: Audience
    oldValue: string | null
    newValue: string | null
    oldStatus: string
    newStatus: string
    isMaterial: boolean
    reasons: readonly string[]
  }[],
): Promise<void> {
  for (let from = 0; from < changes.length; from += BATCH) {
    await trx
      .insertInto('release_changes')
      .values(
        changes
          .slice(from, from + BATCH)
          .map((one) => ({
            initiative_id: initiativeId,
            release_id: releaseId,
            id: one.id,
            indicator: one.indicator,
            period: one.period,
            territory: one.territory,
            category: one.category,
            partner: one.partner,
            audience: one.audience,
            old_value: one.oldValue,
            new_value: one.newValue,
            old_status: one.oldStatus,
            new_status: one.newStatus,
            is_material: one.isMaterial,
            reasons: [...one.reasons],
          })),
      )
      .execute()
  }
}
