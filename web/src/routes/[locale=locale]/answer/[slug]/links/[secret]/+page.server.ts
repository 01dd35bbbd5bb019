import { error, fail, redirect, type RequestEvent } from '@sveltejs/kit'
import { sheetRoutes } from '#shared/assessments/contract.ts'
import { instrumentOf, type Answers } from '#shared/assessments/instruments.ts'
import { itemsOf, type Instrument, type Item } from '#shared/assessments/instrument.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { asHolder, orInvalid } from '#lib/features/assessments/holder.server.ts'
import { answerFrom } from '#lib/features/assessments/texts.ts'
import type { Actions, PageServerLoad } from './$types'

const read = (event: Pick<RequestEvent, 'fetch' | 'params'>) =>
  call(asHolder(event), sheetRoutes.read, { params: { slug: event.params.slug ?? '' } }).catch(orInvalid)

const stepOf = (url: URL, last: number): number => {
  const step = Number(url.searchParams.get('step') ?? '0')
  return Number.isInteger(step) && step >= 0 && step <= last ? step : 0
}

/**
 * One theme at a time, before it what becomes of the answers, after it the sending; what was saved is taken up again. All of them come with
 * the page, so that a phone goes through them without a network (static/answers.js).
 */
export const load: PageServerLoad = async (event) => {
  // No other site learns the address; without any referrer a browser would send the form as of nowhere, and it would be refused.
  event.setHeaders({ 'cache-control': 'private, no-store', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex' })
  const sheet = await read(event)
  const instrument = instrumentOf(sheet.instrument, sheet.instrumentVersion)
  if (instrument === undefined) error(404, 'link_invalid', { code: 'link_invalid' })
  const dimensions = instrument.dimensions.map(({ key }) => key)
  const step = stepOf(event.url, dimensions.length + 1)
  return { sheet, step, dimensions, isDone: event.url.searchParams.has('sent') }
}

/** Sends the sheet of a party, which says how many filled it and keeps no comment. */
async function sendParty(event: Parameters<NonNullable<Actions[string]>>[0], form: SentForm) {
  form.required('people')
  const people = form.integer('people')
  if (form.faults.length > 0) return sendBack('send', form)
  try {
    await call(asHolder(event), sheetRoutes.save, { params: { slug: event.params.slug ?? '' }, body: { answers: {}, people, send: true } })
  } catch (cause) {
    return sendBackRefused('send', form, cause, event.locals.locale)
  }
  redirect(303, '?sent')
}

/** Answers of the named statements as a form sends them; one that is not of the scale is left out. */
function answersIn(form: SentForm, instrument: Instrument | undefined, items: readonly Item[]): Record<string, Answers[string]> {
  const answers: Record<string, Answers[string]> = {}
  for (const item of items) {
    const answer = instrument === undefined ? undefined : answerFrom(instrument, item, form.text(item.code))
    if (answer !== undefined) answers[item.code] = answer
  }
  return answers
}

export const actions: Actions = {
  /** What static/answers.js sends: themes together, and the sending with them, under the key of that save. */
  device: async (event) => {
    const form = new SentForm(await event.request.formData())
    const sheet = await read(event)
    const instrument = instrumentOf(sheet.instrument, sheet.instrumentVersion)
    const answers = answersIn(form, instrument, instrument?.items ?? [])
    const send = form.isTicked('send')
    const people = sheet.party === null ? null : form.integer('people')
    const comment = form.orNull('comment')
    const mayBeShared = form.isTicked('mayBeShared')
    if (send && comment !== null && !mayBeShared) form.refuse('mayBeShared', m.assessments_answer_comment_not_kept())
    if (form.faults.length > 0) return sendBack('send', form)
    const last = !send ? {} : sheet.party === null ? { comment, mayBeShared, send } : { people, send }
    try {
      await call(asHolder(event), sheetRoutes.save, { params: { slug: event.params.slug }, body: { answers, key: form.text('key'), ...last } })
    } catch (cause) {
      if (cause instanceof ApiProblem && cause.status === 404) orInvalid(cause)
      // Too many at once, or a server in trouble: the device tries again.
      if (cause instanceof ApiProblem && (cause.status === 429 || cause.status >= 500)) return fail(cause.status, { part: 'send', faults: [], values: {} })
      return sendBackRefused('send', form, cause, event.locals.locale)
    }
    redirect(303, send ? '?sent' : '?step=1')
  },

  save: async (event) => {
    const form = new SentForm(await event.request.formData())
    const sheet = await read(event)
    const instrument = instrumentOf(sheet.instrument, sheet.instrumentVersion)
    const answers = answersIn(form, instrument, instrument === undefined ? [] : itemsOf(instrument, form.text('dimension')))
    try {
      await call(asHolder(event), sheetRoutes.save, { params: { slug: event.params.slug }, body: { answers } })
    } catch (cause) {
      return sendBackRefused('save', form, cause, event.locals.locale)
    }
    redirect(303, `?step=${Number(form.text('step')) + 1}`)
  },

  send: async (event) => {
    const form = new SentForm(await event.request.formData())
    if (form.isTicked('people')) return sendParty(event, form)
    const comment = form.orNull('comment')
    const mayBeShared = form.isTicked('mayBeShared')
    if (comment !== null && !mayBeShared) form.refuse('mayBeShared', m.assessments_answer_comment_not_kept())
    if (form.faults.length > 0) return sendBack('send', form)
    try {
      await call(asHolder(event), sheetRoutes.save, { params: { slug: event.params.slug }, body: { answers: {}, comment, mayBeShared, send: true } })
    } catch (cause) {
      return sendBackRefused('send', form, cause, event.locals.locale)
    }
    redirect(303, '?sent')
  },
}
