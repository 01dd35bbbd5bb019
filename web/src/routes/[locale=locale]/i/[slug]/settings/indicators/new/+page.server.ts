import { redirect } from '@sveltejs/kit'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { freeCode } from '#shared/exchange/free-code.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { definitionInput } from '#lib/features/settings/definition-form.server.ts'
import { NEW_DEFINITION } from '#lib/features/settings/definition-groups.ts'
import { sampleView } from '#lib/features/settings/sample.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, indicatorRoutes.dimensions, { params: { initiativeId: initiative.id } })
  return { start: NEW_DEFINITION, dimensions: items.map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, event.locals.locale) })) }
}

function readForm(form: SentForm) {
  const code = form.text('code')
  if (code !== '' && !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,39}$/.test(code)) form.refuse('code', m.indicators_code_fault())
  const scope = form.required('scope', m.indicators_scope_missing()) as 'population' | 'performance'
  return { code, scope, isCore: form.isTicked('isCore'), definition: definitionInput(form, scope, form.text('currencyCode')) }
}

export const actions: Actions = {
  create: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = { ...readForm(form), dimensionCodes: form.many('dimensionCodes') }
    if (form.faults.length > 0) return sendBack('add', form)
    const path = { initiativeId: form.text('initiativeId') }
    try {
      if (body.code === '') {
        const { items } = await call(fetch, indicatorRoutes.list, { params: path, query: {} })
        body.code = freeCode(body.definition.nameFr, new Set(items.map(({ code }) => code)))
      }
      await call(fetch, indicatorRoutes.create, { params: path, body })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/indicators/${body.code}?created`)
  },
  try: async ({ request, locals }) => {
    const form = new SentForm(await request.formData())
    const scope = form.text('scope') || 'performance'
    const definition = definitionInput(form, scope, form.text('currencyCode'))
    const isKnown = form.text('unitKind') !== '' && form.text('temporalKind') !== '' && form.text('direction') !== ''
    // A trial needs the kind of figure alone: texts still to be written are no fault of it.
    const faults = isKnown ? [] : form.faults.filter(({ field }) => field === 'unitKind' || field === 'temporalKind' || field === 'direction')
    return { part: 'try', faults, values: form.values(), trial: isKnown ? sampleView(definition, scope, form.values(), locals.locale) : null }
  },
}
