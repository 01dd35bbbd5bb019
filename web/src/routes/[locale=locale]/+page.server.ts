import { redirect } from '@sveltejs/kit'
import { readLatestRelease, type LatestRelease } from '#lib/features/progress/latest-release.server.ts'
import type { PageServerLoad } from './$types'

/** My initiatives, for a funder with what their latest release tells; without a session, sign-in. */
export const load: PageServerLoad = async ({ parent, fetch }) => {
  const { me, locale } = await parent()
  if (me === null) redirect(303, `/${locale}/sign-in`)
  const releases: Record<string, LatestRelease> = {}
  await Promise.all(
    me.initiatives.map(async ({ id, hats }) => {
      const hat = hats.find(({ role }) => role === 'funder')
      if (hat !== undefined) releases[id] = await readLatestRelease(fetch, { id, hatId: hat.id }, locale)
    }),
  )
  return { me, releases }
}
