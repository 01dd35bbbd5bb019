import { sql, type RawBuilder } from 'kysely'

/** Aliases of a query: the period (with `id`), the version (`due_days`), whose indicator, whose partner. */
interface DueAliases {
  /** Last day of the period, as SQL. */
  readonly endsOn: RawBuilder<unknown>
  readonly period: string
  readonly version: string
  /** The column that names the partner, such as `a.partner_id`. */
  readonly partner: string
}

/**
 * Last day in time of a report, as SQL: so many days after the period's end, or the later day that the backbone granted
 * its partner (situation 13).
 */
export function dueDate({ endsOn, period, version, partner }: DueAliases): RawBuilder<string> {
  const v = (column: string) => sql.ref(`${version}.${column}`)
  return sql<string>`greatest(${endsOn} + ${v('due_days')}, (select max(e.due_on) from app.due_extensions e
    where e.initiative_id = ${v('initiative_id')} and e.period_id = ${sql.ref(`${period}.id`)} and e.partner_id is not distinct from ${sql.ref(partner)}
      and (e.indicator_id is null or e.indicator_id = ${v('indicator_id')})))`
}

/** The same where the period is a row `p` of the stored ones and the version `v`. */
export const dueDateOf = (partner: string): RawBuilder<string> => dueDate({ endsOn: sql.ref('p.ends_on'), period: 'p', version: 'v', partner })
