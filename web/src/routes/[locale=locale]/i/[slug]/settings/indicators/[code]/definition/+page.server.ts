import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { versionRoutes, type VersionInput } from '#shared/indicators/carrying-contract.ts'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { missingTranslations, type DefinitionField } from '#shared/indicators/meaning.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { formatList } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { definitionInput, definitionValues } from '#lib/features/settings/definition-form.server.ts'
import { FIELD_WORDS } from '#lib/features/settings/field-words.ts'
import { versionView } from '#lib/features/settings/version-view.ts'
import { sampleView } from '#lib/features/settings/sample.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const [indicator, { items: dimensions }, settings] = await Promise.all([
    read(event, indicatorRoutes.read, { params: { ...params, indicator: event.params.code } }),
    read(event, indicatorRoutes.dimensions, { params }),
    read(event, initiativeRoutes.read, { params }),
  ])
  const { current } = indicator
  return {
    indicator: {
      code: indicator.code,
      scope: indicator.scope,
      version: indicator.version,
      number: current.number,
      name: localName(current.nameFr, current.nameEn, locale),
      mayVersion: indicator.abilities.version,
    },
    today: settings.today,
    values: definitionValues(current, indicator.dimensionCodes, locale),
    missing: missingTranslations(current).map((field) => FIELD_WORDS[field]()),
    dimensions: dimensions.map((one) => ({ value: one.code, label: localName(one.nameFr, one.nameEn, locale) })),
    trial: sampleView({ ...current, conditions: current.conditions, resultType: null, sourceKind: 'partner' }, indicator.scope, {}, locale),
  }
}

const readForm = async (event: RequestEvent) => {
  const form = new SentForm(await event.request.formData())
  return { form, definition: definitionInput(form, form.text('scope'), form.text('currencyCode')) }
}
const paramsOf = (event: RequestEvent, form: SentForm) => ({ initiativeId: form.text('initiativeId'), indicator: event.params.code ?? '' })
const pageOf = (event: RequestEvent, view: string) => `/${event.locals.locale}/i/${event.params.slug}/settings/indicators/${event.params.code}/${view}?saved`

/** Reads the version of the form and sends it; faults come back beside their fields. */
async function sendVersion<Answer>(event: RequestEvent, ask: (params: ReturnType<typeof paramsOf>, body: z.input<typeof VersionInput>) => Promise<Answer>) {
  const { form, definition } = await readForm(event)
  const validFrom = form.required('validFrom', m.versions_from_missing())
  const changeReasonFr = form.required('changeReasonFr', m.versions_reason_missing())
  if (form.faults.length > 0) return { refused: sendBack('version', form) }
  // Before the choice was shown the API decides; afterwards an empty box is a no.
  const choices = form.isTicked('chosen') ? { carryLimits: form.isTicked('carryLimits'), carryOverlaps: form.isTicked('carryOverlaps') } : {}
  const dimensionCodes = form.many('dimensionCodes')
  const body = { validFrom, changeReasonFr, changeReasonEn: form.orNull('changeReasonEn'), definition, dimensionCodes, ...choices }
  try {
    return { form, answer: await ask(paramsOf(event, form), body) }
  } catch (cause) {
    if (cause instanceof ApiProblem && cause.code === 'dates_reversed') form.refuse('validFrom', m.versions_from_too_early())
    if (cause instanceof ApiProblem && cause.code === 'in_use') form.refuse('validFrom', m.versions_from_figures())
    return { refused: form.faults.length > 0 ? sendBack('version', form) : sendBackRefused('version', form, cause, event.locals.locale) }
  }
}

export const actions: Actions = {
  edit: async (event) => {
    const { form, definition } = await readForm(event)
    if (form.faults.length > 0) return sendBack('edit', form)
    try {
      await call(event.fetch, definitionRoutes.edit, {
        params: paramsOf(event, form),
        version: form.version(),
        body: { definition, dimensionCodes: form.many('dimensionCodes') },
      })
    } catch (cause) {
      const refused = sendBackRefused('edit', form, cause, event.locals.locale)
      if (!(cause instanceof ApiProblem) || cause.code !== 'definition_needs_version') return refused
      const fields = (cause.params.fields as readonly DefinitionField[]).map((field) => FIELD_WORDS[field]().replace(/\s*\?$/, ''))
      return { part: 'version', faults: refused.data.faults, values: refused.data.values, needsVersion: formatList(event.locals.locale, fields) }
    }
    redirect(303, pageOf(event, 'versions'))
  },
  // Two steps: what would change and be kept is shown, with a choice where there is one, before anything is written.
  see: async (event) => {
    const sent = await sendVersion(event, (params, body) => call(event.fetch, versionRoutes.preview, { params, body }))
    if ('refused' in sent) return sent.refused
    return { part: 'version', faults: [], values: sent.form.values(), opening: versionView(sent.answer, event.locals.locale) }
  },
  version: async (event) => {
    const sent = await sendVersion(event, (params, body) => call(event.fetch, versionRoutes.open, { params, body }))
    if ('refused' in sent) return sent.refused
    redirect(303, pageOf(event, 'versions'))
  },
  try: async (event) => {
    const { form, definition } = await readForm(event)
    return { part: 'try', faults: [], values: form.values(), trial: sampleView(definition, form.text('scope'), form.values(), event.locals.locale) }
  },
}
