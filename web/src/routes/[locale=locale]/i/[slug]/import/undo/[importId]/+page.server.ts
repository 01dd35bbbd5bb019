import { error, fail, redirect } from '@sveltejs/kit'
import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { formatPeriod } from '#shared/i18n/format.ts'
import { call } from '#lib/api/call.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf } from '#lib/api/problem-message.server.ts'
import { problemMessage } from '#lib/api/problem-message.server.ts'
import { read } from '#lib/api/read.server.ts'
import type { Actions, PageServerLoad } from './$types'

/** What would be taken back. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const done = await read(event, exchangeRoutes.read, { params: { initiativeId: initiative.id, importId: event.params.importId } })
  if (done.undoableUntil == null && done.state !== 'undone') error(404, 'not_found', { code: 'not_found' })
  return { fileName: done.fileName, state: done.state, result: done.result }
}

export const actions: Actions = {
  default: async (event) => {
    const { locale } = event.locals
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    try {
      await call(event.fetch, exchangeRoutes.undo, { params: { initiativeId, importId: event.params.importId } })
    } catch (cause) {
      if (!(cause instanceof ApiProblem) || cause.code !== 'import_changed_since') return fail(422, { faults: faultsOf(cause, locale), figures: [] })
      const text = (value: unknown) => (typeof value === 'string' ? value : '')
      return fail(409, {
        faults: [{ field: null, message: problemMessage(cause, locale) }],
        figures: cause.errors.map(({ pointer, params }) => ({
          key: pointer,
          indicator: text(params?.indicator),
          where: [params?.territory, params?.partner]
            .map(text)
            .filter((one) => one !== '')
            .join(' · '),
          period: text(params?.period) === '' ? '' : formatPeriod(locale, text(params?.period), 'short'),
        })),
      })
    }
    redirect(303, `/${locale}/i/${event.params.slug}/import/undo/${event.params.importId}`)
  },
}
