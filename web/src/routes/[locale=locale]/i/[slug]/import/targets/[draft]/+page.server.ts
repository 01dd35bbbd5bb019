import { fail, redirect } from '@sveltejs/kit'
import { draftRoutes } from '#shared/exchange/draft-contract.ts'
import { guessTargetColumns, missingColumns } from '#shared/exchange/targets/columns.ts'
import { targetLoadRoutes } from '#shared/exchange/targets/contract.ts'
import { translate } from '#shared/i18n/translate.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { refusalOf } from '#lib/features/exchange/refusal.server.ts'
import { columnKey, outcomeView, readTargetForm } from '#lib/features/exchange/target-loads.server.ts'
import type { Actions, PageServerLoad, RequestEvent } from './$types'

/** Samples that tell columns apart. */
const SAMPLES = 3

/** How the table would be read, as its headers propose. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const draft = await read(event, draftRoutes.read, { params: { initiativeId: initiative.id, draftId: event.params.draft } })
  const columns = draft.preview?.columns ?? []
  return {
    draftId: draft.id,
    fileName: draft.fileName,
    isLead: hat.isLead,
    columns: columns.map((column) => {
      const samples = column.distinct.slice(0, SAMPLES).join(', ').slice(0, 60)
      const name = column.name === '' ? `#${column.position}` : column.name
      return { value: columnKey(column, columns), label: samples === '' ? name : translate('import_column', { name, samples }, locale) }
    }),
    guessed: guessTargetColumns(columns),
  }
}

async function run(event: RequestEvent, dryRun: boolean) {
  const { locale } = event.locals
  const form = await event.request.formData()
  const { given, choices, faults: wrong } = readTargetForm(form, locale)
  const { asked, reasons, partial } = given
  const initiativeId = String(form.get('initiativeId') ?? '')
  const missing = missingColumns(asked.columns)
  const faults = [
    ...wrong,
    ...missing.map((name) => ({ field: `column-${name}`, message: translate('import_choice_missing', {}, locale) })),
    ...(dryRun || reasons.reasonFr !== '' ? [] : [{ field: 'reasonFr', message: translate('target_loads_reason_missing', {}, locale) }]),
  ]
  if (choices === null || faults.length > 0) return fail(422, { faults, places: [], given, outcome: null })
  const params = { initiativeId, draftId: event.params.draft }
  const said = Object.fromEntries(Object.entries(reasons).map(([name, text]) => [name, text === '' ? null : text]))
  let id: string | null
  try {
    const result = await call(event.fetch, targetLoadRoutes.draft, { params, body: { choices, reasons: said, dryRun, partial } })
    if (result.id === null) return { faults: [], places: [], given, outcome: outcomeView(result, locale) }
    ;({ id } = result)
    // The rows are kept only while refused ones may be fetched.
    if (result.refused === 0) await call(event.fetch, draftRoutes.remove, { params })
    else id += `?draft=${params.draftId}`
  } catch (cause) {
    return fail(422, { ...refusalOf(cause, locale), given, outcome: null })
  }
  redirect(303, `/${locale}/i/${event.params.slug}/import/targets/file/${id}`)
}

export const actions: Actions = { check: (event) => run(event, true), write: (event) => run(event, false) }
