import { sql } from 'kysely'
import type { FigureRevision } from '#shared/indicators/marks.ts'
import { REVISION_REASONS } from '#shared/observations/life-cycle.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** Revisions of validated figures of an indicator, latest first, as far as row level security lets the hat read them. */
export function listFigureRevisions(trx: Trx, initiativeId: string, code: string, timeZone: string, most: number): Promise<FigureRevision[]> {
  return trx
    .selectFrom('observation_revisions as r')
    .innerJoin('observations as o', (join) => join.onRef('o.initiative_id', '=', 'r.initiative_id').onRef('o.id', '=', 'r.observation_id'))
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'o.initiative_id').onRef('v.id', '=', 'o.indicator_version_id'))
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'v.initiative_id').onRef('i.id', '=', 'v.indicator_id'))
    .innerJoin('reporting_periods as p', (join) => join.onRef('p.initiative_id', '=', 'o.initiative_id').onRef('p.id', '=', 'o.period_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'o.initiative_id').onRef('t.id', '=', 'o.territory_id'))
    .leftJoin('partners as w', (join) => join.onRef('w.initiative_id', '=', 'o.initiative_id').onRef('w.id', '=', 'o.partner_id'))
    .select(['p.code as period', 't.code as territory', 'w.code as partner', 'o.category', 'r.note'])
    .select([sql<string>`((r.at at time zone ${timeZone})::date)::text`.as('on'), sql<FigureRevision['reason']>`r.reason`.as('reason')])
    .where('r.initiative_id', '=', initiativeId)
    .where('i.code', '=', code)
    .where('r.reason', 'in', [...REVISION_REASONS])
    .where('o.state', 'in', ['validated', 'published'])
    .orderBy('r.at', 'desc')
    .orderBy('r.id')
    .limit(most)
    .execute()
}
