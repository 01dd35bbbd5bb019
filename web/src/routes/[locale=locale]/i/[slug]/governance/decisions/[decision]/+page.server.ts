import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { POSITIONS } from '#shared/governance/decision.ts'
import { mentionRoutes } from '#shared/meetings/links.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { decisionBody } from '#lib/features/governance/decision-form.server.ts'
import { partnerOptions } from '#lib/features/governance/partner-options.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** One decision: what is asked, what each voting seat says, what it gives. */
export const load: PageServerLoad = async (event) => {
  const { initiative, asOf } = await event.parent()
  const [decision, { items: mentions }] = await Promise.all([
    read(event, decisionRoutes.read, { params: { initiativeId: initiative.id, decisionId: event.params.decision } }),
    read(event, mentionRoutes.list, { params: { initiativeId: initiative.id }, query: { kind: 'decision', key: event.params.decision } }),
  ])
  return { decision, mentions, partners: decision.abilities.edit ? await partnerOptions(event, initiative.id, asOf) : [] }
}

export const actions: Actions = {
  positions: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    // Each seat says what it says: only those that changed are sent, and each is kept on its own.
    for (const seatId of form.text('seats').split(' ')) {
      const chosen = form.text(`position:${seatId}`)
      if (chosen === form.text(`before:${seatId}`)) continue
      const position = POSITIONS.find((one) => one === chosen) ?? null
      try {
        await call(fetch, decisionRoutes.takePosition, {
          params: { initiativeId: form.text('initiative'), decisionId: params.decision, seatId },
          body: { position },
        })
      } catch (cause) {
        return sendBackRefused('positions', form, cause, locals.locale)
      }
    }
    return { done: m.conditions_saved() }
  },

  close: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const decidedOn = form.orNull('decidedOn')
    const delegateResult = (['carried', 'not_carried'] as const).find((one) => one === form.text('delegateResult'))
    if (form.isTicked('isDelegated') && delegateResult === undefined) form.refuse('delegateResult', m.problems_field_required())
    if (form.faults.length > 0) return sendBack('close', form)
    try {
      await call(fetch, decisionRoutes.close, {
        params: { initiativeId: form.text('initiative'), decisionId: params.decision },
        version: form.version(),
        body: { ...(decidedOn === null ? {} : { decidedOn }), ...(delegateResult === undefined ? {} : { delegateResult }) },
      })
    } catch (cause) {
      return sendBackRefused('close', form, cause, locals.locale)
    }
    return { done: m.governance_result_saved() }
  },

  publish: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, decisionRoutes.change, {
        params: { initiativeId: form.text('initiative'), decisionId: params.decision },
        version: form.version(),
        body: { published: form.text('published') === 'yes' },
      })
    } catch (cause) {
      return sendBackRefused('publish', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  show: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const isPublic = form.isTicked('isPublic')
    try {
      await call(fetch, decisionRoutes.show, {
        params: { initiativeId: form.text('initiative'), decisionId: params.decision },
        version: form.version(),
        body: { isPublic },
      })
    } catch (cause) {
      return sendBackRefused('show', form, cause, locals.locale)
    }
    return { done: isPublic ? m.governance_public_shown() : m.governance_public_hidden() }
  },

  change: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = decisionBody(form)
    if (form.faults.length > 0) return sendBack('decision', form)
    try {
      await call(fetch, decisionRoutes.change, {
        params: { initiativeId: form.text('initiative'), decisionId: params.decision },
        version: form.version(),
        body,
      })
    } catch (cause) {
      return sendBackRefused('decision', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
