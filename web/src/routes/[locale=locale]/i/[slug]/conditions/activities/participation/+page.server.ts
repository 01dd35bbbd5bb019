import { activityRoutes } from '#shared/activities/contract.ts'
import { DEPTHS, MOMENTS } from '#shared/activities/participation.ts'
import { planRoutes } from '#shared/activities/plan-contract.ts'
import { decisionRoutes } from '#shared/governance/decision-contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** How those concerned took part, how deep, and what it changed (S53). `complete` names a record whose form is open. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [record, { items }, { items: decisions }] = await Promise.all([
    read(event, planRoutes.participation, { params }),
    read(event, activityRoutes.list, { params, query: {} }),
    hat.role === 'backbone' ? read(event, decisionRoutes.list, { params }) : { items: [] },
  ])
  const asked = event.url.searchParams.get('complete')
  return {
    ...record,
    share: toTextOrNull(divide(decimal(record.shared), decimal(record.activities))),
    complete: record.items.find((one) => one.id === asked && one.abilities.edit) ?? null,
    isBackbone: hat.role === 'backbone',
    mayAdd: hat.role === 'backbone' || hat.role === 'partner_contributor',
    decisions: decisions.map((one) => ({ value: one.id, label: localName(one.titleFr, one.titleEn, locale) })),
    choices: items
      .filter(({ abilities }) => abilities.edit)
      .map((one) => ({ value: one.id, label: localName(one.nameFr, one.nameEn, locale) }))
      .sort((a, b) => compareText(locale)(a.label, b.label)),
  }
}

const recordBody = (form: SentForm) => ({
  groupName: form.required('groupName'),
  moment: MOMENTS.find((one) => one === form.text('moment')) ?? ('design' as const),
  depth: DEPTHS.find((one) => one === form.text('depth')) ?? ('informed' as const),
  whatChanged: form.orNull('whatChanged'),
  ...(form.text('recordedOn') === '' ? {} : { recordedOn: form.text('recordedOn') }),
})

export const actions: Actions = {
  add: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const body = { ...recordBody(form), activityId: form.orNull('activityId'), decisionId: form.orNull('decisionId'), decision: form.orNull('decision') }
    if ([body.activityId, body.decisionId, body.decision].filter((one) => one !== null).length !== 1) form.refuse('activityId', m.plan_participation_one())
    if (form.faults.length > 0) return sendBack('add', form)
    try {
      await call(fetch, planRoutes.addParticipation, { params: { initiativeId: form.text('initiative') }, body })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'not_allowed') {
        form.refuse('activityId', m.plan_participation_own())
        return sendBack('add', form)
      }
      return sendBackRefused('add', form, cause, locals.locale)
    }
    return { done: m.plan_participation_saved() }
  },

  change: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const body = recordBody(form)
    if (form.faults.length > 0) return sendBack('change', form)
    try {
      await call(fetch, planRoutes.changeParticipation, {
        params: { initiativeId: form.text('initiative'), recordId: form.text('record') },
        version: form.version(),
        body,
      })
    } catch (cause) {
      return sendBackRefused('change', form, cause, locals.locale)
    }
    return { done: m.plan_participation_saved() }
  },
}
