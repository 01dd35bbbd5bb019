import { redirect } from '@sveltejs/kit'
import { ApiProblem, problemOf } from '#lib/api/problem.ts'
import { failPage } from '#lib/api/read.server.ts'
import type { RequestHandler } from './$types'

/** Ends the session; a session that already ended is ended too. */
export const POST: RequestHandler = async (event) => {
  const response = await event.fetch('/api/auth/sign-out', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  if (!response.ok) {
    const problem = await problemOf(response)
    if (!(problem instanceof ApiProblem) || problem.status >= 500) failPage(event, problem)
  }
  // What the page's own script could not empty: what pages kept on this device, their workers, and the pages that the browser
  // would show again by its own « back ».
  event.setHeaders({ 'clear-site-data': '"storage", "cache"' })
  redirect(303, `/${event.locals.locale}/sign-in`)
}
