import { fail, redirect } from '@sveltejs/kit'
import { draftRoutes, type ChangedFigure } from '#shared/exchange/draft-contract.ts'
import { call } from '#lib/api/call.ts'
import { changeLine } from '#lib/features/exchange/change-line.ts'
import { changeChoices, check, readDraft, stepsOf } from '#lib/features/exchange/draft-context.server.ts'
import { refusalOf } from '#lib/features/exchange/refusal.server.ts'
import type { Actions, PageServerLoad } from './$types'

const SHOWN = 50

const byLine = (one: ChangedFigure, other: ChangedFigure) =>
  (one.sheet ?? '').localeCompare(other.sheet ?? '') || (one.row ?? 0) - (other.row ?? 0) || one.period.localeCompare(other.period)

/** What would change, figure by figure; nothing is written yet. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const root = `/${locale}/i/${event.params.slug}`
  const draft = await readDraft(event, initiative.id, event.params.draft, root, 'preview')
  if (draft.checked === null || draft.checked.result === null) redirect(303, `${root}/import/${draft.id}/check`)
  const { result, created, changed, requested, unusual } = draft.checked
  return {
    steps: stepsOf(draft),
    fileName: draft.fileName,
    made: draft.choices.made,
    eraseBlanks: draft.choices.eraseBlanks,
    result,
    // Nothing stands yet: a blank has nothing to erase.
    isFirst: draft.checked.isFirst === true,
    changed: changed.map((one) => changeLine(one, locale)),
    requested: requested.map((one) => changeLine(one, locale)),
    isUnconfirmed: unusual.some(({ confirmed }) => confirmed === null),
    // As the file has them: who compares reads line by line.
    created: [...created]
      .sort(byLine)
      .slice(0, SHOWN)
      .map((one) => changeLine(one, locale)),
  }
}

export const actions: Actions = {
  erase: async (event) => {
    const form = await event.request.formData()
    const initiativeId = String(form.get('initiativeId') ?? '')
    try {
      await changeChoices(event, initiativeId, event.params.draft, (choices) => ({ ...choices, eraseBlanks: form.has('eraseBlanks') }))
      await check(event, initiativeId, event.params.draft)
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, event.locals.locale).faults })
    }
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import/${event.params.draft}/preview`)
  },
  run: async (event) => {
    const form = await event.request.formData()
    const params = { initiativeId: String(form.get('initiativeId') ?? ''), draftId: event.params.draft }
    try {
      await call(event.fetch, draftRoutes.run, { params })
    } catch (cause) {
      return fail(422, { faults: refusalOf(cause, event.locals.locale).faults })
    }
    redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import/${event.params.draft}/result`)
  },
}
