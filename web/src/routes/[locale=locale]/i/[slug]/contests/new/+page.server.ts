import { error, redirect } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { contestRoutes } from '#shared/observations/contests.ts'
import { historyRoutes } from '#shared/observations/history.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { itemOf } from '#lib/features/quality/contest-view.ts'
import { readNames } from '#lib/features/quality/read-names.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** A figure (`figure`) or a contribution (`contribution`) of the reader's own partner that is wrongly shown. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'partner_contributor') error(404, 'not_found', { code: 'not_found' })
  const { locale } = event.locals
  const params = { initiativeId: initiative.id }
  const observationId = event.url.searchParams.get('figure')
  const contributionId = event.url.searchParams.get('contribution')
  const names = await readNames(event, initiative.id)
  if (observationId !== null) {
    const figure = await read(event, historyRoutes.figure, { params: { ...params, observationId } })
    return { item: itemOf({ figure, contribution: null }, names, locale), observationId, contributionId: null }
  }
  const { items } = await read(event, partnerRoutes.list, { params, query: {} })
  const contribution = items.find((one) => one.code === hat.partnerCode)?.contributions.find((one) => one.id === contributionId)
  if (contribution === undefined) error(404, 'not_found', { code: 'not_found' })
  return { item: itemOf({ figure: null, contribution }, names, locale), observationId: null, contributionId }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = form.required('body', m.contests_body_missing())
    if (form.faults.length > 0) return sendBack('contest', form)
    const observationId = form.orNull('figure')
    const contributionId = form.orNull('contribution')
    const item = { ...(observationId === null ? {} : { observationId }), ...(contributionId === null ? {} : { contributionId }) }
    let id = ''
    try {
      ;({ id } = await call(fetch, contestRoutes.open, { params: { initiativeId: form.text('initiative') }, body: { ...item, body } }))
    } catch (cause) {
      return sendBackRefused('contest', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/contests/${id}`)
  },
}
