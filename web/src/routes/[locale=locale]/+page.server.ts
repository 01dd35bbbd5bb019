import { redirect } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** My initiatives; without a session, sign-in. */
export const load: PageServerLoad = async ({ parent }) => {
  const { me, locale } = await parent()
  if (me === null) redirect(303, `/${locale}/sign-in`)
  return { me }
}
