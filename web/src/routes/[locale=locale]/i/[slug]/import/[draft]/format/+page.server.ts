import { fail, redirect } from '@sveltejs/kit'
import { columnReadings, hasSlashDates } from '#lib/features/exchange/format-words.ts'
import { changeChoices, check, isOwn, readDraft, stepsOf } from '#lib/features/exchange/draft-context.server.ts'
import { openIncident } from '#lib/features/exchange/open-incident.server.ts'
import { reasonOf, refusalOf } from '#lib/features/exchange/refusal.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** How the file is cut and read, in words. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const { locale } = event.locals
  const draft = await readDraft(event, initiative.id, event.params.draft, `/${locale}/i/${event.params.slug}`, 'format')
  const starts = { fiscalStartMonth: 1, schoolStartMonth: 9 }
  return {
    steps: stepsOf(draft),
    fileName: draft.fileName,
    sheets: draft.sheets,
    choices: draft.choices,
    preview: draft.preview,
    isOwn: isOwn(draft),
    hasDates: draft.preview !== null && hasSlashDates(draft.preview),
    stopped: draft.stopped === null ? null : { code: draft.stopped, reason: reasonOf(draft.stopped, locale) },
    readings: draft.preview === null ? [] : columnReadings(draft.preview, draft.choices, starts, locale),
  }
}

async function save(event: RequestEvent, next: 'format' | 'columns') {
  const form = await event.request.formData()
  const initiativeId = String(form.get('initiativeId') ?? '')
  const text = (name: string, former: string) => String(form.get(name) ?? former)
  let step: 'format' | 'columns' | 'check' = next
  try {
    const draft = await changeChoices(event, initiativeId, event.params.draft, (choices) => ({
      ...choices,
      sheet: text('sheet', choices.sheet),
      headerRow: text('headerRow', choices.headerRow).replace(/\D/g, '').slice(0, 2) || '1',
      headerRows: text('headerRows', choices.headerRows),
      decimal: text('decimal', choices.decimal) as typeof choices.decimal,
      dateOrder: text('dateOrder', choices.dateOrder) as typeof choices.dateOrder,
    }))
    if (draft.stopped !== null) step = 'format'
    else if (next === 'columns' && isOwn(draft)) {
      // A file of our own asks for nothing: straight to what it would change.
      await check(event, initiativeId, event.params.draft)
      step = 'check'
    }
  } catch (cause) {
    const { faults, places } = refusalOf(cause, event.locals.locale)
    return fail(422, { faults, places })
  }
  redirect(303, `/${event.locals.locale}/i/${event.params.slug}/import/${event.params.draft}/${step}`)
}

export const actions: Actions = { look: (event) => save(event, 'format'), next: (event) => save(event, 'columns'), incident: openIncident }
