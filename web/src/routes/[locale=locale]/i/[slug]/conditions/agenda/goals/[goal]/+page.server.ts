import { error, redirect } from '@sveltejs/kit'
import { goalRoutes } from '#shared/conditions/contract.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { refusedParts } from '#lib/features/conditions/form.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** A goal to change, or a new one (`new`), perhaps the first step of another (`?parent=`). */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [goal, { items: populations }, { items: indicators }, { items: territories }, { items: levels }] = await Promise.all([
    event.params.goal === 'new' ? null : read(event, goalRoutes.read, { params: { ...params, goalId: event.params.goal } }),
    read(event, goalRoutes.populations, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, territoryRoutes.levels, { params }),
  ])
  return {
    goal,
    parent: goal === null ? event.url.searchParams.get('parent') : goal.parentGoalId,
    populations: populations.map((one) => ({ value: one.id, label: localName(one.labelFr, one.labelEn, locale) })),
    indicators: indicators.map((one) => ({ value: one.code, label: localName(one.current.nameFr, one.current.nameEn, locale) })),
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
    topCode: territories.find((one) => one.isTop)?.code ?? '',
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    const body = {
      statementFr: form.required('statementFr'),
      statementEn: form.orNull('statementEn'),
      parentGoalId: form.orNull('parent'),
      populationId: form.orNull('populationId'),
      territoryCode: form.orNull('territoryCode'),
      targetDate: form.orNull('targetDate'),
      amount: form.decimal('amount'),
      notFeasibleAlone: form.isTicked('notFeasibleAlone'),
      notFeasibleWhyFr: form.orNull('notFeasibleWhyFr'),
      notFeasibleWhyEn: form.orNull('notFeasibleWhyEn'),
      indicatorCodes: form.many('indicatorCodes'),
    }
    if (form.faults.length > 0) return sendBack('goal', form)
    try {
      if (params.goal === 'new') await call(fetch, goalRoutes.create, { params: { initiativeId }, body })
      else
        await call(fetch, goalRoutes.change, {
          params: { initiativeId, goalId: params.goal },
          version: form.version(),
          body: { ...body, anyway: form.isTicked('anyway') },
        })
    } catch (cause) {
      return refusedParts('goal', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/agenda`)
  },
}
