import { noteRoutes } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'
import type { LayoutServerLoad } from './$types'

/** Condition of each of the five pages; the pages under them tell their own subject. */
const CONDITION_OF = {
  agenda: 'common_agenda',
  activities: 'mutually_reinforcing_activities',
  measurement: 'shared_measurement',
  communication: 'continuous_communication',
  backbone: 'backbone_support',
} as const

/** What was learned about a condition, by the same reading as the library: whoever may not read a note there has no trace of it here. */
export const load: LayoutServerLoad = async (event) => {
  const page = /\/conditions\/([a-z]+)$/.exec(event.route.id ?? '')?.[1]
  const condition = page !== undefined && page in CONDITION_OF ? CONDITION_OF[page as keyof typeof CONDITION_OF] : null
  if (condition === null) return { told: null }
  const { initiative, hat } = await event.parent()
  // Funders read notes once they have accepted the learning commitment; until then nothing is said of them.
  const notes = await call(event.fetch, noteRoutes.list, { params: { initiativeId: initiative.id }, query: { condition, limit: 5 } }).then(
    ({ items }) => items,
    () => null,
  )
  return { told: notes === null ? null : { condition, notes, mayWrite: hat.role === 'backbone' || hat.role === 'partner_contributor' } }
}
