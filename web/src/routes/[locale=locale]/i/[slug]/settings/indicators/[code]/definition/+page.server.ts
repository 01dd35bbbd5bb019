import { fail, redirect, type RequestEvent } from '@sveltejs/kit'
import type { z } from 'zod'
import { versionRoutes, type VersionInput } from '#shared/indicators/carrying-contract.ts'
import { definitionRoutes } from '#shared/indicators/administration.ts'
import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { missingTranslations, type DefinitionField } from '#shared/indicators/meaning.ts'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { formatDate, formatList } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import type { FieldFault } from '#lib/api/problem-message.server.ts'
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

const fieldName = (field: DefinitionField) => FIELD_WORDS[field]().replace(/\s*\?$/, '')

/** Faults as a list tells them, away from their fields: each with its field's name, and one for each field. */
function named(faults: readonly FieldFault[]): FieldFault[] {
  return [...new Map(faults.map((fault) => [`${fault.field} ${fault.message}`, fault])).values()].map(({ field, message }) =>
    field === 'reason'
      ? { field, message: m.versions_correct_reason_missing() }
      : field !== null && field in FIELD_WORDS
        ? { field, message: m.versions_fault_field({ field: fieldName(field as DefinitionField), fault: message }) }
        : { field, message },
  )
}

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
    if (cause instanceof ApiProblem && cause.code === 'version_before_figures')
      form.refuse('validFrom', m.versions_from_figures({ date: formatDate(event.locals.locale, String(cause.params.from)) }))
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
        body: { definition, dimensionCodes: form.many('dimensionCodes'), reason: form.orNull('reason') },
      })
    } catch (cause) {
      const refused = sendBackRefused('edit', form, cause, event.locals.locale)
      if (!(cause instanceof ApiProblem)) return refused
      if (cause.code !== 'definition_needs_version') return fail(422, { ...refused.data, faults: named(refused.data.faults) })
      const fields = cause.params.fields as readonly DefinitionField[]
      const from = String(cause.params.from)
      return {
        part: 'version',
        faults: fields.map((field) => ({ field, message: m.versions_needed_field({ field: fieldName(field) }) })),
        values: refused.data.values,
        needsVersion: { fields: formatList(event.locals.locale, fields.map(fieldName)), from: from === '' ? null : formatDate(event.locals.locale, from) },
      }
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
