import { error, redirect } from '@sveltejs/kit'
import { agreementRoutes } from '#shared/governance/agreement-contract.ts'
import { AGREEMENT_SECTIONS } from '#shared/governance/agreement.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** The next version: what is in force is where it begins. Nothing is written before it is saved. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items, abilities } = await read(event, agreementRoutes.list, { params: { initiativeId: initiative.id } })
  if (!abilities.draft) error(404, 'not_found', { code: 'not_found' })
  const draft = items.find((one) => one.publishedOn === null) ?? null
  const from = draft ?? items.find((one) => one.isCurrent) ?? null
  return {
    draft: draft === null ? null : { id: draft.id, version: draft.version },
    number: draft?.number ?? (items[0]?.number ?? 0) + 1,
    titleFr: from?.titleFr ?? '',
    titleEn: from?.titleEn ?? null,
    reviewOn: draft?.reviewOn ?? null,
    sections: AGREEMENT_SECTIONS.map((section) => from?.sections?.find((one) => one.section === section) ?? { section, bodyFr: null, bodyEn: null }),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = {
      titleFr: form.required('titleFr', m.governance_name_missing()),
      titleEn: form.orNull('titleEn'),
      reviewOn: form.orNull('reviewOn'),
      sections: AGREEMENT_SECTIONS.map((section) => ({ section, bodyFr: form.orNull(`${section}:fr`), bodyEn: form.orNull(`${section}:en`) })),
    }
    if (form.faults.length > 0) return sendBack('agreement', form)
    const agreementId = form.text('agreement')
    const initiativeId = form.text('initiative')
    try {
      if (agreementId === '') await call(fetch, agreementRoutes.draft, { params: { initiativeId }, body })
      else await call(fetch, agreementRoutes.change, { params: { initiativeId, agreementId }, version: form.version(), body })
    } catch (cause) {
      return sendBackRefused('agreement', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/governance/agreement`)
  },
}
