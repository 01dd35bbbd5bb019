import { redirect } from '@sveltejs/kit'
import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { AccessibilityMeasure } from '#shared/meetings/accessibility.ts'
import { accessibilityRoutes, actionItemRoutes } from '#shared/meetings/action-contract.ts'
import { meetingRoutes } from '#shared/meetings/contract.ts'
import { proposalRoutes } from '#shared/meetings/proposal-contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import { settleAction } from '../../actions/settle-action.server.ts'
import { clockOf, meetingBody } from '../meeting-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Decisions that the form offers beside those already linked. */
const OFFERED_DECISIONS = 20

/** One meeting: its agenda, who holds which role, what it provides, what was decided and what follows; its forms for the backbone. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const meetingParams = { ...params, meetingId: event.params.meeting }
  const [meeting, { items: requests }] = await Promise.all([
    read(event, meetingRoutes.read, { params: meetingParams }),
    hat.role === 'funder' ? { items: [] } : read(event, accessibilityRoutes.list, { params: meetingParams }),
  ])
  const mayEdit = meeting.abilities.edit
  const [partners, choices, decisions] = await Promise.all([
    mayEdit ? read(event, partnerRoutes.list, { params, query: {} }).then(({ items }) => items) : [],
    mayEdit ? read(event, meetingRoutes.choices, { params }) : { people: [], roles: [], funders: [], targets: [] },
    mayEdit ? read(event, decisionRoutes.list, { params }).then(({ items }) => items) : [],
  ])
  const present = new Set(meeting.attendedBy.map((one) => one.code))
  const linked = new Set(meeting.decisions.map(({ id }) => id))
  return {
    meeting,
    requests,
    roles: choices.roles,
    funders: choices.funders,
    targets: choices.targets,
    people: choices.people.map(({ personId, name }) => ({ value: personId, label: name })),
    decisions: decisions
      .filter(({ id }, index) => linked.has(id) || index < OFFERED_DECISIONS)
      .map(({ id, titleFr, titleEn }) => ({ value: id, label: localName(titleFr, titleEn, locale) })),
    // Partners that left since then are still listed where they were present.
    partners: partners
      .filter((one) => one.leftOn === null || one.leftOn >= meeting.startsOn || present.has(one.code))
      .map((one) => ({ value: one.code, label: one.name }))
      .sort((a, b) => compareText(locale)(a.label, b.label)),
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

  record: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, meetingRoutes.change, {
        params: { initiativeId: form.text('initiative'), meetingId: params.meeting },
        version: form.version(),
        body: { record: form.orNull('record'), decisionIds: form.many('decisionIds') },
      })
    } catch (cause) {
      return sendBackRefused('record', form, cause, locals.locale)
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

  replace: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    let updateId: string
    try {
      ;({ updateId } = await call(fetch, meetingRoutes.replaceByUpdate, {
        params: { initiativeId: form.text('initiative'), meetingId: params.meeting },
        version: form.version(),
        body: { reason: m.meetings_replace_reason() },
      }))
    } catch (cause) {
      return sendBackRefused('replace', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/communication/updates/${updateId}`)
  },

  addAction: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const [personId, partnerCode] = [form.orNull('personId'), form.orNull('partnerCode')]
    if (personId === null && partnerCode === null) form.refuse('partnerCode', m.meetings_action_owner_missing())
    const body = {
      text: form.required('text', m.meetings_action_text_missing()),
      personId,
      partnerCode,
      dueOn: form.required('dueOn', m.meetings_action_due_missing()),
    }
    if (form.faults.length > 0) return sendBack('action', form)
    try {
      await call(fetch, actionItemRoutes.add, { params: { initiativeId: form.text('initiative'), meetingId: params.meeting }, body })
    } catch (cause) {
      return sendBackRefused('action', form, cause, locals.locale)
    }
    return { done: m.meetings_action_added() }
  },

  settle: settleAction,

  close: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, meetingRoutes.close, {
        params: { initiativeId: form.text('initiative'), meetingId: params.meeting },
        version: form.version(),
        body: { withoutFollowUp: form.isTicked('withoutFollowUp') },
      })
    } catch (cause) {
      return sendBackRefused('close', form, cause, locals.locale)
    }
    return { done: m.meetings_closed_done() }
  },

  propose: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = {
      title: form.required('title', m.meetings_proposal_title_missing()),
      why: form.required('why', m.meetings_proposal_why_missing()),
      minutes: form.integer('minutes'),
    }
    if (form.faults.length > 0) return sendBack('propose', form)
    try {
      await call(fetch, proposalRoutes.propose, { params: { initiativeId: form.text('initiative'), meetingId: params.meeting }, body })
    } catch (cause) {
      return sendBackRefused('propose', form, cause, locals.locale)
    }
    return { done: m.meetings_proposal_sent() }
  },

  answer: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const accepted = form.text('accepted') === 'yes'
    if (!accepted) form.required('answer', m.meetings_proposal_word_missing())
    if (form.faults.length > 0) return sendBack('answer', form)
    try {
      await call(fetch, proposalRoutes.answer, {
        params: { initiativeId: form.text('initiative'), agendaProposalId: form.text('proposal') },
        version: form.version(),
        body: { accepted, answer: form.orNull('answer') },
      })
    } catch (cause) {
      return sendBackRefused('answer', form, cause, locals.locale)
    }
    return { done: m.meetings_proposal_answered() }
  },

  ask: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const measure = AccessibilityMeasure.options.find((one) => one === form.text('measure')) ?? 'hybrid_link'
    try {
      await call(fetch, accessibilityRoutes.add, {
        params: { initiativeId: form.text('initiative'), meetingId: params.meeting },
        body: { measure, detail: form.orNull('detail') },
      })
    } catch (cause) {
      return sendBackRefused('ask', form, cause, locals.locale)
    }
    return { done: m.meetings_access_sent() }
  },

  withdraw: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, accessibilityRoutes.withdraw, { params: { initiativeId: form.text('initiative'), accessibilityRequestId: form.text('request') } })
    } catch (cause) {
      return sendBackRefused('withdraw', form, cause, locals.locale)
    }
    return { done: m.meetings_access_withdrawn() }
  },
}
