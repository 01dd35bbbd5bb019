import { error } from '@sveltejs/kit'
import { formatDate } from '#shared/i18n/format.ts'
import { territoryRoutes, type Territory } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { RequestEvent } from '@sveltejs/kit'

/** What became of a place that is no more, and where to go on reading. */
export interface EndedPlace {
  readonly lastDay: string
  readonly successors: readonly { readonly code: string; readonly name: string }[]
  /** The same code served again: the place that bears it now. */
  readonly later: string | null
}

type LoadEvent = Parameters<typeof read>[0] & Pick<RequestEvent, 'locals' | 'url' | 'fetch'>

/**
 * A place with all places of its day: of today, of the day that the address names, or of its own last day when it was merged or
 * split since.
 * @throws not_found
 */
export async function placeOn(
  event: LoadEvent,
  initiativeId: string,
  code: string,
): Promise<{ territories: Territory[]; territory: Territory; ended: EndedPlace | null }> {
  const { locale } = event.locals
  const params = { initiativeId }
  const listOn = async (on: string | undefined) => (await read(event, territoryRoutes.list, { params, query: on === undefined ? {} : { on } })).items
  const life = async () =>
    call(event.fetch, territoryRoutes.life, { params: { ...params, territory: code } }).then(
      ({ items }) => items,
      () => [],
    )
  const asked = event.url.searchParams.get('on') ?? ''
  const day = /^\d{4}-\d{2}-\d{2}$/.test(asked) ? asked : undefined
  let territories = await listOn(day)
  let generations = territories.some((one) => one.code === code) ? null : await life()
  const last = generations?.find(({ lastDay }) => lastDay !== null)?.lastDay
  if (day === undefined && last != null) territories = await listOn(last)
  const territory = territories.find((one) => one.code === code)
  if (territory === undefined) error(404, 'not_found', { code: 'not_found' })
  if (territory.validTo === null) return { territories, territory, ended: null }
  generations ??= await life()
  const own = generations.find(({ validFrom }) => validFrom === territory.validFrom)
  if (own?.lastDay == null) return { territories, territory, ended: null }
  const [newest] = generations
  return {
    territories,
    territory,
    ended: {
      lastDay: formatDate(locale, own.lastDay),
      successors: own.became.map((one) => ({ code: one.code, name: localName(one.nameFr, one.nameEn, locale) })),
      later: newest === undefined || newest === own ? null : localName(newest.nameFr, newest.nameEn, locale),
    },
  }
}
