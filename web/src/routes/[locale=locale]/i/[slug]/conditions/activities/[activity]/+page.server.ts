import { activityRoutes } from '#shared/activities/contract.ts'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { mentionRoutes } from '#shared/meetings/links.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import { activityBody, activityChoices } from '../activity-choices.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** One activity, and its form for those who may change it. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [activity, { items: indicators }, { items: territories }, { items: goals }, { items: mentions }] = await Promise.all([
    read(event, activityRoutes.read, { params: { ...params, activityId: event.params.activity } }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, goalRoutes.list, { params }),
    read(event, mentionRoutes.list, { params, query: { kind: 'activity', key: event.params.activity } }),
  ])
  const territory = territories.find((one) => one.code === activity.territoryCode)
  const goal = goals.find((one) => one.id === activity.goalId)
  return {
    activity,
    mentions,
    territory: territory === undefined ? null : localName(territory.nameFr, territory.nameEn, locale),
    goal: goal === undefined ? null : { fr: goal.statementFr, en: goal.statementEn },
    indicators: activity.indicatorCodes.map((code) => {
      const indicator = indicators.find((one) => one.code === code)
      return { code, name: indicator === undefined ? code : localName(indicator.current.nameFr, indicator.current.nameEn, locale) }
    }),
    choices: activity.abilities.edit ? await activityChoices(event, initiative.id) : null,
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = activityBody(form)
    if (form.faults.length > 0) return sendBack('activity', form)
    try {
      await call(fetch, activityRoutes.change, {
        params: { initiativeId: form.text('initiative'), activityId: params.activity },
        version: form.version(),
        body,
      })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'not_allowed') {
        form.refuse('partners', m.activities_own_only())
        return sendBack('activity', form)
      }
      return sendBackRefused('activity', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
