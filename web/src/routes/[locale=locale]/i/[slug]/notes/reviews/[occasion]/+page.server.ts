import { error, redirect } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { reviewSessionRoutes } from '#shared/review-sessions/contract.ts'
import { call } from '#lib/api/call.ts'
import { sendBack, sendBackRefused, SentForm } from '#lib/api/form.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** Notes that are offered to be linked, latest first. */
const OFFERED = 24
/** Rungs at which the circle reads. */
const OF_THE_CIRCLE: readonly string[] = ['circle', 'funder', 'public']

/** One review: what was answered, and for the backbone the form. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id }
  const { items } = await read(event, reviewSessionRoutes.list, { params })
  const review = items.find(({ occasion }) => occasion === event.params.occasion)
  if (review === undefined) error(404, 'not_found', { code: 'not_found' })
  const { items: notes } = review.abilities.edit ? await read(event, noteRoutes.list, { params, query: { view: 'shared', limit: OFFERED } }) : { items: [] }
  const linked = new Set(review.notes.map(({ id }) => id))
  const offered = notes
    .filter(({ id, visibility }) => OF_THE_CIRCLE.includes(visibility) && !linked.has(id))
    .map(({ id, title, language }) => ({ id, title, language }))
  return { review, offered }
}

export const actions: Actions = {
  default: async ({ request, fetch, locals, params }) => {
    const form = new SentForm(await request.formData())
    const act = form.text('act')
    const isClosing = act === 'close' ? true : act === 'reopen' ? false : undefined
    try {
      await call(fetch, reviewSessionRoutes.save, {
        params: { initiativeId: form.text('initiative'), occasion: params.occasion },
        version: form.version(),
        body:
          act === 'reopen'
            ? { close: false }
            : {
                wanted: form.orNull('wanted'),
                happened: form.orNull('happened'),
                why: form.orNull('why'),
                kept: form.orNull('kept'),
                notes: form.many('notes'),
                closingReason: form.orNull('closingReason'),
                ...(isClosing === undefined ? {} : { close: isClosing }),
              },
      })
    } catch (cause) {
      return sendBackRefused('review', form, cause, locals.locale)
    }
    if (form.faults.length > 0) return sendBack('review', form)
    redirect(303, `/${params.locale}/i/${params.slug}/notes/reviews/${params.occasion}?saved`)
  },
}
