import { activityRoutes } from '#shared/activities/contract.ts'
import { planRoutes } from '#shared/activities/plan-contract.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { compareText } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { localName } from '#lib/state/local-name.ts'
import type { Actions, PageServerLoad } from './$types'

/** Levers of each goal (S59), what reinforces what and what stands alone (S69). Funders read published links. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const mayLink = hat.role === 'backbone' || hat.role === 'partner_contributor'
  const [links, coverage, { items: activities }] = await Promise.all([
    read(event, planRoutes.links, { params }),
    hat.role === 'funder' ? { items: [] } : read(event, planRoutes.coverage, { params }),
    mayLink ? read(event, activityRoutes.list, { params, query: {} }) : { items: [] },
  ])
  return {
    links,
    coverage: coverage.items,
    mayLink,
    activities: activities
      .map((one) => ({ value: one.id, label: localName(one.nameFr, one.nameEn, locale) }))
      .sort((a, b) => compareText(locale)(a.label, b.label)),
  }
}

const SENTENCES: Readonly<Record<string, readonly [field: string, sentence: () => string]>> = {
  already_exists: ['toId', m.plan_links_exists],
  invalid_request: ['toId', m.plan_links_same],
  not_allowed: ['fromId', m.plan_links_own],
}

export const actions: Actions = {
  link: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    const body = {
      fromId: form.required('fromId'),
      toId: form.required('toId'),
      how: form.required('how'),
      ...(form.isTicked('published') ? { published: true } : {}),
    }
    if (form.faults.length > 0) return sendBack('link', form)
    try {
      await call(fetch, planRoutes.addLink, { params: { initiativeId: form.text('initiative') }, body })
    } catch (cause) {
      const known = cause instanceof ApiProblem ? SENTENCES[cause.code] : undefined
      if (known === undefined) return sendBackRefused('link', form, cause, locals.locale)
      form.refuse(known[0], known[1]())
      return sendBack('link', form)
    }
    return { done: m.plan_links_saved() }
  },

  remove: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, planRoutes.removeLink, {
        params: { initiativeId: form.text('initiative'), activityLinkId: form.text('link') },
        version: form.version(),
      })
    } catch (cause) {
      return sendBackRefused('remove', form, cause, locals.locale)
    }
    return { done: m.plan_removed() }
  },
}
