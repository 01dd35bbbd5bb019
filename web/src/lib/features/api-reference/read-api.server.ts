import type { RequestEvent } from '@sveltejs/kit'
import { problemOf } from '#lib/api/problem.ts'
import { failPage } from '#lib/api/read.server.ts'
import { describeApi, type OpenApiDocument, type OperationGroup } from './describe.ts'

/** The operations that this server really offers, from its own document. */
export async function readApi(event: Pick<RequestEvent, 'fetch' | 'url' | 'locals'>): Promise<OperationGroup[]> {
  const response = await event.fetch('/api/v1/openapi.json')
  if (!response.ok) failPage(event, await problemOf(response))
  return describeApi((await response.json()) as OpenApiDocument)
}
