import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { NoteType } from '#shared/notes/shapes.ts'
import { REVISION_REASONS } from '#shared/observations/life-cycle.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'
import { Status } from './contract.ts'

/** How an indicator stood at a look: the state with the reason that names it, and the period it spoke of. */
export const Standing = z.strictObject({ status: Status, reason: z.string(), period: z.string() })
export type Standing = z.infer<typeof Standing>

/** Why a figure is another than it was; of a release, every reason that it tells. */
const reasons = z.array(z.enum(REVISION_REASONS))

/** One thing that is new, as far as the hat may read it; `on` is a day of the initiative's clock. */
export const News = z
  .discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('status'), indicator: IndicatorCode, from: Standing, to: Standing }),
    z.strictObject({
      kind: z.literal('release'),
      on: z.string(),
      number: z.int(),
      name: z.string(),
      edition: z.int(),
      isPreliminary: z.boolean(),
      /** Figures that it tells otherwise than the release before. */
      revised: z.int(),
    }),
    z.strictObject({
      kind: z.literal('figures'),
      on: z.string(),
      indicator: IndicatorCode,
      period: z.string(),
      /** Figures of places and partners that were validated. */
      count: z.int(),
    }),
    z.strictObject({
      kind: z.literal('revision'),
      on: z.string(),
      indicator: IndicatorCode,
      period: z.string(),
      territory: Code,
      partner: z.string().nullable(),
      reasons,
      /** At least 5 % of the former value or another status, where a release says it; null for live figures. */
      isMaterial: z.boolean().nullable(),
    }),
    z.strictObject({ kind: z.literal('note'), on: z.string(), id: z.uuid(), type: NoteType, title: z.string(), language: z.string() }),
  ])
  .meta({ id: 'News' })
export type News = z.infer<typeof News>

const base = '/api/v1/initiatives/:initiativeId/dashboard'

export const newsRoutes = {
  look: route({
    id: 'dashboard.look',
    method: 'POST',
    path: `${base}/look`,
    summary: 'Remember that this person looks today under this hat; a second look of the same day changes nothing',
    params: initiativeParams,
    status: 204,
    response: z.undefined(),
  }),
  news: route({
    id: 'dashboard.news',
    method: 'GET',
    path: `${base}/news`,
    summary: 'What changed since the look before, as far as this hat may read it',
    params: initiativeParams,
    response: z.strictObject({
      /** Day of the look before: changes of that day count. Of a first look, thirty days back. */
      since: z.string(),
      isFirst: z.boolean(),
      items: z.array(News),
      /** There is more than is told here. */
      hasMore: z.boolean(),
    }),
  }),
}
