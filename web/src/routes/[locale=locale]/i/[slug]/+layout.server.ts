import { error, redirect } from '@sveltejs/kit'
import type { Hat } from '#shared/accounts/contract.ts'
import type { LayoutServerLoad } from './$types'

/** The initiative of the address and the hat worn in it; 404 when no hat leads there. */
export const load: LayoutServerLoad = async ({ parent, params, url, untrack }) => {
  const { me, locale } = await parent()
  if (me === null) redirect(303, `/${locale}/sign-in?next=${encodeURIComponent(untrack(() => url.pathname + url.search))}`)
  const initiative = me.initiatives.find((one) => one.slug === params.slug)
  if (initiative === undefined) error(404, 'not_found', { code: 'not_found' })
  const hat = initiative.hats.find((one) => one.id === initiative.currentHatId) ?? (initiative.hats[0] as Hat)
  return { me, initiative, hat }
}
