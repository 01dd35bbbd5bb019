import { redirect } from '@sveltejs/kit'
import { compareText } from '#shared/i18n/format.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { changeRoutes } from '#shared/territories/change-contract.ts'
import { territoryRoutes, type Territory } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import { carriesOf, CHANGE_KINDS, changeInput, fieldOfPointer } from '#lib/features/settings/map-change-form.server.ts'
import { previewView } from '#lib/features/settings/map-change-view.ts'
import { levelsBelow } from '#lib/features/territories/hierarchies.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** What happened, where, then the change itself: each step is an address, and nothing is written before the last one. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const query = event.url.searchParams
  const [{ items: territories }, { items: levels }] = await Promise.all([
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  const kind = CHANGE_KINDS.find((one) => one === query.get('kind')) ?? null
  const top = territories.find((one) => one.isTop)
  const isGroup = kind === 'merge' || kind === 'transfer'
  const name = (one: Territory) => localName(one.nameFr, one.nameEn, locale)
  const byName = (a: { label: string }, b: { label: string }) => compareText(locale)(a.label, b.label)
  const options = (list: readonly Territory[]) => list.map((one) => ({ value: one.code, label: name(one) })).sort(byName)
  const holds = new Set(territories.flatMap((one) => one.parentCode ?? []))
  const grouped = (keep: (one: Territory) => boolean) =>
    [...levels.filter((level) => level.code === top?.levelCode), ...levelsBelow(levels, top)]
      .map((level) => ({
        label: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        options: options(territories.filter((one) => one.levelCode === level.code && keep(one))),
      }))
      .filter((group) => group.options.length > 0)
  const place = kind === null ? undefined : territories.find((one) => one.code === query.get('place'))
  const parts = Math.min(20, Math.max(2, Number(query.get('parts') ?? '2') || 2))
  return {
    kind,
    parts,
    places: grouped((one) => (isGroup ? holds.has(one.code) : kind === 'split' ? !one.isTop : true)),
    place: place === undefined ? null : { code: place.code, name: name(place), nameFr: place.nameFr, nameEn: place.nameEn ?? '' },
    inside: place === undefined ? [] : options(territories.filter((one) => one.parentCode === place.code)),
    parents: kind === 'transfer' ? grouped((one) => holds.has(one.code) && one.code !== place?.code) : [],
  }
}

/** Reads the form and sends it; faults come back beside their fields. */
async function send({ request, fetch, url, locals }: RequestEvent, isPreview: boolean) {
  const form = new SentForm(await request.formData())
  const kind = CHANGE_KINDS.find((one) => one === url.searchParams.get('kind')) ?? 'rename'
  const body = { ...changeInput(kind, form), ...(isPreview ? {} : { carry: carriesOf(form) }) }
  if (form.faults.length > 0) return { refused: sendBack('change', form) }
  const params = { initiativeId: form.text('initiativeId') }
  try {
    const preview = isPreview ? await call(fetch, changeRoutes.preview, { params, body }) : await call(fetch, changeRoutes.apply, { params, body })
    return { form, preview, params }
  } catch (cause) {
    if (!(cause instanceof ApiProblem)) throw cause
    faultsOf(cause, locals.locale).forEach((fault, index) => form.refuse(fieldOfPointer(cause.errors[index]?.pointer ?? ''), fault.message))
    return { refused: sendBack('change', form) }
  }
}

export const actions: Actions = {
  preview: async (event) => {
    const sent = await send(event, true)
    if ('refused' in sent) return sent.refused
    const [{ items }, partners] = await Promise.all([
      call(event.fetch, territoryRoutes.list, { params: sent.params, query: {} }),
      call(event.fetch, partnerRoutes.list, { params: sent.params, query: {} }),
    ])
    const nameOf = new Map(items.map((one) => [one.code, localName(one.nameFr, one.nameEn, event.locals.locale)]))
    const partnerOf = new Map(partners.items.map((one) => [one.code, one.name]))
    // The page is shown again with what was typed: nothing was written.
    return { part: 'preview', faults: [], values: sent.form.values(), preview: previewView(sent.preview, nameOf, partnerOf, event.locals.locale) }
  },
  apply: async (event) => {
    const sent = await send(event, false)
    if ('refused' in sent) return sent.refused
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/settings/territories/changes?saved`)
  },
}
