import { redirect } from '@sveltejs/kit'
import { mailPreferenceRoutes } from '#shared/notifications/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { kindChoices, readChoices } from '#lib/features/notifications/mail-choices.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** What whoever got a mail wants by mail, without signing in: the link of the mail is the permission. Nothing is changed by opening it. */
export const load: PageServerLoad = async (event) => ({
  wanted: await read(event, mailPreferenceRoutes.byToken, { params: { token: event.params.token } }),
  kinds: kindChoices(event.locals.locale),
  isSaved: event.url.searchParams.has('saved'),
})

async function save({ fetch, locals, params, url, request }: RequestEvent, isNone: boolean) {
  const form = new SentForm(await request.formData())
  try {
    const wanted = readChoices(form)
    const kept = isNone ? { ...(await call(fetch, mailPreferenceRoutes.byToken, { params })), wantsMail: false } : wanted
    await call(fetch, mailPreferenceRoutes.changeByToken, { params, body: kept })
  } catch (cause) {
    return sendBackRefused('mails', form, cause, locals.locale)
  }
  redirect(303, `${url.pathname}?saved`)
}

export const actions: Actions = { save: (event) => save(event, false), none: (event) => save(event, true) }
