import { error, redirect } from '@sveltejs/kit'
import { peopleRoutes, type HatChange } from '#shared/initiatives/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, peopleRoutes.list, { params: { initiativeId: initiative.id } })
  const person = items.find(({ hatId }) => hatId === event.params.hatId)
  if (person === undefined || person.details === null) error(404, 'not_found', { code: 'not_found' })
  return { person: { ...person, details: person.details }, isSaved: event.url.searchParams.has('saved') }
}

const here = ({ locals, params }: RequestEvent) => `/${locals.locale}/i/${params.slug}/settings/people/${params.hatId}`

async function change(event: RequestEvent, part: string, body: (form: SentForm) => HatChange) {
  const form = new SentForm(await event.request.formData())
  try {
    await call(event.fetch, peopleRoutes.change, {
      params: { initiativeId: form.text('initiativeId'), hatId: event.params.hatId },
      body: body(form),
      version: form.version(),
    })
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `${here(event)}?saved`)
}

async function giveLink(event: RequestEvent, part: 'invitation' | 'reset') {
  const form = new SentForm(await event.request.formData())
  try {
    const made = await call(event.fetch, part === 'invitation' ? peopleRoutes.inviteAgain : peopleRoutes.resetPassword, {
      params: { initiativeId: form.text('initiativeId'), hatId: event.params.hatId },
    })
    return { part, given: { link: `${event.url.origin}${made.link ?? ''}`, expiresAt: made.expiresAt ?? '' } }
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
}

export const actions: Actions = {
  dates: (event) =>
    change(event, 'dates', (form) => ({
      ...(form.text('startsOn') === '' ? {} : { startsOn: form.text('startsOn') }),
      endsOn: form.orNull('endsOn'),
      ...(form.isTicked('leads') ? { isLead: form.isTicked('isLead') } : {}),
    })),
  end: (event) => change(event, 'end', () => ({ endNow: true })),
  invitation: (event) => giveLink(event, 'invitation'),
  reset: (event) => giveLink(event, 'reset'),
}
