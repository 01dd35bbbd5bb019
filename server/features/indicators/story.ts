import type { IndicatorStories, IndicatorStory, IndicatorStoryInput } from '#shared/indicators/stories.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { actorIdOf, type Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { requireVersion } from '#server/platform/http/version.ts'
import { indicatorOfStory, insertStory, listStories, periodOfStory, publishStoryRow, withdrawStories } from './story-queries.ts'

const TEXTS = ['storyFr', 'storyEn', 'whatWouldWorkFr', 'whatWouldWorkEn', 'nextActionsFr', 'nextActionsEn'] as const

const isShown = (story: IndicatorStory) => story.publishedOn !== null && story.withdrawnOn === null

async function indicatorIdOf(trx: Trx, actor: Actor, code: string, isWriting = false): Promise<string> {
  const row = await indicatorOfStory(trx, actor.initiative.id, code, isWriting)
  if (row === undefined) throw problem('not_found')
  return row.id
}

async function storiesOf(trx: Trx, actor: Actor, indicatorId: string): Promise<IndicatorStories> {
  const stories = await listStories(trx, actor.initiative.id, indicatorId)
  const isBackbone = actor.role === 'backbone'
  // Names of people are the circle's (domain 5, row 2).
  const named = actor.role === 'funder' ? stories.map((story) => ({ ...story, toldBy: null, publishedBy: null })) : stories
  return { items: isBackbone ? named : named.filter(isShown), abilities: { tell: isBackbone, publish: isBackbone && actor.isLead } }
}

/** The stories behind a curve, as far as the hat reads them. @throws not_found */
export async function readStories(trx: Trx, actor: Actor, code: string): Promise<IndicatorStories> {
  return storiesOf(trx, actor, await indicatorIdOf(trx, actor, code))
}

/**
 * Tells a story anew: a version is added, what is shown to others stays as it is until a lead publishes.
 * @throws not_found, unknown_reference, version_stale (somebody told it meanwhile)
 */
export async function tellStory(trx: Trx, actor: Actor, now: Date, code: string, input: IndicatorStoryInput): Promise<IndicatorStories> {
  const { id: initiativeId } = actor.initiative
  const indicatorId = await indicatorIdOf(trx, actor, code, true)
  const period = input.period ?? null
  const periodId = period === null ? null : await periodOfStory(trx, initiativeId, period)
  if (period !== null && periodId === null)
    throw problem('unknown_reference', { field: 'period', value: period }, [{ pointer: '/period', code: 'unknown_reference' }])
  const told = Object.fromEntries(TEXTS.map((name) => [name, input[name] || null])) as Pick<IndicatorStory, (typeof TEXTS)[number]>
  const newest = (await listStories(trx, initiativeId, indicatorId)).find((story) => story.period === period)?.number ?? 0
  if (newest !== input.after) throw problem('version_stale', { version: newest })
  const number = newest + 1
  const id = await insertStory(trx, initiativeId, { ...told, indicatorId, periodId, number, toldBy: actorIdOf(actor), toldOn: actor.today })
  await audit(
    trx,
    actor,
    { action: 'stories.tell', objectType: 'indicator_story', objectId: id, details: { code, number, ...(period === null ? {} : { period }) } },
    now,
  )
  return storiesOf(trx, actor, indicatorId)
}

/** The version to act on, and every version of the same story. */
async function findStory(trx: Trx, actor: Actor, code: string, id: string, ifMatch: number) {
  const indicatorId = await indicatorIdOf(trx, actor, code, true)
  const stories = await listStories(trx, actor.initiative.id, indicatorId)
  const story = stories.find((one) => one.id === id)
  if (story === undefined) throw problem('not_found')
  requireVersion(story, ifMatch)
  return { indicatorId, story, same: stories.filter((one) => one.period === story.period) }
}

/** Shows the newest version to every reader, in place of the one that was shown. @throws not_found, version_stale */
export async function publishStory(trx: Trx, actor: Actor, now: Date, code: string, id: string, ifMatch: number): Promise<IndicatorStories> {
  const { id: initiativeId } = actor.initiative
  const { indicatorId, story, same } = await findStory(trx, actor, code, id, ifMatch)
  const newest = same[0]?.number ?? story.number
  if (story.number !== newest) throw problem('version_stale', { version: newest })
  if (!isShown(story)) {
    const replaced = same.filter(isShown).map((one) => one.id)
    await withdrawStories(trx, initiativeId, replaced, actor.today)
    await publishStoryRow(trx, initiativeId, id, actorIdOf(actor), actor.today)
    await audit(trx, actor, { action: 'stories.publish', objectType: 'indicator_story', objectId: id, details: { code, number: story.number } }, now)
  }
  return storiesOf(trx, actor, indicatorId)
}

/** Takes away what is shown; the backbone keeps it. @throws not_found, version_stale */
export async function withdrawStory(trx: Trx, actor: Actor, now: Date, code: string, id: string, ifMatch: number): Promise<IndicatorStories> {
  const { indicatorId, story } = await findStory(trx, actor, code, id, ifMatch)
  if (!isShown(story)) throw problem('not_found')
  await withdrawStories(trx, actor.initiative.id, [id], actor.today)
  await audit(trx, actor, { action: 'stories.withdraw', objectType: 'indicator_story', objectId: id, details: { code, number: story.number } }, now)
  return storiesOf(trx, actor, indicatorId)
}
