import { describeApi, type OpenApiDocument } from '#lib/features/api-reference/describe.ts'
import { failPage } from '#lib/api/read.server.ts'
import { problemOf } from '#lib/api/problem.ts'
import type { PageServerLoad } from './$types'

/** A page to read: it needs no script, and the document is not sent a second time for one. */
export const csr = false

export const load: PageServerLoad = async (event) => {
  const response = await event.fetch('/api/v1/openapi.json')
  if (!response.ok) failPage(event, await problemOf(response))
  const document = (await response.json()) as OpenApiDocument
  return { groups: describeApi(document), version: document.info.version }
}
