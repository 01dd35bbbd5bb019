import { error, redirect } from '@sveltejs/kit'
import { localPath } from '#lib/state/local-path.ts'
import { isTheme, THEME_COOKIE } from '#lib/state/theme.ts'
import type { RequestHandler } from './$types'

/** Keeps the choice of display for a year and goes back to the page. */
export const POST: RequestHandler = async ({ request, cookies, locals, url }) => {
  const form = await request.formData()
  const theme = form.get('theme')
  if (!isTheme(theme)) error(400, 'invalid_request', { code: 'invalid_request' })
  cookies.set(THEME_COOKIE, theme, { path: '/', maxAge: 60 * 60 * 24 * 365, sameSite: 'lax', httpOnly: true, secure: url.protocol === 'https:' })
  redirect(303, localPath(String(form.get('next') ?? ''), `/${locals.locale}`))
}
