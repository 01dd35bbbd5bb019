import { z } from 'zod'
import { route } from '#shared/http/route.ts'
import { indicatorParams } from './fields.ts'

const nullable = z.string().nullable()
const body = z.string().trim().min(1).max(4000)

/** A comment of the circle on a definition, with its answers (domain 5, row 14); funders read the definition alone. */
export const DefinitionThread = z
  .strictObject({
    id: z.uuid(),
    /** The version that was read. */
    versionNumber: z.int(),
    /** Whose people opened it; null: the backbone's. */
    partnerCode: nullable,
    openedOn: z.string(),
    resolvedOn: nullable,
    resolvedSide: z.enum(['partner', 'backbone']).nullable(),
    version: z.int(),
    messages: z.array(z.strictObject({ id: z.uuid(), partnerCode: nullable, name: nullable, body: z.string(), saidAt: z.string(), isResolution: z.boolean() })),
    abilities: z.strictObject({ reply: z.boolean(), resolve: z.boolean() }),
  })
  .meta({ id: 'DefinitionThread' })
export type DefinitionThread = z.infer<typeof DefinitionThread>

const base = '/api/v1/initiatives/:initiativeId/indicators/:indicator/definition/threads'
const threadParams = indicatorParams.extend({ threadId: z.uuid() })

export const threadRoutes = {
  list: route({
    id: 'definitionThreads.list',
    method: 'GET',
    path: base,
    summary: 'Comments on a definition with their answers, open ones first',
    params: indicatorParams,
    response: z.strictObject({ items: z.array(DefinitionThread), abilities: z.strictObject({ comment: z.boolean() }) }),
  }),
  open: route({
    id: 'definitionThreads.open',
    method: 'POST',
    path: base,
    summary: 'Comment on a definition, for the circle to read and the backbone to answer',
    params: indicatorParams,
    body: z.strictObject({
      body,
      /** Absent: the version that holds today. */
      versionNumber: z.int().min(1).optional(),
    }),
    status: 201,
    response: DefinitionThread,
  }),
  reply: route({
    id: 'definitionThreads.reply',
    method: 'POST',
    path: `${base}/:threadId/messages`,
    summary: 'Answer a comment that is open',
    params: threadParams,
    body: z.strictObject({ body }),
    status: 201,
    response: DefinitionThread,
  }),
  resolve: route({
    id: 'definitionThreads.resolve',
    method: 'POST',
    path: `${base}/:threadId/resolution`,
    summary: 'Settle a comment: the backbone, or the side that opened it (If-Match)',
    params: threadParams,
    body: z.strictObject({ body: body.nullish() }),
    response: DefinitionThread,
  }),
}
