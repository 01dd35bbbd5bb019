import { redirect } from '@sveltejs/kit'
import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { INSTRUMENT_KEYS, ROUND_MODES } from '#shared/assessments/instrument.ts'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Which rounds are open for this reader, and what each instrument told last. Funders see what a decision shares with them. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id }
  const isFunder = hat.role === 'funder'
  const [results, rounds, overview] = await Promise.all([
    read(event, assessmentRoutes.results, { params }),
    isFunder ? { items: [] } : read(event, assessmentRoutes.list, { params }),
    read(event, conditionRoutes.overview, { params }),
  ])
  const told = INSTRUMENT_KEYS.flatMap((key) => {
    const own = results.items.filter(({ instrument }) => instrument === key)
    const isShown = own.length > 0 || (!isFunder && key !== 'joining_assessment')
    return isShown ? [{ key, count: own.length, lastOn: own.at(-1)?.closedOn ?? null }] : []
  })
  return { today: overview.asOf, isFunder, told, open: rounds.items.filter(({ state }) => state === 'open'), mayOpen: hat.role === 'backbone' && hat.isLead }
}

export const actions: Actions = {
  open: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const instrument = INSTRUMENT_KEYS.find((one) => one === form.text('instrument'))
    const mode = ROUND_MODES.find((one) => one === form.text('mode'))
    if (instrument === undefined) form.refuse('instrument', m.problems_field_required())
    if (mode === undefined) form.refuse('mode', m.problems_field_required())
    const breakdown = (['none', 'level', 'sector'] as const).find((one) => one === form.text('breakdown')) ?? 'none'
    const body = {
      instrument: instrument ?? 'five_conditions',
      mode: mode ?? 'anonymous',
      breakdown,
      purpose: form.required('purpose'),
      opensOn: form.required('opensOn'),
      closesOn: form.required('closesOn'),
      minimum: form.integer('minimum') ?? 5,
    }
    if (form.faults.length > 0) return sendBack('open', form)
    let id: string
    try {
      ;({ id } = await call(fetch, assessmentRoutes.open, { params: { initiativeId: form.text('initiative') }, body }))
    } catch (cause) {
      return sendBackRefused('open', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/assessments/${id}`)
  },

  /** Takes a member of a partner to its own sheet: the link is made anew each time and kept nowhere. */
  answer: async ({ request, fetch, locals }) => {
    const form = new SentForm(await request.formData())
    let link: string | null
    try {
      ;({ link } = await call(fetch, assessmentRoutes.myLink, { params: { initiativeId: form.text('initiative'), roundId: form.text('round') }, body: {} }))
    } catch (cause) {
      return sendBackRefused('answer', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}${link ?? ''}`)
  },
}
