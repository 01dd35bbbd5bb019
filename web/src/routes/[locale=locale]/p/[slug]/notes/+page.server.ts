import { error } from '@sveltejs/kit'
import { formatDateOrMonth } from '#shared/i18n/format.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { addressIn, readPublicNotes, readPublicPage } from '#lib/features/progress/public/read.server.ts'
import { frameView } from '#lib/features/progress/public/view.server.ts'
import type { PageServerLoad } from './$types'

/** Where a page of older notes begins. */
const CURSOR = /^\d{4}-\d{2}-\d{2}_[0-9a-f]{8}-[0-9a-f-]{27}$/

/** Learning notes that everybody reads, newest first. */
export const load: PageServerLoad = async (event) => {
  const { locale } = event.locals
  const after = event.url.searchParams.get('after') ?? undefined
  if (after !== undefined && !CURSOR.test(after)) error(404, 'not_found', { code: 'not_found' })
  const address = addressIn(event)
  const [page, { items, next }] = await Promise.all([readPublicPage(event, address, true), readPublicNotes(event, address, { after })])
  return {
    frame: frameView(page, address, locale),
    notes: items.map((note) => ({ ...note, on: note.sharedOn === null ? '' : formatDateOrMonth(locale, note.sharedOn) })),
    older: next,
    isFirst: after === undefined,
    language: languageOf(locale),
    locale,
  }
}
