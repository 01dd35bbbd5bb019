import { error, redirect } from '@sveltejs/kit'
import { winRoutes, type Win } from '#shared/wins/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { audienceOf, stateOf } from '#lib/features/wins/wins-form.server.ts'
import { restsOnText } from '#lib/features/wins/words.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** A win to reword, to publish or to propose (`new`); one that was found is named by its occasion. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const isNew = event.params.win === 'new'
  if (hat.role !== 'backbone' && !(isNew && hat.role === 'partner_contributor')) error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  if (isNew) {
    const { occasions, notes } = await read(event, winRoutes.choices, { params })
    return {
      win: null,
      restsOn: null,
      occasions: occasions.map(({ value, nameFr, nameEn }) => ({ value, label: localName(nameFr, nameEn, event.locals.locale) })),
      notes: notes.map(({ id, title }) => ({ value: `note_${id}`, label: title })),
    }
  }
  const { items } = await read(event, winRoutes.list, { params })
  const win: Win | undefined = items.find(({ id, occasion }) => (id ?? occasion) === event.params.win)
  if (win === undefined) error(404, 'not_found', { code: 'not_found' })
  return { win, restsOn: restsOnText(win, event.locals.locale), occasions: [], notes: [] }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const link = form.text('link')
    const words = {
      textFr: form.required('textFr', m.wins_text_missing()),
      textEn: form.orNull('textEn'),
      shareFr: form.orNull('shareFr'),
      shareEn: form.orNull('shareEn'),
      audience: audienceOf(form),
    }
    if (form.faults.length > 0) return sendBack('win', form)
    const state = stateOf(form)
    const body = { ...words, ...(state === undefined ? {} : { state }) }
    try {
      if (form.text('win') !== '') await call(fetch, winRoutes.change, { params: { initiativeId, winId: form.text('win') }, version: form.version(), body })
      else
        await call(fetch, winRoutes.create, {
          params: { initiativeId },
          body: { ...body, ...(link.startsWith('note_') ? { note: link.slice('note_'.length) } : { occasion: link === '' ? null : link }) },
        })
    } catch (cause) {
      return sendBackRefused('win', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/communication/wins?saved`)
  },
}
