import { redirect } from '@sveltejs/kit'
import { releaseRoutes } from '#shared/releases/contract.ts'
import { reportRoutes } from '#shared/reports/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { releaseText, reportView } from '#lib/features/reports/report-view.ts'
import type { Actions, PageServerLoad } from './$types'

/** Reports that the hat may read, and for the backbone the form that begins one. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const isBackbone = hat.role === 'backbone'
  const [{ items }, releases] = await Promise.all([
    read(event, reportRoutes.list, { params }),
    isBackbone ? read(event, releaseRoutes.list, { params }) : { items: [] },
  ])
  return {
    isBackbone,
    reports: items.map((report) => reportView(report, event.locals.locale, initiative.timeZone)),
    releases: releases.items.filter(({ state }) => state === 'published').map((one) => ({ value: String(one.number), label: releaseText(one) })),
  }
}

export const actions: Actions = {
  create: async ({ request, fetch, locals, url }) => {
    const form = new SentForm(await request.formData())
    const titleFr = form.required('titleFr')
    if (form.faults.length > 0) return sendBack('create', form)
    let id: string
    try {
      const report = await call(fetch, reportRoutes.create, {
        params: { initiativeId: form.text('initiative') },
        body: { titleFr, release: Number(form.text('release')) },
      })
      id = report.id
    } catch (cause) {
      return sendBackRefused('create', form, cause, locals.locale)
    }
    redirect(303, `${url.pathname}/${id}`)
  },
}
