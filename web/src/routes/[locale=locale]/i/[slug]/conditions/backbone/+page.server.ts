import { backboneRoutes } from '#shared/conditions/contract.ts'
import { BACKBONE_ELEMENTS, BACKBONE_FORMS, BACKBONE_FUNCTIONS, holdsOn, REVIEW_STANDINGS } from '#shared/conditions/backbone.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { refusedParts } from '#lib/features/conditions/form.server.ts'
import { measuredOf, readingOf } from '#lib/features/conditions/measured.ts'
import type { Actions, PageServerLoad } from './$types'

/** The backbone's form and means over time, and who holds each of its six functions. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [backbone, overview] = await Promise.all([read(event, backboneRoutes.read, { params }), read(event, conditionRoutes.overview, { params })])
  const { asOf } = overview
  const partners = backbone.abilities.edit ? (await read(event, partnerRoutes.list, { params, query: { on: asOf } })).items : []
  const profile = backbone.profiles.find((one) => holdsOn(one, asOf)) ?? null
  return {
    measured: measuredOf(overview, 'backbone', readingOf(event.locals.locale, initiative, hat)),
    asOf,
    canEdit: backbone.abilities.edit,
    isBackbone: hat.role === 'backbone',
    isFunder: hat.role === 'funder',
    // By organisation or person: several may share the support (S74).
    holders: [...new Set(backbone.functions.filter((one) => one.isCurrent).map((one) => one.partnerName ?? one.holderName ?? ''))].map((name) => ({
      name,
      holdings: backbone.functions.filter((one) => one.isCurrent && (one.partnerName ?? one.holderName ?? '') === name),
    })),
    profile,
    others: backbone.profiles.filter((one) => one !== profile),
    functions: BACKBONE_FUNCTIONS.map((name) => ({ name, holdings: backbone.functions.filter((one) => one.function === name && one.isCurrent) })),
    partners: partners.map((one) => ({ value: one.code, label: one.name })).sort((a, b) => compareText(event.locals.locale)(a.label, b.label)),
  }
}

function profileBody(form: SentForm) {
  const kind = BACKBONE_FORMS.find((one) => one === form.text('form'))
  if (kind === undefined) form.refuse('form', m.problems_field_required())
  return {
    form: kind ?? BACKBONE_FORMS[0],
    elements: BACKBONE_ELEMENTS.filter((one) => form.many('elements').includes(one)),
    fullTimeEquivalents: form.decimal('fullTimeEquivalents'),
    budget: form.decimal('budget'),
    validFrom: form.required('validFrom'),
    noteFr: form.orNull('noteFr'),
    noteEn: form.orNull('noteEn'),
  }
}

function functionBody(form: SentForm) {
  const [partnerCode, holderName] = [form.orNull('partnerCode'), form.orNull('holderName')]
  if (partnerCode === null && holderName === null) form.refuse('partnerCode', m.conditions_function_required())
  return { partnerCode, holderName, deputyName: form.orNull('deputyName'), validFrom: form.required('validFrom') }
}

export const actions: Actions = {
  review: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const functionId = form.text('holding')
    const part = `review ${functionId}`
    const standing = REVIEW_STANDINGS.find((one) => one === form.text('standing'))
    if (standing === undefined) form.refuse('standing', m.problems_field_required())
    if (standing === undefined || form.faults.length > 0) return sendBack(part, form)
    try {
      await call(fetch, backboneRoutes.addReview, {
        params: { initiativeId: form.text('initiative'), functionId },
        body: { standing, note: form.orNull('note') },
      })
    } catch (cause) {
      return refusedParts(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  profile: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const profileId = form.text('profile')
    const part = profileId === '' ? 'profile' : `profile ${profileId}`
    const body = profileBody(form)
    if (form.faults.length > 0) return sendBack(part, form)
    const params = { initiativeId: form.text('initiative') }
    try {
      if (profileId === '') await call(fetch, backboneRoutes.addProfile, { params, body })
      else await call(fetch, backboneRoutes.changeProfile, { params: { ...params, profileId }, version: form.version(), body })
    } catch (cause) {
      return refusedParts(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  function: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const functionId = form.text('holding')
    const part = functionId === '' ? 'function' : `function ${functionId}`
    const body = functionBody(form)
    const name = BACKBONE_FUNCTIONS.find((one) => one === form.text('function'))
    if (functionId === '' && name === undefined) form.refuse('function', m.problems_field_required())
    if (form.faults.length > 0) return sendBack(part, form)
    const params = { initiativeId: form.text('initiative') }
    try {
      if (functionId === '') await call(fetch, backboneRoutes.addFunction, { params, body: { ...body, function: name ?? BACKBONE_FUNCTIONS[0] } })
      else
        await call(fetch, backboneRoutes.changeFunction, {
          params: { ...params, functionId },
          version: form.version(),
          body: { ...body, validTo: form.orNull('validTo') },
        })
    } catch (cause) {
      return refusedParts(part, form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },
}
