import { error } from '@sveltejs/kit'
import type { LayoutServerLoad } from './$types'

/** Baselines and targets from files are the backbone's. */
export const load: LayoutServerLoad = async ({ parent }) => {
  const { hat } = await parent()
  if (hat.role !== 'backbone') error(403, 'not_allowed', { code: 'not_allowed' })
}
