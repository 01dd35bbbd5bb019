import type { Asker, World } from './world.ts'

export interface Download {
  readonly status: number
  readonly bytes: Buffer
  readonly text: string
  readonly type: string
  readonly disposition: string
  readonly fileName: string
}

/** A file as the API sends it, byte by byte: a workbook is no text. */
export async function download(world: World, asker: Asker, path: string, query: Record<string, string> = {}): Promise<Download> {
  const search = new URLSearchParams(query)
  const answer = await world.app.inject({
    method: 'GET',
    url: `${path}${search.size === 0 ? '' : `?${search}`}`,
    headers: { ...(asker.cookie === null ? {} : { cookie: asker.cookie }), ...(asker.hatId === null ? {} : { 'maillage-hat': asker.hatId }) },
  })
  const disposition = String(answer.headers['content-disposition'] ?? '')
  return {
    status: answer.statusCode,
    bytes: answer.rawPayload,
    text: answer.payload,
    type: String(answer.headers['content-type'] ?? ''),
    disposition,
    fileName: /filename="([^"]+)"/.exec(disposition)?.[1] ?? '',
  }
}
