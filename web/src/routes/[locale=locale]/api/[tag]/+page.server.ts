import { error } from '@sveltejs/kit'
import { readApi } from '#lib/features/api-reference/read-api.server.ts'
import type { PageServerLoad } from './$types'

/** Pages to read need no script. */
export const csr = false

export const load: PageServerLoad = async (event) => {
  const group = (await readApi(event)).find(({ tag }) => tag === event.params.tag)
  if (group === undefined) error(404, 'not_found', { code: 'not_found' })
  return { group }
}
