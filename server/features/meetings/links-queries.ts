import { sql, type RawBuilder } from 'kysely'
import type { LinkKind } from '#shared/meetings/links.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { invitedTo } from './queries.ts'

/** The name of an indicator of `l` by its definition in force on a day. */
const nameOf = (id: RawBuilder<unknown>, language: 'fr' | 'en', on: string) => sql<
  string | null
>`(select ${sql.ref(`v.name_${language}`)} from indicator_versions v
  where v.initiative_id = l.initiative_id and v.indicator_id = ${id} and (v.valid_from <= ${on}::date or v.number = 1)
  order by v.number desc limit 1)`

/**
 * What points of agendas are about, in order. Row level security leaves out links to notes that this hat may not read, and names
 * of activities and decisions that it may not; of a note there is only the identifier.
 */
export function listLinkRows(trx: Trx, initiativeId: string, on: string, onlyPublished: boolean, meetingId?: string) {
  return trx
    .selectFrom('agenda_item_links as l')
    .leftJoin('indicators as i', (join) => join.onRef('i.initiative_id', '=', 'l.initiative_id').onRef('i.id', '=', 'l.indicator_id'))
    .leftJoin('activities as a', (join) => {
      const on = join.onRef('a.initiative_id', '=', 'l.initiative_id').onRef('a.id', '=', 'l.activity_id')
      return onlyPublished ? on.on('a.published_on', 'is not', null) : on
    })
    .leftJoin('decisions as d', (join) => {
      const on = join.onRef('d.initiative_id', '=', 'l.initiative_id').onRef('d.id', '=', 'l.decision_id')
      return onlyPublished ? on.on('d.published_on', 'is not', null) : on
    })
    .select(['l.meeting_id as meetingId', 'l.position', 'i.code', 'a.id as activityId', 'd.id as decisionId', 'l.note_id as noteId'])
    .select([
      sql<string | null>`coalesce(a.name_fr, d.title_fr, ${nameOf(sql.ref('l.indicator_id'), 'fr', on)})`.as('titleFr'),
      sql<string | null>`coalesce(a.name_en, d.title_en, ${nameOf(sql.ref('l.indicator_id'), 'en', on)})`.as('titleEn'),
    ])
    .where('l.initiative_id', '=', initiativeId)
    .$if(meetingId !== undefined, (qb) => qb.where('l.meeting_id', '=', meetingId as string))
    .orderBy('l.meeting_id')
    .orderBy('l.position')
    .orderBy('l.number')
    .execute()
}
export type LinkRow = Awaited<ReturnType<typeof listLinkRows>>[number]

/** One target of a link, looked up. */
export type LinkColumn = { indicator_id: string } | { activity_id: string } | { decision_id: string } | { note_id: string; guard: string }

/** Links of an agenda that was just written. */
export async function insertLinks(
  trx: Trx,
  initiativeId: string,
  meetingId: string,
  links: readonly { position: number; number: number; target: LinkColumn }[],
): Promise<void> {
  if (links.length === 0) return
  await trx
    .insertInto('agenda_item_links')
    .values(
      links.map(({ position, number, target }) => ({
        initiative_id: initiativeId,
        meeting_id: meetingId,
        position,
        number,
        invited: invitedTo(initiativeId, meetingId),
        ...target,
      })),
    )
    .execute()
}

const TABLES = { indicator: 'indicators', activity: 'activities', decision: 'decisions' } as const

/** What these keys name, where the actor may read it: the identifier beside the key, the code of an indicator or the identifier itself. */
export async function findTargets(
  trx: Trx,
  initiativeId: string,
  kind: Exclude<LinkKind, 'note'>,
  keys: readonly string[],
): Promise<{ id: string; key: string }[]> {
  if (keys.length === 0) return []
  const column = sql.ref(kind === 'indicator' ? 'code' : 'id')
  const { rows } = await sql<{ id: string; key: string }>`
    select id, ${column}::text as key from ${sql.table(TABLES[kind])}
    where initiative_id = ${initiativeId}::uuid and ${column}::text = any(${[...keys]}::text[])`.execute(trx)
  return rows
}

/** Meetings whose agenda is about a thing, newest first. A funder reads an agenda once it is shared. */
export async function listMentions(trx: Trx, initiativeId: string, timeZone: string, kind: LinkKind, id: string, onlyShared: boolean) {
  const rows = await trx
    .selectFrom('meetings as m')
    .select(['m.id as meetingId', 'm.title_fr as titleFr', 'm.title_en as titleEn', 'm.starts_at as startsAt'])
    .select(sql<string>`to_char(m.starts_at at time zone ${timeZone}, 'YYYY-MM-DD')`.as('startsOn'))
    .where('m.initiative_id', '=', initiativeId)
    .where('m.held', '=', true)
    .$if(onlyShared, (qb) => qb.where('m.agenda_shared_at', 'is not', null))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('agenda_item_links as l')
          .select('l.position')
          .whereRef('l.initiative_id', '=', 'm.initiative_id')
          .whereRef('l.meeting_id', '=', 'm.id')
          .where(`l.${kind}_id`, '=', id),
      ),
    )
    .orderBy('m.starts_at', 'desc')
    .orderBy('m.id')
    .execute()
  return rows.map(({ startsAt, ...row }) => ({ ...row, startsAt: startsAt.toISOString() }))
}

/** What a point may be about beside notes: indicators that are defined, activities, the newest decisions. */
export async function listLinkable(trx: Trx, initiativeId: string, on: string) {
  const indicators = await trx
    .selectFrom('indicators as l')
    .select('l.code as key')
    .select([nameOf(sql.ref('l.id'), 'fr', on).as('titleFr'), nameOf(sql.ref('l.id'), 'en', on).as('titleEn')])
    .where('l.initiative_id', '=', initiativeId)
    .where('l.archived_on', 'is', null)
    .orderBy('l.position')
    .orderBy('l.code')
    .execute()
  const activities = await trx
    .selectFrom('activities')
    .select(['id as key', 'name_fr as titleFr', 'name_en as titleEn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('name_fr')
    .orderBy('id')
    .execute()
  const decisions = await trx
    .selectFrom('decisions')
    .select(['id as key', 'title_fr as titleFr', 'title_en as titleEn'])
    .where('initiative_id', '=', initiativeId)
    .orderBy('asked_on', 'desc')
    .orderBy('id')
    .limit(60)
    .execute()
  return { indicators: indicators.flatMap(({ titleFr, ...row }) => (titleFr === null ? [] : [{ ...row, titleFr }])), activities, decisions }
}
