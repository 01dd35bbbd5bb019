import { error } from '@sveltejs/kit'
import { addressIn, readPublicFile } from '#lib/features/progress/public/read.server.ts'
import type { RequestHandler } from './$types'

/** The open data of a link's release: its holder has no header to send. */
export const GET: RequestHandler = async (event) => {
  const { kind } = event.params
  if (kind !== 'csv' && kind !== 'json') error(404, 'not_found', { code: 'not_found' })
  const answer = await readPublicFile(event, addressIn(event), kind)
  if (!answer.ok) error(404, 'not_found', { code: 'not_found' })
  const kept = ['content-type', 'content-disposition'].flatMap((name) => {
    const value = answer.headers.get(name)
    return value === null ? [] : [[name, value] as const]
  })
  return new Response(answer.body, { headers: { ...Object.fromEntries(kept), 'cache-control': 'private, no-store', 'x-robots-tag': 'noindex' } })
}
