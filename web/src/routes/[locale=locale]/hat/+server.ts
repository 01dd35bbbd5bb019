import { redirect } from '@sveltejs/kit'
import { accountRoutes } from '#shared/accounts/contract.ts'
import { call } from '#lib/api/call.ts'
import { failPage } from '#lib/api/read.server.ts'
import { localPath } from '#lib/state/local-path.ts'
import type { RequestHandler } from './$types'

/** Puts another hat on for this session and goes back to the page, or to the initiative when the hat may not see it. */
export const POST: RequestHandler = async (event) => {
  const form = await event.request.formData()
  try {
    await call(event.fetch, accountRoutes.wearHat, { body: { hatId: String(form.get('hat') ?? '') } })
  } catch (cause) {
    failPage(event, cause)
  }
  redirect(303, localPath(String(form.get('next') ?? ''), `/${event.locals.locale}`))
}
