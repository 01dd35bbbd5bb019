import { error } from '@sveltejs/kit'
import { agreementRoutes } from '#shared/governance/agreement-contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { PageServerLoad } from './$types'

/** The agreement in force as a page to print, in the language of its address or another one. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, agreementRoutes.list, { params: { initiativeId: initiative.id } })
  const agreement = items.find((one) => one.isCurrent)
  if (agreement === undefined || agreement.sections === null) error(404, 'not_found', { code: 'not_found' })
  const asked = event.url.searchParams.get('language')
  return {
    agreement,
    printed:
      asked === 'en' ? ('en' as const) : asked === 'fr' ? (event.locals.locale === 'en' ? ('fr-CA' as const) : event.locals.locale) : event.locals.locale,
  }
}
