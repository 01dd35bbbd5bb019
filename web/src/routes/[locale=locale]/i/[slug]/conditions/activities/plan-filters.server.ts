import type { RequestEvent } from '@sveltejs/kit'
import { ActivityState, activityRoutes, Lever, type ActivityFilter } from '#shared/activities/contract.ts'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { read } from '#lib/api/read.server.ts'

type Asking = Pick<RequestEvent, 'fetch' | 'url' | 'locals'>

/** What the filters may name, and the set that those of the address leave: the same for every view and for the file (S68). */
export async function readPlan(event: Asking, initiativeId: string) {
  const params = { initiativeId }
  const ask = (name: string) => event.url.searchParams.get(name) ?? ''
  const [{ items: partners }, { items: territories }, { items: goals }] = await Promise.all([
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, goalRoutes.list, { params }),
  ])
  // What the address names and nobody knows filters nothing.
  const chosen = {
    partner: partners.find(({ code }) => code === ask('partner'))?.code,
    territory: territories.find(({ code }) => code === ask('territory'))?.code,
    goal: goals.find(({ id }) => id === ask('goal'))?.id,
    state: ActivityState.options.find((one) => one === ask('state')),
    lever: Lever.options.find((one) => one === ask('lever')),
    without: (['lead', 'goal'] as const).find((one) => one === ask('without')),
  }
  const query: ActivityFilter = Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== undefined))
  const { items } = await read(event, activityRoutes.list, { params, query })
  return { items, chosen, partners, territories, goals }
}
