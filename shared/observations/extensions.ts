import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { IndicatorCode } from '#shared/indicators/contract.ts'
import { Code, initiativeParams } from '#shared/territories/contract.ts'

const Day = z.iso.date()

/** A later due date for a partner's reports of a period (situation 13). */
export const DueExtension = z
  .strictObject({
    id: z.uuid(),
    /** Null: what the backbone collects itself. */
    partner: Code.nullable(),
    partnerName: z.string().nullable(),
    period: z.string(),
    /** Null: every indicator that is due then. */
    indicator: IndicatorCode.nullable(),
    dueOn: z.string(),
    reason: z.string(),
    grantedOn: z.string(),
  })
  .meta({ id: 'DueExtension' })
export type DueExtension = z.infer<typeof DueExtension>

export const ExtensionInput = z
  .strictObject({
    partner: Code.nullish(),
    period: z.string().min(4).max(21),
    indicator: IndicatorCode.nullish(),
    dueOn: Day,
    reason: z.string().trim().min(1).max(1000),
  })
  .meta({ id: 'DueExtensionInput' })
export type ExtensionInput = z.infer<typeof ExtensionInput>

const ROOT = '/api/v1/initiatives/:initiativeId/due-extensions'

export const extensionRoutes = {
  list: route({
    id: 'observations.extensions',
    method: 'GET',
    path: ROOT,
    summary: 'Due dates that were extended: of one’s own partner; for the backbone of everybody',
    params: initiativeParams,
    response: z.strictObject({ items: z.array(DueExtension) }),
  }),
  grant: route({
    id: 'observations.extend',
    method: 'POST',
    path: ROOT,
    status: 201,
    summary: 'Extend the due date of a partner’s reports of a period, with the reason; a former extension of the same is replaced',
    params: initiativeParams,
    body: ExtensionInput,
    response: z.strictObject({ id: z.uuid() }),
  }),
  remove: route({
    id: 'observations.endExtension',
    method: 'DELETE',
    path: `${ROOT}/:extensionId`,
    status: 204,
    summary: 'Take an extension back: the former due date holds again',
    params: initiativeParams.extend({ extensionId: z.uuid() }),
    response: z.undefined(),
  }),
}
