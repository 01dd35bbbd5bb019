import { indicatorRoutes } from '#shared/indicators/contract.ts'
import { observationRoutes } from '#shared/observations/contract.ts'
import { ADOPTION_STATES } from '#shared/practices/adoption.ts'
import { practiceRoutes } from '#shared/practices/contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Practices that partners share, and how far each has come (S70). `say` names a practice and a partner whose form is open. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const [{ items }, { items: indicators }, entry] = await Promise.all([
    read(event, practiceRoutes.list, { params }),
    read(event, indicatorRoutes.list, { params, query: {} }),
    isBackbone ? read(event, observationRoutes.entry, { params, query: {} }) : null,
  ])
  const [practice, partner] = (event.url.searchParams.get('say') ?? '').split(':')
  const nameOf = (code: string) => {
    const current = indicators.find((one) => one.code === code)?.current
    return current === undefined ? code : localName(current.nameFr, current.nameEn, locale)
  }
  return {
    items: items.map((one) => ({ ...one, indicatorName: one.indicatorCode === null ? null : nameOf(one.indicatorCode) })),
    say: items.some((one) => one.id === practice && one.adoptions?.some(({ partnerCode, abilities }) => partnerCode === partner && abilities.edit))
      ? { practice: practice ?? '', partner: partner ?? '' }
      : null,
    mayAdd: isBackbone,
    periods: entry?.periods ?? [],
    period: entry?.period ?? '',
    milestones: indicators.filter(({ current }) => current.unitKind === 'milestone').map(({ code }) => ({ value: code, label: nameOf(code) })),
  }
}

const practiceBody = (form: SentForm) => ({
  nameFr: form.required('nameFr'),
  nameEn: form.orNull('nameEn'),
  definitionFr: form.orNull('definitionFr'),
  definitionEn: form.orNull('definitionEn'),
  edition: form.orNull('edition'),
  startsOn: form.orNull('startsOn'),
  indicatorCode: form.orNull('indicatorCode'),
  published: form.isTicked('published'),
})

export const actions: Actions = {
  add: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const body = practiceBody(form)
    if (form.faults.length > 0) return sendBack('add', form)
    try {
      await call(fetch, practiceRoutes.create, { params: { initiativeId: form.text('initiative') }, body })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    return { done: m.plan_practices_saved() }
  },

  change: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const practiceId = form.text('practice')
    const body = practiceBody(form)
    if (form.faults.length > 0) return sendBack(practiceId, form)
    try {
      await call(fetch, practiceRoutes.change, { params: { initiativeId: form.text('initiative'), practiceId }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused(practiceId, form, cause, locals.locale)
    }
    return { done: m.plan_practices_saved() }
  },

  adopt: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const state = ADOPTION_STATES.find((one) => one === form.text('state'))
    if (state === undefined) form.refuse('state', m.problems_field_required())
    if (state === undefined) return sendBack('adopt', form)
    try {
      await call(fetch, practiceRoutes.adopt, {
        params: { initiativeId: form.text('initiative'), practiceId: form.text('practice'), partner: form.text('partner') },
        version: form.version(),
        body: { state, sinceOn: form.orNull('sinceOn'), evidence: form.orNull('evidence') },
      })
    } catch (cause) {
      return sendBackRefused('adopt', form, cause, locals.locale)
    }
    return { done: m.plan_practices_saved() }
  },

  feed: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      const fed = await call(fetch, practiceRoutes.feed, {
        params: { initiativeId: form.text('initiative'), practiceId: form.text('practice') },
        body: { period: form.text('period') },
      })
      return { done: m.plan_practices_fed({ prepared: fed.prepared, unchanged: fed.unchanged, refused: fed.refused.length }) }
    } catch (cause) {
      return sendBackRefused('feed', form, cause, locals.locale)
    }
  },
}
