import { sql } from 'kysely'
import type { IndicatorStory } from '#shared/indicators/stories.ts'
import type { Trx } from '#server/platform/db/context.ts'

/** The indicator of a code, locked: versions of its stories follow each other. */
export function indicatorOfStory(trx: Trx, initiativeId: string, code: string, isWriting: boolean) {
  return trx
    .selectFrom('indicators')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', code)
    .$if(isWriting, (query) => query.forUpdate())
    .executeTakeFirst()
}

/** A period by its code. */
export async function periodOfStory(trx: Trx, initiativeId: string, code: string): Promise<string | null> {
  const row = await trx
    .selectFrom('reporting_periods')
    .select('id')
    .where('initiative_id', '=', initiativeId)
    .where('code', '=', code)
    .orderBy('kind')
    .executeTakeFirst()
  return row?.id ?? null
}

/** Versions of an indicator's stories: the whole curve first, then periods, newest first; of each the newest version first. */
export function listStories(trx: Trx, initiativeId: string, indicatorId: string): Promise<IndicatorStory[]> {
  return trx
    .selectFrom('indicator_stories as s')
    .leftJoin('reporting_periods as r', (join) => join.onRef('r.initiative_id', '=', 's.initiative_id').onRef('r.id', '=', 's.period_id'))
    .leftJoin('persons as teller', (join) => join.onRef('teller.initiative_id', '=', 's.initiative_id').onRef('teller.user_id', '=', 's.told_by'))
    .leftJoin('persons as lead', (join) => join.onRef('lead.initiative_id', '=', 's.initiative_id').onRef('lead.user_id', '=', 's.published_by'))
    .select(['s.id', 'r.code as period', 's.number', 's.story_fr as storyFr', 's.story_en as storyEn'])
    .select(['s.what_would_work_fr as whatWouldWorkFr', 's.what_would_work_en as whatWouldWorkEn'])
    .select(['s.next_actions_fr as nextActionsFr', 's.next_actions_en as nextActionsEn', 's.told_on as toldOn', 'teller.name as toldBy'])
    .select(['s.published_on as publishedOn', 'lead.name as publishedBy', 's.withdrawn_on as withdrawnOn', 's.version'])
    .where('s.initiative_id', '=', initiativeId)
    .where('s.indicator_id', '=', indicatorId)
    .orderBy(sql`r.ends_on desc nulls first`)
    .orderBy('s.number', 'desc')
    .execute()
}

export interface StoryRecord extends Pick<IndicatorStory, 'storyFr' | 'storyEn' | 'whatWouldWorkFr' | 'whatWouldWorkEn' | 'nextActionsFr' | 'nextActionsEn'> {
  readonly indicatorId: string
  readonly periodId: string | null
  readonly number: number
  readonly toldBy: string | null
  readonly toldOn: string
}

/** Adds a version. @returns its identifier */
export async function insertStory(trx: Trx, initiativeId: string, record: StoryRecord): Promise<string> {
  const { id } = await trx
    .insertInto('indicator_stories')
    .values({
      initiative_id: initiativeId,
      indicator_id: record.indicatorId,
      period_id: record.periodId,
      number: record.number,
      story_fr: record.storyFr,
      story_en: record.storyEn,
      what_would_work_fr: record.whatWouldWorkFr,
      what_would_work_en: record.whatWouldWorkEn,
      next_actions_fr: record.nextActionsFr,
      next_actions_en: record.nextActionsEn,
      told_by: record.toldBy,
      told_on: record.toldOn,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Takes away from other readers what is shown of these stories. */
export async function withdrawStories(trx: Trx, initiativeId: string, ids: readonly string[], on: string): Promise<void> {
  if (ids.length === 0) return
  await trx
    .updateTable('indicator_stories')
    .set((eb) => ({ withdrawn_on: on, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', 'in', [...ids])
    .where('published_on', 'is not', null)
    .where('withdrawn_on', 'is', null)
    .execute()
}

/** Shows a version to every reader. */
export async function publishStoryRow(trx: Trx, initiativeId: string, id: string, by: string | null, on: string): Promise<void> {
  await trx
    .updateTable('indicator_stories')
    .set((eb) => ({ published_by: by, published_on: on, withdrawn_on: null, version: eb('version', '+', 1) }))
    .where('initiative_id', '=', initiativeId)
    .where('id', '=', id)
    .execute()
}
