import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { Circle } from './access.ts'
import { activeWriters, listPartners } from './lookup-queries.ts'

/** Who stands around figures today, looked up once per request. */
export async function circleOf(trx: Trx, actor: Actor): Promise<Circle> {
  const writers = await activeWriters(trx, actor.initiative.id)
  const people = writers.filter(({ role }) => role === 'backbone')
  const served = new Set(writers.flatMap(({ role, partnerId }) => (role === 'partner_contributor' ? (partnerId ?? []) : [])))
  const partners = await listPartners(trx, actor.initiative.id)
  const leftPartners = new Set(partners.filter(({ leftOn }) => leftOn !== null && leftOn < actor.today).map(({ id }) => id))
  return {
    isSolo: new Set(people.map(({ userId }) => userId)).size === 1,
    backbonePartners: people.map(({ partnerId }) => partnerId),
    leftPartners,
    unattended: new Set(partners.filter(({ id }) => !served.has(id) || leftPartners.has(id)).map(({ id }) => id)),
  }
}
