import { redirect, type RequestEvent } from '@sveltejs/kit'
import { formatDate, formatDateTime } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { threadRoutes, type DefinitionThread } from '#shared/indicators/threads-contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'

type LoadEvent = Parameters<typeof read>[0] & Pick<RequestEvent, 'locals'>

/** Comments on a definition in words, for whoever may read them. */
export async function readThreadViews(
  event: LoadEvent,
  params: { initiativeId: string; indicator: string },
  names: { readonly partner: (code: string) => string; readonly timeZone: string },
) {
  const { items, abilities } = await read(event, threadRoutes.list, { params })
  const { locale } = event.locals
  const side = (code: string | null) => (code === null ? m.threads_backbone() : names.partner(code))
  const view = (thread: DefinitionThread) => ({
    id: thread.id,
    version: thread.version,
    from: [side(thread.partnerCode), m.threads_of_version({ number: thread.versionNumber })].join(' · '),
    resolved: thread.resolvedOn === null ? null : m.threads_resolved({ date: formatDate(locale, thread.resolvedOn) }),
    messages: thread.messages.map((one) => ({
      id: one.id,
      body: one.body,
      isResolution: one.isResolution,
      by: m.threads_answered({
        who: `${one.name ?? m.threads_somebody()}, ${side(one.partnerCode)}`,
        date: formatDateTime(locale, one.saidAt, names.timeZone),
      }),
    })),
    ...thread.abilities,
  })
  const views = items.map(view)
  return { open: views.filter(({ resolved }) => resolved === null), settled: views.filter(({ resolved }) => resolved !== null), mayComment: abilities.comment }
}
export type ThreadViews = Awaited<ReturnType<typeof readThreadViews>>

/** Reads a form of the comments, does what it asks and comes back to them. */
async function act(
  event: RequestEvent,
  part: 'comment' | 'answer',
  plan: (form: SentForm, params: { initiativeId: string; indicator: string }) => () => Promise<unknown>,
) {
  const form = new SentForm(await event.request.formData())
  const work = plan(form, { initiativeId: form.text('initiativeId'), indicator: event.params.code ?? '' })
  if (form.faults.length > 0) return sendBack(part, form)
  try {
    await work()
  } catch (cause) {
    return sendBackRefused(part, form, cause, event.locals.locale)
  }
  redirect(303, `${event.url.pathname}?saved#threads`)
}

/** Actions of a page that shows comments on a definition. */
export const threadActions = {
  comment: (event: RequestEvent) =>
    act(event, 'comment', (form, params) => {
      const body = form.required('comment', m.threads_body_missing())
      return () => call(event.fetch, threadRoutes.open, { params, body: { body } })
    }),
  answer: (event: RequestEvent) =>
    act(event, 'answer', (form, params) => {
      const settles = form.text('settle') === 'on'
      const body = settles ? form.orNull('answer') : form.required('answer', m.threads_body_missing())
      const of = { ...params, threadId: form.text('threadId') }
      return () =>
        settles
          ? call(event.fetch, threadRoutes.resolve, { params: of, version: form.version(), body: { body } })
          : call(event.fetch, threadRoutes.reply, { params: of, body: { body: body ?? '' } })
    }),
}
