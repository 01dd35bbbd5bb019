import { sql } from 'kysely'
import type { Standing } from '#shared/progress/news.ts'
import { REVISION_REASONS, type RevisionReason } from '#shared/observations/life-cycle.ts'
import type { Trx } from '#server/platform/db/context.ts'

export type Standings = Readonly<Record<string, Standing>>

export interface Look {
  readonly seenOn: string
  readonly beforeOn: string | null
  readonly before: Standings | null
}

/** The looks that are remembered of one hat. */
export async function lookOf(trx: Trx, initiativeId: string, hatId: string): Promise<Look | undefined> {
  const row = await trx
    .selectFrom('last_looks')
    .select(['seen_on as seenOn', 'before_on as beforeOn', 'before'])
    .where('initiative_id', '=', initiativeId)
    .where('hat_id', '=', hatId)
    .executeTakeFirst()
  return row === undefined ? undefined : { ...row, before: row.before as Standings | null }
}

/** Remembers a look; what was the last one becomes the one before. Of two of one day the first counts. */
export async function rememberLook(
  trx: Trx,
  initiativeId: string,
  look: { readonly hatId: string; readonly ownerId: string; readonly on: string; readonly seen: Standings },
): Promise<void> {
  const seen = JSON.stringify(look.seen)
  await trx
    .insertInto('last_looks')
    .values({ initiative_id: initiativeId, hat_id: look.hatId, owner_id: look.ownerId, seen_on: look.on, seen })
    .onConflict((conflict) =>
      conflict
        .columns(['initiative_id', 'hat_id'])
        .doUpdateSet((eb) => ({
          before_on: eb.ref('last_looks.seen_on'),
          before: eb.ref('last_looks.seen'),
          seen_on: eb.ref('excluded.seen_on'),
          seen: eb.ref('excluded.seen'),
        }))
        .where('last_looks.seen_on', '<', look.on),
    )
    .execute()
}

/** Changes of figures since the beginning of a day, as far as row level security lets the hat read them. */
const changes = (initiativeId: string, since: string, timeZone: string) => sql`
  app.observation_revisions r
  join app.observations o on o.initiative_id = r.initiative_id and o.id = r.observation_id
  join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
  join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
  join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
  join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
  left join app.partners w on w.initiative_id = o.initiative_id and w.id = o.partner_id
  where r.initiative_id = ${initiativeId}::uuid and r.new_state in ('validated', 'published')
    and r.at >= (${since}::date)::timestamp at time zone ${timeZone} and o.state in ('validated', 'published')`

export interface NewFigures {
  readonly on: string
  readonly indicator: string
  readonly period: string
  readonly count: number
}

/** Figures that were validated since, by indicator and period; latest first. */
export async function listNewFigures(trx: Trx, initiativeId: string, since: string, timeZone: string, most: number): Promise<NewFigures[]> {
  const { rows } = await sql<NewFigures>`
    select max((r.at at time zone ${timeZone})::date)::text as "on", i.code as indicator, p.code as period, count(distinct o.id)::integer as count
    from ${changes(initiativeId, since, timeZone)} and o.category = 'TOTAL' and coalesce(r.old_state, '') not in ('validated', 'published')
    group by i.code, p.code, p.ends_on order by 1 desc, p.ends_on desc, i.code limit ${most}`.execute(trx)
  return rows
}

export interface NewRevision {
  readonly on: string
  readonly indicator: string
  readonly period: string
  readonly territory: string
  readonly partner: string | null
  readonly reasons: RevisionReason[]
}

/** Figures that changed since after they were validated; latest first. */
export async function listNewRevisions(trx: Trx, initiativeId: string, since: string, timeZone: string, most: number): Promise<NewRevision[]> {
  const { rows } = await sql<NewRevision>`
    select max((r.at at time zone ${timeZone})::date)::text as "on", i.code as indicator, p.code as period, t.code as territory, w.code as partner,
      array_agg(distinct r.reason) as reasons
    from ${changes(initiativeId, since, timeZone)} and r.reason = any (${[...REVISION_REASONS]}::text[])
    group by i.code, p.code, t.code, w.code order by 1 desc, i.code, p.code, t.code limit ${most}`.execute(trx)
  return rows
}
