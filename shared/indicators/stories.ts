import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { indicatorParams, text } from './fields.ts'

const nullable = z.string().nullable()

/** One telling of the story behind a curve (domain 3.8): versions follow each other, none is changed. */
export const IndicatorStory = z
  .strictObject({
    id: z.uuid(),
    /** A period's code; null: the whole curve. */
    period: nullable,
    number: z.int(),
    storyFr: nullable,
    storyEn: nullable,
    whatWouldWorkFr: nullable,
    whatWouldWorkEn: nullable,
    nextActionsFr: nullable,
    nextActionsEn: nullable,
    toldOn: z.string(),
    /** A name for the circle; funders read none. */
    toldBy: nullable,
    publishedOn: nullable,
    publishedBy: nullable,
    withdrawnOn: nullable,
    version: z.int(),
  })
  .meta({ id: 'IndicatorStory' })
export type IndicatorStory = z.infer<typeof IndicatorStory>

export const IndicatorStoryInput = z
  .strictObject({
    /** Absent: the whole curve. */
    period: z.string().max(21).nullish(),
    /** Number of the version that the writer read; 0 where there was none. */
    after: z.int().min(0),
    storyFr: text.nullish(),
    storyEn: text.nullish(),
    whatWouldWorkFr: text.nullish(),
    whatWouldWorkEn: text.nullish(),
    nextActionsFr: text.nullish(),
    nextActionsEn: text.nullish(),
  })
  .refine((story) => Object.entries(story).some(([name, value]) => /(Fr|En)$/.test(name) && typeof value === 'string' && value !== ''), { path: ['storyFr'] })
  .meta({ id: 'IndicatorStoryInput' })
export type IndicatorStoryInput = z.infer<typeof IndicatorStoryInput>

export const IndicatorStories = z
  .strictObject({
    /** The whole curve first, then periods, newest first; of each the newest version first. */
    items: z.array(IndicatorStory),
    abilities: z.strictObject({ tell: z.boolean(), publish: z.boolean() }),
  })
  .meta({ id: 'IndicatorStories' })
export type IndicatorStories = z.infer<typeof IndicatorStories>

const base = '/api/v1/initiatives/:initiativeId/indicators/:indicator/stories'
const storyParams = indicatorParams.extend({ storyId: z.uuid() })

export const storyRoutes = {
  list: route({
    id: 'stories.list',
    method: 'GET',
    path: base,
    summary: 'The story behind the curve: every version for the backbone, what is published for everybody else',
    params: indicatorParams,
    response: IndicatorStories,
  }),
  tell: route({
    id: 'stories.tell',
    method: 'POST',
    path: base,
    summary: 'Tell the story anew; others read it when a lead publishes it',
    params: indicatorParams,
    body: IndicatorStoryInput,
    status: 201,
    response: IndicatorStories,
  }),
  publish: route({
    id: 'stories.publish',
    method: 'POST',
    path: `${base}/:storyId/publication`,
    summary: 'Publish the newest version: it replaces the one that was shown (leads, If-Match)',
    params: storyParams,
    response: IndicatorStories,
  }),
  withdraw: route({
    id: 'stories.withdraw',
    method: 'DELETE',
    path: `${base}/:storyId/publication`,
    summary: 'Withdraw what is shown: nothing of it is read outside the backbone any more (leads, If-Match)',
    params: storyParams,
    response: IndicatorStories,
  }),
}
