import { redirect } from '@sveltejs/kit'
import { mailPreferenceRoutes } from '#shared/notifications/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { kindChoices, readChoices } from '#lib/features/notifications/mail-choices.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What I want by mail. */
export const load: PageServerLoad = async (event) => ({
  wanted: await read(event, mailPreferenceRoutes.mine, {}),
  kinds: kindChoices(event.locals.locale),
  isSaved: event.url.searchParams.has('saved'),
})

export const actions: Actions = {
  save: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, mailPreferenceRoutes.changeMine, { body: readChoices(form) })
    } catch (cause) {
      return sendBackRefused('mails', form, cause, locals.locale)
    }
    redirect(303, `${url.pathname}?saved`)
  },
}
