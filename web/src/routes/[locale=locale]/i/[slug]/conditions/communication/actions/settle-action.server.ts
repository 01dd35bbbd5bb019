import type { RequestEvent } from '@sveltejs/kit'
import { ActionState, actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'

/** What became of an action, said on any page that lists it. */
export async function settleAction({ request, fetch, locals }: RequestEvent) {
  const form = new SentForm(await request.formData())
  try {
    await call(fetch, actionItemRoutes.change, {
      params: { initiativeId: form.text('initiative'), actionItemId: form.text('action') },
      version: form.version(),
      body: { state: ActionState.options.find((one) => one === form.text('state')) ?? 'open' },
    })
  } catch (cause) {
    return sendBackRefused('settle', form, cause, locals.locale)
  }
  return { done: m.conditions_saved() }
}
