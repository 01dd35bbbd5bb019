import { error, redirect } from '@sveltejs/kit'
import { meetingRoutes } from '#shared/meetings/contract.ts'
import { FOUR_BLOCKS } from '#shared/meetings/template.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { compareText } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { BLOCK_WORDS } from '#lib/features/meetings/words.ts'
import { meetingBody } from '../meeting-form.server.ts'
import type { Actions, PageServerLoad } from './$types'

export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  if (hat.role !== 'backbone') error(404, 'not_found', { code: 'not_found' })
  const params = { initiativeId: initiative.id }
  const [{ items }, { roles, funders, targets }] = await Promise.all([
    read(event, partnerRoutes.list, { params, query: {} }),
    read(event, meetingRoutes.choices, { params }),
  ])
  const isTemplate = event.url.searchParams.has('template')
  return {
    roles,
    funders,
    targets,
    isTemplate,
    template: isTemplate
      ? FOUR_BLOCKS.map(({ block, kind, minutes }) => ({
          title: BLOCK_WORDS[block](),
          kind,
          minutes,
          expectedOutcome: null,
          presenter: null,
          outcomeReached: null,
          links: [],
        }))
      : [],
    partners: items
      .filter((one) => one.leftOn === null)
      .map((one) => ({ value: one.code, label: one.name }))
      .sort((a, b) => compareText(event.locals.locale)(a.label, b.label)),
  }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const body = meetingBody(form)
    if (form.faults.length > 0) return sendBack('meeting', form)
    let id: string
    try {
      ;({ id } = await call(fetch, meetingRoutes.create, { params: { initiativeId: form.text('initiative') }, body }))
    } catch (cause) {
      return sendBackRefused('meeting', form, cause, locals.locale)
    }
    redirect(303, `/${params.locale}/i/${params.slug}/conditions/communication/meetings/${id}`)
  },
}
