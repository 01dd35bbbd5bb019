import { error } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

/** Settings are the backbone's; a partner's own sheet is the one page here that its contributors use too. */
export const load: LayoutServerLoad = async ({ parent, route }) => {
  const { hat } = await parent()
  const isSheet = route.id.endsWith('/settings/partners/[code]')
  if (hat.role !== 'backbone' && !(hat.role === 'partner_contributor' && isSheet)) error(403, 'not_allowed', { code: 'not_allowed' })
}
