import { Consent, recognitionRoutes, winRoutes } from '#shared/wins/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { restsOnText } from '#lib/features/wins/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** Wins, and contributions that are recognised (S47, S48). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ items: wins }, { items: recognitions }] = await Promise.all([
    read(event, winRoutes.list, { params }),
    read(event, recognitionRoutes.list, { params }),
  ])
  const shown = wins.map((win) => ({ ...win, key: win.id ?? win.occasion ?? '', restsOn: restsOnText(win, event.locals.locale) }))
  return {
    proposed: shown.filter(({ state }) => state === 'proposed'),
    published: shown.filter(({ state }) => state === 'published'),
    dismissed: shown.filter(({ state }) => state === 'dismissed'),
    asked: recognitions.filter(({ abilities, subject }) => abilities.answer && subject?.consent === 'asked'),
    recognitions: recognitions.filter(({ state }) => state !== 'dismissed'),
    mayPropose: hat.role === 'backbone' || hat.role === 'partner_contributor',
  }
}

export const actions: Actions = {
  dismiss: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const winId = form.text('win')
    try {
      if (winId !== '') await call(fetch, winRoutes.change, { params: { initiativeId, winId }, version: form.version(), body: { state: 'dismissed' } })
      else
        await call(fetch, winRoutes.create, {
          params: { initiativeId },
          body: { occasion: form.text('occasion'), textFr: form.text('textFr'), textEn: form.orNull('textEn'), state: 'dismissed' },
        })
    } catch (cause) {
      return sendBackRefused('dismiss', form, cause, locals.locale)
    }
    return { done: m.wins_saved() }
  },

  consent: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, recognitionRoutes.answer, {
        params: { initiativeId: form.text('initiative'), recognitionId: form.text('recognition') },
        version: form.version(),
        body: { consent: Consent.exclude(['asked']).parse(form.text('consent')) },
      })
    } catch (cause) {
      return sendBackRefused('consent', form, cause, locals.locale)
    }
    return { done: m.wins_saved() }
  },
}
