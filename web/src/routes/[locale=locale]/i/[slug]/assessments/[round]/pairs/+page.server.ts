import { redirect } from '@sveltejs/kit'
import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { instrumentOf, type Answers } from '#shared/assessments/instruments.ts'
import { partnerRoutes } from '#shared/partners/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { answerFrom } from '#lib/features/assessments/texts.ts'
import type { Actions, PageServerLoad } from './$types'

/** Relations, two by two: a partner's own, with the form of the one it is answering; all of them for the backbone. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id, roundId: event.params.round }
  const [round, pairs, partners] = await Promise.all([
    read(event, assessmentRoutes.read, { params }),
    read(event, assessmentRoutes.pairs, { params }),
    read(event, partnerRoutes.list, { params: { initiativeId: initiative.id } }),
  ])
  const chosen = event.url.searchParams.get('with')
  return {
    round,
    isBackbone: hat.role === 'backbone',
    pairs: pairs.items,
    names: Object.fromEntries(partners.items.map(({ code, name }) => [code, name])),
    current: round.abilities.answer ? (pairs.items.find(({ other }) => other === chosen) ?? null) : null,
  }
}

export const actions: Actions = {
  answer: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const ids = { initiativeId: form.text('initiative'), roundId: params.round }
    try {
      const round = await call(fetch, assessmentRoutes.read, { params: ids })
      const instrument = instrumentOf(round.instrument, round.instrumentVersion)
      const answers: Record<string, Answers[string]> = {}
      for (const item of instrument?.items ?? []) {
        const answer = answerFrom(instrument as NonNullable<typeof instrument>, item, form.text(item.code))
        if (answer !== undefined) answers[item.code] = answer
      }
      await call(fetch, assessmentRoutes.savePair, { params: { ...ids, partner: form.text('partner') }, body: { answers } })
    } catch (cause) {
      return sendBackRefused('answer', form, cause, locals.locale)
    }
    redirect(303, `/${locals.locale}/i/${params.slug}/assessments/${params.round}/pairs`)
  },
}
