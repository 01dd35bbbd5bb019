import { sql } from 'kysely'

/** The key of a removed figure `o`, as `keepVersions` reads it. */
export const ENDED_KEY = sql`o.indicator_version_id, o.period_id, o.territory_id, o.partner_id, o.category`

/** Keeps the last version of each row of `gone` (the columns of `ENDED_KEY`, and `version`): the next figure under its key goes on from it. */
export const keepVersions = (initiativeId: string) => sql`
  insert into app.ended_figures as e (initiative_id, indicator_version_id, period_id, territory_id, partner_id, category, version)
  select ${initiativeId}::uuid, indicator_version_id, period_id, territory_id, partner_id, category, version from gone
  on conflict on constraint ended_figures_key do update set version = greatest(e.version, excluded.version)`
