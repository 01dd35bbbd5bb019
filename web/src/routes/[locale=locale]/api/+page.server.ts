import { readApi } from '#lib/features/api-reference/read-api.server.ts'
import type { PageServerLoad } from './$types'

/** Pages to read need no script. */
export const csr = false

export const load: PageServerLoad = async (event) => ({
  groups: (await readApi(event)).map(({ tag, operations }) => ({
    tag,
    operations: operations.map(({ id, method, path, summary }) => ({ id, method, path, summary })),
  })),
})
