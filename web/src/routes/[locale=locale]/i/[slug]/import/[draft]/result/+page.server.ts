import { redirect } from '@sveltejs/kit'
import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { formatDateTime } from '#shared/i18n/format.ts'
import { read } from '#lib/api/read.server.ts'
import { readDraft, stepsOf } from '#lib/features/exchange/draft-context.server.ts'
import type { PageServerLoad } from './$types'

/** What the import did, or how far it is. */
export const load: PageServerLoad = async (event) => {
  const { initiative, hat } = await event.parent()
  const { locale } = event.locals
  const root = `/${locale}/i/${event.params.slug}`
  const draft = await readDraft(event, initiative.id, event.params.draft, root, 'result')
  if (draft.importId === null) redirect(303, `${root}/import/${draft.id}/check`)
  const done = await read(event, exchangeRoutes.read, { params: { initiativeId: initiative.id, importId: draft.importId } })
  return {
    steps: stepsOf(draft),
    fileName: draft.fileName,
    importId: draft.importId,
    isBackbone: hat.role === 'backbone',
    state: done.state,
    result: done.result,
    progress: done.progress ?? null,
    undoableUntil: done.undoableUntil == null ? null : formatDateTime(locale, done.undoableUntil, initiative.timeZone),
  }
}
