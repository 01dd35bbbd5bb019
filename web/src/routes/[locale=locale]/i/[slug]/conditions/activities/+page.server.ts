import { ActivityState, activityRoutes } from '#shared/activities/contract.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { measuredOf, readingOf } from '#lib/features/conditions/measured.ts'
import { localName } from '#lib/state/local-name.ts'
import { readPlan } from './plan-filters.server.ts'
import type { Actions, PageServerLoad } from './$types'

const VIEWS = ['list', 'board', 'calendar'] as const

/** Activities with their filters in the address; the same set in every presentation (S68). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [plan, { items: levels }, { items: indicators }, overview] = await Promise.all([
    readPlan(event, initiative.id),
    read(event, territoryRoutes.levels, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, conditionRoutes.overview, { params }),
  ])
  const { items, chosen, partners, territories, goals } = plan
  const year = /^\d{4}$/.exec(event.url.searchParams.get('year') ?? '')?.[0] ?? overview.asOf.slice(0, 4)
  return {
    measured: measuredOf(overview, 'activities', readingOf(event.locals.locale, initiative, hat)),
    items,
    view: VIEWS.find((one) => one === event.url.searchParams.get('view')) ?? 'list',
    year,
    today: overview.asOf,
    mayAdd: hat.role === 'backbone' || hat.role === 'partner_contributor',
    chosen,
    partnerName: partners.find(({ code }) => code === chosen.partner)?.name ?? '',
    territoryNames: Object.fromEntries(territories.map((one) => [one.code, localName(one.nameFr, one.nameEn, locale)])),
    indicatorNames: Object.fromEntries(indicators.map((one) => [one.code, localName(one.current.nameFr, one.current.nameEn, locale)])),
    goals: goals.map((one) => ({ value: one.id, label: localName(one.statementFr, one.statementEn, locale) })),
    partners: partners.map((one) => ({ value: one.code, label: one.name })).sort((a, b) => compareText(locale)(a.label, b.label)),
    territories: [...levels]
      .sort((a, b) => b.rank - a.rank)
      .map((level) => ({
        label: localName(level.pluralFr ?? level.nameFr, level.pluralEn ?? level.nameEn, locale),
        options: territories
          .filter((one) => one.levelCode === level.code)
          .map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) }))
          .sort((a, b) => compareText(locale)(a.label, b.label)),
      }))
      .filter((group) => group.options.length > 0),
  }
}

export const actions: Actions = {
  /** Moves a card of the board into another column. */
  move: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const state = ActivityState.options.find((one) => one === form.text('state'))
    if (state === undefined) return sendBack('move', form)
    try {
      await call(fetch, activityRoutes.change, {
        params: { initiativeId: form.text('initiative'), activityId: form.text('activity') },
        version: form.version(),
        body: { state },
      })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'version_stale') {
        form.refuse(null, m.plan_move_stale())
        return sendBack('move', form)
      }
      return sendBackRefused('move', form, cause, locals.locale)
    }
    return { done: m.plan_moved() }
  },
}
