import { error } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { stageRoutes, type Stage } from '#shared/stages/contract.ts'
import { ENGAGEMENTS } from '#shared/stages/stages.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

const stageOf = (items: readonly Stage[], code: string | undefined): Stage => {
  const stage = items.find((one) => one.code === code)
  if (stage === undefined) error(404, 'not_found', { code: 'not_found' })
  return stage
}

/** One stage: its dates, and how much each partner is engaged in it (S62). */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { items } = await read(event, stageRoutes.list, { params: { initiativeId: initiative.id } })
  return { stage: stageOf(items, event.params.stage) }
}

const engagementOf = (text: string) => ENGAGEMENTS.find((one) => one === text) ?? null

export const actions: Actions = {
  date: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    try {
      await call(fetch, stageRoutes.date, {
        params: { initiativeId: form.text('initiative'), stage: params.stage },
        version: form.version(),
        body: { startedOn: form.orNull('startedOn'), endedOn: form.orNull('endedOn') },
      })
    } catch (cause) {
      return sendBackRefused('date', form, cause, locals.locale)
    }
    return { done: m.stages_saved() }
  },

  /** Saves the rows that changed, each against the version that the person read. */
  engage: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const initiativeId = form.text('initiative')
    try {
      const { items } = await call(fetch, stageRoutes.list, { params: { initiativeId } })
      const stage = stageOf(items, params.stage)
      for (const row of stage.engagements) {
        const body = { planned: engagementOf(form.text(`planned ${row.partnerCode}`)), observed: engagementOf(form.text(`observed ${row.partnerCode}`)) }
        const isShown = form.text(`version ${row.partnerCode}`) !== ''
        if (!isShown || (body.planned === row.planned && body.observed === row.observed)) continue
        const version = Number(form.text(`version ${row.partnerCode}`))
        await call(fetch, stageRoutes.engage, { params: { initiativeId, stage: stage.code, partner: row.partnerCode }, version, body })
      }
    } catch (cause) {
      return sendBackRefused('engage', form, cause, locals.locale)
    }
    return form.faults.length > 0 ? sendBack('engage', form) : { done: m.stages_saved() }
  },
}
