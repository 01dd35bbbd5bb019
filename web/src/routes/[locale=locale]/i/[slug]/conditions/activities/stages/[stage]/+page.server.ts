import { error } from '@sveltejs/kit'
import { m } from '#shared/i18n/paraglide/messages.js'
import { stageRoutes, type Stage } from '#shared/stages/contract.ts'
import { ENGAGEMENTS, type Engagement } from '#shared/stages/stages.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { ENGAGEMENT_WORDS } from '#lib/features/stages/words.ts'
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

/** Why a row was not saved, with what stands in its place. */
function refusalOf(stage: Stage, partner: string, code: string | null): string {
  const row = stage.engagements.find(({ partnerCode }) => partnerCode === partner)
  if (row === undefined || code !== 'version_stale') return m.stages_row_refused({ partner: row?.partnerName ?? partner })
  const said = (value: Engagement | null) => (value === null ? m.stages_engagement_unsaid() : ENGAGEMENT_WORDS[value]())
  return m.stages_row_stale({ partner: row.partnerName, planned: said(row.planned), observed: said(row.observed) })
}

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

  /** Saves the rows that changed in one call, each against the version that the person read; what another wrote meanwhile is shown beside what was chosen. */
  engage: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const items = Object.entries(form.values()).flatMap(([name, was]) => {
      const [, partner] = /^was (.+)$/.exec(name) ?? []
      if (partner === undefined) return []
      const [planned, observed] = [form.text(`planned ${partner}`), form.text(`observed ${partner}`)]
      if (`${planned}|${observed}` === was) return []
      return [{ partner, version: Number(form.text(`version ${partner}`)), planned: engagementOf(planned), observed: engagementOf(observed) }]
    })
    if (items.length === 0) return { done: m.stages_saved() }
    try {
      const { results, stage } = await call(fetch, stageRoutes.engage, {
        params: { initiativeId: form.text('initiative'), stage: params.stage },
        body: { items },
      })
      for (const { partner, outcome, code } of results) if (outcome === 'rejected') form.refuse(`observed ${partner}`, refusalOf(stage, partner, code))
    } catch (cause) {
      return sendBackRefused('engage', form, cause, locals.locale)
    }
    return form.faults.length > 0 ? sendBack('engage', form) : { done: m.stages_saved() }
  },
}
