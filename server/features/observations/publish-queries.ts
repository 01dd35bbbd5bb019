import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

/** Which figures a release told. */
export interface ToldFigures {
  /** Last period that it told. */
  readonly throughPeriod: string
  /** Codes of its indicators; null: all. */
  readonly indicators: readonly string[] | null
  /** Figures that changed later are not in it. */
  readonly builtAt: Date
}

/** Most figures that one statement marks. */
const MARKED_AT_ONCE = 20_000

/** Marks some of the figures that a release told as published. @returns how many; 0 when all are */
export async function markPublished(trx: Trx, initiativeId: string, { throughPeriod, indicators, builtAt }: ToldFigures): Promise<number> {
  const { numAffectedRows } = await sql`
    update app.observations o set state = 'published'
    where o.initiative_id = ${initiativeId} and o.id = any (array(
      select x.id from app.observations x
      join app.reporting_periods p on p.initiative_id = x.initiative_id and p.id = x.period_id
      join app.indicator_versions v on v.initiative_id = x.initiative_id and v.id = x.indicator_version_id
      join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
      where x.initiative_id = ${initiativeId} and x.state = 'validated' and x.updated_at <= ${builtAt}::timestamptz
        and p.ends_on <= (select t.ends_on from app.reporting_periods t where t.initiative_id = ${initiativeId} and t.code = ${throughPeriod} limit 1)
        and (${indicators}::text[] is null or i.code = any (${indicators}::text[])) and i.archived_on is null
      limit ${MARKED_AT_ONCE}))`.execute(trx)
  return Number(numAffectedRows ?? 0)
}
