import { redirect } from '@sveltejs/kit'
import { initiativeRoutes } from '#shared/initiatives/contract.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { territoryRoutes } from '#shared/territories/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { membershipInput, partnerChoices, sheetInput } from '#lib/features/settings/partner-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const [{ items: levels }, { items: territories }, { items: partners }, { today }] = await Promise.all([
    read(event, territoryRoutes.levels, { params }),
    read(event, territoryRoutes.list, { params, query: {} }),
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, initiativeRoutes.read, { params }),
  ])
  const taken = new Set(partners.map(({ code }) => code))
  const free = Array.from({ length: partners.length + 1 }, (_, index) => `P${String(index + 1).padStart(2, '0')}`).find((code) => !taken.has(code)) ?? ''
  return { ...partnerChoices(levels, territories, event.locals.locale), start: { code: free, joinedOn: today } }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const { shareWithFunder: _theirs, ...sheet } = sheetInput(form)
    const body = { ...sheet, ...membershipInput(form) }
    if (form.faults.length > 0) return sendBack('add', form)
    try {
      await call(fetch, partnerRoutes.create, { params: { initiativeId: form.text('initiativeId') }, body })
    } catch (cause) {
      return sendBackRefused('add', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/settings/partners/${encodeURIComponent(body.code)}?saved`)
  },
}
