import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import type { Circle } from './access.ts'
import { activeBackbone, listPartners } from './lookup-queries.ts'

/** Who stands around figures today, looked up once per request. */
export async function circleOf(trx: Trx, actor: Actor): Promise<Circle> {
  const people = await activeBackbone(trx, actor.initiative.id)
  const partners = await listPartners(trx, actor.initiative.id)
  return {
    isSolo: new Set(people.map(({ userId }) => userId)).size === 1,
    backbonePartners: people.map(({ partnerId }) => partnerId),
    leftPartners: new Set(partners.filter(({ leftOn }) => leftOn !== null && leftOn < actor.today).map(({ id }) => id)),
  }
}
