import { fail } from '@sveltejs/kit'
import { agreementRoutes } from '#shared/governance/agreement-contract.ts'
import { AGREEMENT_SECTIONS } from '#shared/governance/agreement.ts'
import { formatList } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { read } from '#lib/api/read.server.ts'
import { sectionWord } from '#lib/features/governance/words.ts'
import type { Actions, PageServerLoad } from './$types'

/** The agreement in force with who signed it, the next version while it is a draft, and the former ones. */
export const load: PageServerLoad = async (event) => {
  const { initiative, me } = await event.parent()
  const { items, abilities } = await read(event, agreementRoutes.list, { params: { initiativeId: initiative.id } })
  return {
    current: items.find((one) => one.isCurrent) ?? null,
    draft: items.find((one) => one.publishedOn === null) ?? null,
    former: items.filter((one) => one.publishedOn !== null && !one.isCurrent),
    canDraft: abilities.draft,
    myName: me.name,
  }
}

export const actions: Actions = {
  sign: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    // Partner and version of its signature travel together: one choice decides both, without JavaScript.
    const [partner = '', version = ''] = form.required('partner').split(' ')
    const personName = form.isTicked('withdraw') ? null : form.required('personName', m.governance_signature_missing())
    if (form.faults.length > 0) return sendBack('sign', form)
    try {
      await call(fetch, agreementRoutes.sign, {
        params: { initiativeId: form.text('initiative'), agreementId: form.text('agreement'), partner },
        version: Number(version),
        body: { personName },
      })
    } catch (cause) {
      return sendBackRefused('sign', form, cause, locals.locale)
    }
    return { done: m.conditions_saved() }
  },

  publish: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, agreementRoutes.publish, {
        params: { initiativeId: form.text('initiative'), agreementId: form.text('agreement') },
        version: form.version(),
        body: { anyway: form.isTicked('anyway') },
      })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.code === 'agreement_incomplete') {
        const missing = AGREEMENT_SECTIONS.filter((one) => Array.isArray(cause.params.missing) && cause.params.missing.includes(one))
        const names = formatList(
          locals.locale,
          missing.map((one) => sectionWord(one)),
        )
        return fail(422, { part: 'publish', faults: [{ field: null, message: m.governance_agreement_missing({ names }) }], values: form.values() })
      }
      return sendBackRefused('publish', form, cause, locals.locale)
    }
    return { done: m.governance_agreement_published() }
  },
}
