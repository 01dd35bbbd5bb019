import { redirect, type RequestEvent } from '@sveltejs/kit'
import { currentInstrument, type Answers } from '#shared/assessments/instruments.ts'
import { joiningRoutes } from '#shared/assessments/joining-contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { asHolder, orInvalid } from '#lib/features/assessments/holder.server.ts'
import { answerFrom } from '#lib/features/assessments/texts.ts'
import type { Actions, PageServerLoad } from './$types'

type Held = Pick<RequestEvent, 'fetch' | 'params'>

const paramsOf = (event: Held) => ({ slug: event.params.slug ?? '' })

/** Where to begin, or the sheet of this link with what it says (S18). */
export const load: PageServerLoad = async (event) => {
  // No other site learns the address; without any referrer a browser would send the form as of nowhere, and it would be refused.
  event.setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' })
  if (event.url.searchParams.has('deleted')) return { sheet: null, did: null }
  const did = (['saved', 'shared', 'withdrawn'] as const).find((one) => event.url.searchParams.has(one)) ?? null
  return { sheet: await call(asHolder(event), joiningRoutes.read, { params: paramsOf(event) }).catch(orInvalid), did }
}

export const actions: Actions = {
  /** A link is never used up by being looked at: programs that read mails open what stands in them. */
  begin: async (event) => {
    const { link } = await call(asHolder(event), joiningRoutes.begin, { params: paramsOf(event), body: {} }).catch(orInvalid)
    redirect(303, `/${event.locals.locale}${link ?? ''}`)
  },

  save: async (event) => {
    const form = new SentForm(await event.request.formData())
    const instrument = currentInstrument('joining_assessment')
    const answers: Record<string, Answers[string]> = {}
    const weights: Record<string, number> = {}
    for (const item of instrument.items) {
      const answer = answerFrom(instrument, item, form.text(item.code))
      if (answer !== undefined) answers[item.code] = answer
      const weight = Number(form.text(`weight ${item.code}`))
      if (weight === 1 || weight === 3) weights[item.code] = weight
    }
    try {
      await call(asHolder(event), joiningRoutes.save, { params: paramsOf(event), body: { answers, weights, keep: form.isTicked('keep') } })
    } catch (cause) {
      return sendBackRefused('save', form, cause, event.locals.locale)
    }
    redirect(303, '?saved')
  },

  share: async (event) => {
    const form = new SentForm(await event.request.formData())
    const body = { organization: form.required('organization'), message: form.orNull('message') }
    if (form.faults.length > 0) return sendBack('share', form)
    try {
      await call(asHolder(event), joiningRoutes.share, { params: paramsOf(event), body })
    } catch (cause) {
      return sendBackRefused('share', form, cause, event.locals.locale)
    }
    redirect(303, '?shared')
  },

  withdraw: async (event) => {
    await call(asHolder(event), joiningRoutes.withdraw, { params: paramsOf(event) }).catch(orInvalid)
    redirect(303, '?withdrawn')
  },

  remove: async (event) => {
    await call(asHolder(event), joiningRoutes.remove, { params: paramsOf(event) }).catch(orInvalid)
    redirect(303, '?deleted')
  },
}
