import { languageOf } from '#shared/i18n/locales.ts'
import { addressIn, readPublicNote, readPublicPage } from '#lib/features/progress/public/read.server.ts'
import { frameView } from '#lib/features/progress/public/view.server.ts'
import type { PageServerLoad } from './$types'

/** One note that everybody reads, as long as its author wants it so. */
export const load: PageServerLoad = async (event) => {
  const { locale } = event.locals
  const address = addressIn(event)
  const note = await readPublicNote(event, address, event.params.note)
  const page = await readPublicPage(event, address, true)
  return { frame: frameView(page, address, locale), note, filesAt: `/api/v1/public/${address.slug}/notes/${note.id}`, language: languageOf(locale), locale }
}
