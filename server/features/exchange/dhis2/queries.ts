import { sql } from 'kysely'
import type { Trx } from '#server/platform/db/context.ts'

export interface TerritoryCodeRow {
  code: string
  externalId: string | null
  level: string
  nameFr: string
}

/** Codes of every territory, with the identifier that another system gives it. */
export function listTerritoryCodes(trx: Trx, initiativeId: string): Promise<TerritoryCodeRow[]> {
  return trx
    .selectFrom('territories as t')
    .innerJoin('territory_levels as l', (join) => join.onRef('l.initiative_id', '=', 't.initiative_id').onRef('l.id', '=', 't.level_id'))
    .where('t.initiative_id', '=', initiativeId)
    .select(['t.code', 't.external_id as externalId', 'l.code as level', 't.name_fr as nameFr'])
    .orderBy('t.code')
    .execute()
}

/** Codes of the indicators that exist, of these. */
export async function knownIndicators(trx: Trx, initiativeId: string, codes: readonly string[]): Promise<Set<string>> {
  const rows = await trx
    .selectFrom('indicators')
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', sql<string>`any (${codes}::text[])`)
    .select('code')
    .execute()
  return new Set(rows.map(({ code }) => code))
}

export interface StandingRow {
  indicator: string
  territory: string
  partner: string | null
  period: string
  category: string
}

/** Names of the figures that stand for some indicators and territories. */
export function listStanding(trx: Trx, initiativeId: string, indicators: readonly string[], territories: readonly string[]): Promise<StandingRow[]> {
  return trx
    .selectFrom('observations as o')
    .innerJoin('indicator_versions as v', (join) => join.onRef('v.initiative_id', '=', 'o.initiative_id').onRef('v.id', '=', 'o.indicator_version_id'))
    .innerJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'v.initiative_id').onRef('i.id', '=', 'v.indicator_id'))
    .innerJoin('territories as t', (join) => join.onRef('t.initiative_id', '=', 'o.initiative_id').onRef('t.id', '=', 'o.territory_id'))
    .innerJoin('reporting_periods as r', (join) => join.onRef('r.initiative_id', '=', 'o.initiative_id').onRef('r.id', '=', 'o.period_id'))
    .leftJoin('partners as p', (join) => join.onRef('p.initiative_id', '=', 'o.initiative_id').onRef('p.id', '=', 'o.partner_id'))
    .where('o.initiative_id', '=', initiativeId)
    .where('i.code', '=', sql<string>`any (${indicators}::text[])`)
    .where('t.code', '=', sql<string>`any (${territories}::text[])`)
    .select(['i.code as indicator', 't.code as territory', 'p.code as partner', 'r.code as period', 'o.category'])
    .execute()
}
