import { meetingRoutes } from '#shared/meetings/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { clockOf, meetingBody } from '../meeting-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** One meeting with its agenda and who came; its form for the backbone. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const meeting = await read(event, meetingRoutes.read, { params: { ...params, meetingId: event.params.meeting } })
  const partners = meeting.abilities.edit ? (await read(event, partnerRoutes.list, { params, query: {} })).items : []
  const present = new Set(meeting.attendedBy.map((one) => one.code))
  return {
    meeting,
    // Partners that left since then are still listed where they were present.
    partners: partners
      .filter((one) => one.leftOn === null || one.leftOn >= meeting.startsOn || present.has(one.code))
      .map((one) => ({ value: one.code, label: one.name }))
      .sort((a, b) => compareText(event.locals.locale)(a.label, b.label)),
  }
}

export const actions: Actions = {
  change: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = meetingBody(form)
    if (form.faults.length > 0) return sendBack('meeting', form)
    try {
      await call(fetch, meetingRoutes.change, { params: { initiativeId: form.text('initiative'), meetingId: params.meeting }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused('meeting', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  share: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const sharedOn = form.orNull('sharedOn')
    const sharedTime = sharedOn === null ? null : clockOf(form, 'sharedTime')
    if (form.faults.length > 0) return sendBack('share', form)
    try {
      await call(fetch, meetingRoutes.shareAgenda, {
        params: { initiativeId: form.text('initiative'), meetingId: params.meeting },
        version: form.version(),
        body: { sharedOn, sharedTime, anyway: form.isTicked('anyway') },
      })
    } catch (cause) {
      return sendBackRefused('share', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
