import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

/** What a partner still has to say about one indicator in one period. */
export const DueItem = z
  .strictObject({
    indicator: IndicatorCode,
    period: z.string(),
    dueOn: z.string(),
    isOverdue: z.boolean(),
    /** Places for which nothing was entered; the backbone does not see drafts, so they are here for it. */
    toEnter: z.int(),
    /** Entered and not handed in. */
    drafts: z.int(),
    /** Given back with a comment, of any category, asked for or not. */
    returned: z.int(),
    /** These figures: where and of which category, with the comment; the category's name is null for the undivided figure. */
    returnedFigures: z.array(
      z.strictObject({
        territory: Code,
        territoryName: z.string(),
        category: z.string(),
        categoryFr: z.string().nullable(),
        categoryEn: z.string().nullable(),
        comment: z.string().nullable(),
      }),
    ),
  })
  .meta({ id: 'DueItem' })
export type DueItem = z.infer<typeof DueItem>

/** What waits at one partner, or at nobody in particular: the backbone's own collecting. */
export const DueGroup = z.strictObject({ partner: Code.nullable(), name: z.string().nullable(), items: z.array(DueItem) }).meta({ id: 'DueGroup' })
export type DueGroup = z.infer<typeof DueGroup>

/** The next day on which something has to be handed in. */
export const NextDue = z.strictObject({ dueOn: z.string(), period: z.string(), count: z.int() }).meta({ id: 'NextDue' })

export const dueRoutes = {
  list: route({
    id: 'observations.due',
    method: 'GET',
    path: '/api/v1/initiatives/:initiativeId/observations/due',
    summary: 'What is due, overdue or was given back: of one’s own partner; for the backbone of everybody',
    params: initiativeParams,
    query: z.strictObject({ partner: Code.optional() }),
    response: z.strictObject({ asOf: z.string(), groups: z.array(DueGroup), next: NextDue.nullable() }),
  }),
}
