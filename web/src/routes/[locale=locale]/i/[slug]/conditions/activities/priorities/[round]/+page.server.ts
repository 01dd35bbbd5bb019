import { SCORES } from '#shared/priorities/order.ts'
import { priorityRoutes } from '#shared/priorities/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** One round: my partner's ballot while it is open, the order once it is closed. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  return { round: await read(event, priorityRoutes.read, { params: { initiativeId: initiative.id, roundId: event.params.round } }) }
}

export const actions: Actions = {
  /** Fields are `score:<candidate>:<criterion>`; an empty one is no view. */
  vote: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const scores: Record<string, (number | null)[]> = {}
    for (const [name, value] of Object.entries(form.values())) {
      const [, candidate, criterion] = /^score:([0-9a-f-]{36}):(\d)$/.exec(name) ?? []
      if (candidate === undefined) continue
      const list = (scores[candidate] ??= [])
      list[Number(criterion)] = SCORES.find((score) => String(score) === value) ?? null
    }
    try {
      await call(fetch, priorityRoutes.vote, {
        params: { initiativeId: form.text('initiative'), roundId: params.round },
        version: form.version(),
        body: { scores },
      })
    } catch (cause) {
      return sendBackRefused('vote', form, cause, locals.locale)
    }
    return { done: m.plan_priorities_voted() }
  },

  close: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, priorityRoutes.close, { params: { initiativeId: form.text('initiative'), roundId: params.round }, version: form.version(), body: {} })
    } catch (cause) {
      return sendBackRefused('close', form, cause, locals.locale)
    }
    return {}
  },

  moveDay: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const closesOn = form.required('closesOn')
    if (form.faults.length > 0) return sendBack('moveDay', form)
    try {
      await call(fetch, priorityRoutes.moveDay, {
        params: { initiativeId: form.text('initiative'), roundId: params.round },
        version: form.version(),
        body: { closesOn },
      })
    } catch (cause) {
      return sendBackRefused('moveDay', form, cause, locals.locale)
    }
    return { done: m.plan_priorities_moved_day() }
  },

  plan: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, priorityRoutes.link, {
        params: { initiativeId: form.text('initiative'), roundId: params.round, candidateId: form.text('candidate') },
        body: {},
      })
    } catch (cause) {
      return sendBackRefused('plan', form, cause, locals.locale)
    }
    return { done: m.plan_priorities_linked() }
  },
}
