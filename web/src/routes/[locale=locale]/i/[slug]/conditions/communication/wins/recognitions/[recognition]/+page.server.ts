import { error, redirect } from '@sveltejs/kit'
import { compareText } from '#shared/i18n/format.ts'
import { peopleRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { recognitionRoutes } from '#shared/wins/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { audienceOf, stateOf } from '#lib/features/wins/wins-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** A recognition to reword, to publish, or to propose (`new`). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const isNew = event.params.recognition === 'new'
  if (hat.role !== 'backbone' && !(isNew && hat.role === 'partner_contributor')) error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  if (isNew) {
    const [{ items: partners }, { items: people }] = await Promise.all([
      read(event, partnerRoutes.list, { params, query: {} }),
      read(event, peopleRoutes.list, { params }),
    ])
    const compare = compareText(event.locals.locale)
    // A person with two roles in one organisation stands here once; two of one name are told apart by theirs.
    const labelOf = ({ name, partnerName }: (typeof people)[number]) => (partnerName === null ? name : `${name} (${partnerName})`)
    const reachable = new Map(people.filter(({ details }) => details?.state !== 'invited').map((person) => [labelOf(person), person.hatId]))
    return {
      recognition: null,
      partners: partners.map(({ code, name }) => ({ value: `partner_${code}`, label: name })).sort((a, b) => compare(a.label, b.label)),
      people: [...reachable].map(([label, hatId]) => ({ value: `hat_${hatId}`, label })).sort((a, b) => compare(a.label, b.label)),
    }
  }
  const { items } = await read(event, recognitionRoutes.list, { params })
  const recognition = items.find(({ id }) => id === event.params.recognition)
  if (recognition === undefined) error(404, 'not_found', { code: 'not_found' })
  return { recognition, partners: [], people: [] }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const isNew = params.recognition === 'new'
    const who = isNew ? form.required('who', m.wins_who_missing()) : ''
    const state = stateOf(form)
    const body = {
      whatFr: form.required('whatFr', m.wins_what_missing()),
      whatEn: form.orNull('whatEn'),
      audience: audienceOf(form),
      ...(state === undefined ? {} : { state }),
    }
    if (form.faults.length > 0) return sendBack('recognition', form)
    try {
      if (isNew) {
        const [kind, key] = [who.slice(0, who.indexOf('_')), who.slice(who.indexOf('_') + 1)]
        await call(fetch, recognitionRoutes.create, { params: { initiativeId }, body: { ...body, ...(kind === 'hat' ? { hatId: key } : { partner: key }) } })
      } else await call(fetch, recognitionRoutes.change, { params: { initiativeId, recognitionId: params.recognition }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused('recognition', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/communication/wins?saved#recognitions`)
  },
}
