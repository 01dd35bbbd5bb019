import { sql, type RawBuilder } from 'kysely'

type Part = RawBuilder<unknown>

/** Columns or parameters of a query that name a figure. */
export interface FigureKey {
  readonly initiative: Part
  readonly version: Part
  readonly period: Part
  readonly territory: Part
  readonly partner: Part
  /** Absent: each category. */
  readonly category?: Part
}

/**
 * The figures with this key as a subquery for `lateral` or `exists`; no key may be named `found`. A partner, or nobody, is asked for
 * apart: « the same or both none » is no key of an index, and each of forty thousand reports would read every partner of its period.
 */
export function figuresOf({ initiative, version, period, territory, partner, category }: FigureKey): Part {
  const of = (whose: Part) => sql`select found.* from app.observations found
    where found.initiative_id = ${initiative} and found.indicator_version_id = ${version} and found.period_id = ${period}
      and found.territory_id = ${territory} ${category === undefined ? sql`` : sql`and found.category = ${category}`} and ${whose}`
  return sql`${of(sql`found.partner_id = ${partner}`)} union all ${of(sql`found.partner_id is null and ${partner} is null`)}`
}

/**
 * What came in of an asked report, where a query names its assignment `a`, its version `v` and its period `p`.
 * @param category as SQL; absent: each category
 */
export const figuresAsked = (category?: Part): Part =>
  figuresOf({
    initiative: sql`v.initiative_id`,
    version: sql`v.id`,
    period: sql`p.id`,
    territory: sql`a.territory_id`,
    partner: sql`a.partner_id`,
    ...(category === undefined ? {} : { category }),
  })
