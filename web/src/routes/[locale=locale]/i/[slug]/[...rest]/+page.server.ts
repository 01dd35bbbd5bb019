import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types'

/** An address that leads nowhere still shows the entries of the initiative. */
export const load: PageServerLoad = () => error(404, 'not_found', { code: 'not_found' })
