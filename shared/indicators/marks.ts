import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { REVISION_REASONS } from '#shared/observations/life-cycle.ts'
import { indicatorParams } from './fields.ts'

/** A figure that changed after it was validated (domain 3.12): when and why, never what stood before. */
export const FigureRevision = z
  .strictObject({
    period: z.string(),
    territory: z.string(),
    partner: z.string().nullable(),
    category: z.string(),
    /** Day on the initiative's clock. */
    on: z.string(),
    reason: z.enum(REVISION_REASONS),
    note: z.string().nullable(),
  })
  .meta({ id: 'FigureRevision' })
export type FigureRevision = z.infer<typeof FigureRevision>

export const markRoutes = {
  revisions: route({
    id: 'indicators.revisions',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/indicators/:indicator/revisions',
    summary: 'Figures revised after validation, latest first: the backbone all, a partner its own; others read them in releases',
    params: indicatorParams,
    response: z.strictObject({ items: z.array(FigureRevision) }),
  }),
}
