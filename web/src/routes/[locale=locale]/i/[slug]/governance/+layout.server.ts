import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { read } from '#lib/api/read.server.ts'
import type { LayoutServerLoad } from './$types'

/** What every page of governance asks: the domain's day, and whether statutes and officers are shown (S07). */
export const load: LayoutServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { settings, today, state } = await read(event, initiativeRoutes.read, { params: { initiativeId: initiative.id } })
  return { asOf: today, isFormal: settings?.form === 'formal', isFunder: hat.role === 'funder', isActive: state === 'active' }
}
