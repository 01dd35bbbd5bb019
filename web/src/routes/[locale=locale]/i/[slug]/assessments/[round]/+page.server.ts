import { assessmentRoutes } from '#shared/assessments/contract.ts'
import { instrumentOf, type Answers } from '#shared/assessments/instruments.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { conditionRoutes } from '#shared/conditions/overview.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import { answerFrom } from '#lib/features/assessments/texts.ts'
import type { Actions, PageServerLoad } from './$types'

/** One round: who was invited, the sheet of the group, what waits to be read, and its closing. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const params = { initiativeId: initiative.id, roundId: event.params.round }
  const round = await read(event, assessmentRoutes.read, { params })
  const isBackbone = hat.role === 'backbone'
  const none = { items: [] }
  const [invitations, comments, results, overview] = await Promise.all([
    isBackbone && round.mode === 'anonymous' && round.state === 'open' ? read(event, assessmentRoutes.invitations, { params }) : none,
    isBackbone && round.state === 'closed' ? read(event, assessmentRoutes.comments, { params }) : none,
    read(event, assessmentRoutes.results, { params: { initiativeId: initiative.id }, query: { instrument: round.instrument } }),
    read(event, conditionRoutes.overview, { params: { initiativeId: initiative.id } }),
  ])
  const isByParty = round.parties.length > 0
  const links = isBackbone && isByParty && round.state === 'open' ? await read(event, assessmentRoutes.partyLinks, { params }) : null
  const sheet =
    isBackbone && round.mode === 'group_consensus' && !isByParty && round.state === 'open' ? await read(event, assessmentRoutes.groupSheet, { params }) : null
  const told = results.items.find(({ roundId }) => roundId === round.id)
  return {
    today: overview.asOf,
    round,
    isBackbone,
    readsPairs: hat.role === 'backbone' || hat.role === 'partner_contributor',
    invitations: invitations.items,
    comments: comments.items,
    respondents: told?.figures.respondents ?? 0,
    shared: told?.shared ?? null,
    sheet,
    parties: links?.items ?? null,
  }
}

type Event = Parameters<NonNullable<Actions[string]>>[0]

/** Does one act of the page and comes back to it, with what was refused. */
async function act(event: Event, part: string, work: (form: SentForm, params: { initiativeId: string; roundId: string }) => Promise<object>) {
  const form = new SentForm(await event.request.formData())
  try {
    const done = await work(form, { initiativeId: form.text('initiative'), roundId: event.params.round ?? '' })
    return form.faults.length > 0 ? sendBack(part, form) : done
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
}

export const actions: Actions = {
  invite: (event) =>
    act(event, 'invite', async (form, params) => {
      const partner = form.text('partner')
      const { links } = await call(event.fetch, assessmentRoutes.invite, { params, body: { partner, people: form.integer('people') ?? 1 } })
      return { partner, links: (links ?? []).map((link) => `${event.url.origin}/${event.locals.locale}${link}`) }
    }),

  inviteParty: (event) =>
    act(event, 'inviteParty', async (form, params) => {
      const party = form.integer('party') ?? 0
      const { link } = await call(event.fetch, assessmentRoutes.inviteParty, { params, body: { party } })
      return { party, link: link === null ? null : `${event.url.origin}/${event.locals.locale}${link}` }
    }),

  fill: (event) =>
    act(event, 'fill', async (form, params) => {
      const round = await call(event.fetch, assessmentRoutes.read, { params })
      const instrument = instrumentOf(round.instrument, round.instrumentVersion)
      const answers: Record<string, Answers[string]> = {}
      const proofs: Record<string, string> = {}
      for (const item of instrument?.items ?? []) {
        const answer = answerFrom(instrument as NonNullable<typeof instrument>, item, form.text(item.code))
        if (answer !== undefined) answers[item.code] = answer
        const proof = form.text(`proof ${item.code}`)
        if (proof !== '') proofs[item.code] = proof
      }
      await call(event.fetch, assessmentRoutes.saveGroupSheet, { params, version: form.version(), body: { answers, proofs } })
      return { done: m.assessments_saved() }
    }),

  close: (event) =>
    act(event, 'close', async (form, params) => {
      await call(event.fetch, assessmentRoutes.close, { params, version: form.version(), body: {} })
      return { done: m.assessments_closed_done() }
    }),

  moveDay: (event) =>
    act(event, 'moveDay', async (form, params) => {
      const closesOn = form.required('closesOn')
      if (form.faults.length === 0) await call(event.fetch, assessmentRoutes.moveDay, { params, version: form.version(), body: { closesOn } })
      return { done: m.assessments_moved_day() }
    }),

  reopen: (event) =>
    act(event, 'reopen', async (form, params) => {
      const closesOn = form.required('closesOn')
      if (form.faults.length === 0) await call(event.fetch, assessmentRoutes.reopen, { params, version: form.version(), body: { closesOn } })
      return { done: m.assessments_open_done() }
    }),

  share: (event) =>
    act(event, 'share', async (form, params) => {
      const body = { decision: form.required('decision'), decidedOn: form.required('decidedOn') }
      if (form.faults.length === 0) await call(event.fetch, assessmentRoutes.share, { params, body })
      return { done: m.assessments_shared_done() }
    }),

  moderate: (event) =>
    act(event, 'moderate', async (form, { initiativeId }) => {
      const state = form.text('state') === 'shown' ? 'shown' : 'hidden'
      await call(event.fetch, assessmentRoutes.moderate, {
        params: { initiativeId, commentId: form.text('comment') },
        version: form.version(),
        body: { state },
      })
      return { done: m.assessments_saved() }
    }),
}
