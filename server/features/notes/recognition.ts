import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { partnersByTerritory, recognisableLinks, type LinkedThing, type Place, type Recognisable } from '#shared/notes/recognition.ts'
import { activityPartners, indicatorPartners, partnerPlaces, placesOf } from './place-queries.ts'

/** What notes are linked to by which an author could be recognised. */
export type Pointer = Pick<LinkedThing, 'kind' | 'key'>

/** Whether a link is of a kind that partners work on. */
export function isPointer(link: { readonly kind: string; readonly key: string }): link is Pointer {
  return link.kind === 'territory' || link.kind === 'activity' || link.kind === 'indicator'
}

export const pointerName = ({ kind, key }: { kind: string; key: string }) => `${kind} ${key}`

/** Who works on what, as far as links point to it. */
export interface Work {
  readonly places: readonly (Place & { name_fr: string; name_en: string | null })[]
  readonly byPlace: ReadonlyMap<string, ReadonlySet<string>>
  readonly names: ReadonlyMap<string, { name_fr: string; name_en: string | null }>
  thing(pointer: Pointer): LinkedThing
}

/** Looks up who works on what the pointers point to. */
export async function workOn(trx: Trx, actor: Actor, pointers: readonly Pointer[]): Promise<Work> {
  const initiativeId = actor.initiative.id
  const keys = (kind: Pointer['kind']) => [...new Set(pointers.flatMap((pointer) => (pointer.kind === kind ? [pointer.key] : [])))]
  const hasPlaces = keys('territory').length > 0
  const places = (hasPlaces ? await placesOf(trx, initiativeId, actor.today) : []).map(({ code, parent_code, name_fr, name_en }) => ({
    code,
    parentCode: parent_code,
    name_fr,
    name_en,
  }))
  const byPlace = partnersByTerritory(places, hasPlaces ? await partnerPlaces(trx, initiativeId, actor.today) : [])
  const activities = keys('activity').length === 0 ? [] : await activityPartners(trx, initiativeId, keys('activity'), actor.today)
  const indicators = keys('indicator').length === 0 ? [] : await indicatorPartners(trx, initiativeId, keys('indicator'), actor.today)
  const partners = new Map<string, ReadonlySet<string> | null>([
    ...[...byPlace].map(([code, set]) => [`territory ${code}`, set] as const),
    ...activities.map((row) => [`activity ${row.id}`, new Set(row.partners)] as const),
    // Nobody reports an indicator of the population: it points to no partner.
    ...indicators.map((row) => [`indicator ${row.code}`, row.partners.length === 0 ? null : new Set(row.partners)] as const),
  ])
  return {
    places,
    byPlace,
    names: new Map<string, { name_fr: string; name_en: string | null }>([
      ...places.map((row) => [`territory ${row.code}`, row] as const),
      ...activities.map((row) => [`activity ${row.id}`, row] as const),
      ...indicators.map((row) => [`indicator ${row.code}`, row] as const),
    ]),
    // What nobody knows anything of is kept back.
    thing: ({ kind, key }) => ({
      kind,
      key,
      partners: partners.get(pointerName({ kind, key })) === undefined ? new Set() : (partners.get(pointerName({ kind, key })) ?? null),
    }),
  }
}

/** Links among these that could tell who wrote: alone, or crossed with the others. */
export function recognisableAmong(work: Work, pointers: readonly Pointer[]): Recognisable[] {
  const each = [...new Map(pointers.map((pointer) => [pointerName(pointer), pointer])).values()]
  return recognisableLinks(each.map((pointer) => work.thing(pointer)))
}
