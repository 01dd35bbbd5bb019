import { DECISION_MODES } from '#shared/governance/decision.ts'
import { governanceRoutes } from '#shared/governance/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { partnerOptions } from '#lib/features/governance/partner-options.server.ts'
import { thresholdOf } from '#lib/features/governance/threshold.server.ts'
import { BODY_KINDS } from '#lib/features/governance/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** Bodies with their seats; `seat` names the one that is being changed. */
export const load: PageServerLoad = async (event) => {
  const { initiative, asOf } = await event.parent()
  const { items, livedExperience, abilities } = await read(event, governanceRoutes.bodies, { params: { initiativeId: initiative.id } })
  const seatId = event.url.searchParams.get('seat')
  const body = items.find((one) => one.seats.some((seat) => seat.id === seatId))
  return {
    bodies: items.filter((one) => one.isCurrent),
    former: items.filter((one) => !one.isCurrent).map(({ id, nameFr, nameEn, validFrom, validTo }) => ({ id, nameFr, nameEn, validFrom, validTo })),
    livedExperience,
    canEdit: abilities.edit,
    edited: body === undefined || !abilities.edit ? null : { bodyId: body.id, seat: body.seats.find((seat) => seat.id === seatId) ?? null },
    partners: abilities.edit ? await partnerOptions(event, initiative.id, asOf) : [],
  }
}

export const actions: Actions = {
  body: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const bodyId = form.text('body')
    const part = bodyId === '' ? 'body' : `body ${bodyId}`
    const body = {
      nameFr: form.required('nameFr', m.governance_name_missing()),
      nameEn: form.orNull('nameEn'),
      kind: BODY_KINDS.find((one) => one === form.text('kind')) ?? BODY_KINDS[0],
      mandateFr: form.orNull('mandateFr'),
      mandateEn: form.orNull('mandateEn'),
      decisionMode: DECISION_MODES.find((one) => one === form.text('decisionMode')) ?? DECISION_MODES[0],
      fallbackThreshold: thresholdOf(form, 'threshold'),
      validFrom: form.required('validFrom'),
      validTo: form.orNull('validTo'),
    }
    if (form.faults.length > 0) return sendBack(part, form)
    const params = { initiativeId: form.text('initiative') }
    try {
      if (bodyId === '') await call(fetch, governanceRoutes.addBody, { params, body })
      else await call(fetch, governanceRoutes.changeBody, { params: { ...params, bodyId }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  seat: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const [bodyId, seatId] = [form.text('body'), form.text('seat')]
    const part = seatId === '' ? `seat-of ${bodyId}` : `seat ${seatId}`
    const body = {
      holderName: form.orNull('holderName'),
      partnerCode: form.orNull('partnerCode'),
      isVoting: form.isTicked('isVoting'),
      livedExperience: form.isTicked('livedExperience'),
      validFrom: form.required('validFrom'),
      validTo: form.orNull('validTo'),
    }
    if (body.livedExperience && body.holderName === null) form.refuse('holderName', m.governance_seat_lived_fault())
    if (form.faults.length > 0) return sendBack(part, form)
    const params = { initiativeId: form.text('initiative') }
    try {
      if (seatId === '') await call(fetch, governanceRoutes.addSeat, { params: { ...params, bodyId }, body })
      else await call(fetch, governanceRoutes.changeSeat, { params: { ...params, seatId }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
