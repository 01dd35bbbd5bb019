import { formatDate, formatDateTime } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { contestRoutes } from '#shared/observations/contests.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { itemOf, standingOf } from '#lib/features/quality/contest-view.ts'
import { readNames } from '#lib/features/quality/read-names.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What the two sides say. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const [thread, names] = await Promise.all([
    read(event, contestRoutes.read, { params: { initiativeId: initiative.id, contestId: event.params.contest } }),
    readNames(event, initiative.id),
  ])
  return {
    item: itemOf(thread, names, locale),
    partner: thread.partnerName ?? '',
    observationId: thread.observationId,
    openedOn: formatDate(locale, thread.openedOn),
    standing: standingOf(thread, locale),
    isLong: thread.isLong,
    version: thread.version,
    abilities: thread.abilities,
    carried: thread.carried,
    mayCarry: thread.mayCarry,
    messages: thread.messages.map((one) => ({ ...one, saidAt: formatDateTime(locale, one.saidAt, initiative.timeZone) })),
  }
}

export const actions: Actions = {
  reply: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = form.required('body', m.contests_body_missing())
    if (form.faults.length > 0) return sendBack('reply', form)
    try {
      await call(fetch, contestRoutes.reply, { params: { initiativeId: form.text('initiative'), contestId: params.contest }, body: { body } })
    } catch (cause) {
      return sendBackRefused('reply', form, cause, locals.locale)
    }
    return {}
  },
  carry: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = form.required('carried', m.contests_body_missing())
    if (form.faults.length > 0) return sendBack('carry', form)
    try {
      await call(fetch, contestRoutes.reply, { params: { initiativeId: form.text('initiative'), contestId: params.contest }, body: { body, isCarried: true } })
    } catch (cause) {
      return sendBackRefused('carry', form, cause, locals.locale)
    }
    return {}
  },
  withdraw: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = m.contests_carry_withdrawn()
    try {
      await call(fetch, contestRoutes.reply, { params: { initiativeId: form.text('initiative'), contestId: params.contest }, body: { body, isCarried: false } })
    } catch (cause) {
      return sendBackRefused('carry', form, cause, locals.locale)
    }
    return {}
  },
  resolve: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const note = form.required('note', m.contests_note_missing())
    if (form.faults.length > 0) return sendBack('resolve', form)
    try {
      await call(fetch, contestRoutes.resolve, {
        params: { initiativeId: form.text('initiative'), contestId: params.contest },
        version: form.version(),
        body: { note },
      })
    } catch (cause) {
      return sendBackRefused('resolve', form, cause, locals.locale)
    }
    return {}
  },
}
