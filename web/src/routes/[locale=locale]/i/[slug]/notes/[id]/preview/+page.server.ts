import { error } from '@sveltejs/kit'
import { noteRoutes } from '#shared/notes/contract.ts'
import { RUNGS } from '#shared/notes/life.ts'
import { read } from '#lib/api/read.server.ts'
import { proseOf, valuesOf } from '#lib/features/notes/note-form.ts'
import { dateOf } from '#shared/i18n/format.ts'
import type { PageServerLoad } from './$types'

/** What readers of one rung would get of the author's note; the rung stands in the address. */
export const load: PageServerLoad = async (event) => {
  const { initiative } = await event.parent()
  const params = { initiativeId: initiative.id, noteId: event.params.id }
  const note = await read(event, noteRoutes.read, { params })
  if (!note.isMine) error(404, 'not_found', { code: 'not_found' })
  const offered = RUNGS.filter((rung) => rung !== 'private')
  const next = RUNGS[RUNGS.indexOf(note.visibility) + 1]
  const asked = event.url.searchParams.get('as')
  const rung = offered.find((one) => one === asked) ?? (next === undefined || next === 'private' ? 'public' : next)
  const [preview, choices] = await Promise.all([
    read(event, noteRoutes.preview, { params, query: { as: rung } }),
    read(event, noteRoutes.choices, { params: { initiativeId: initiative.id } }),
  ])
  return {
    preview,
    rung,
    rungs: offered,
    partnerName: choices.partnerName,
    own: {
      id: note.id,
      title: note.title,
      language: note.language,
      version: note.version,
      mayShare: note.abilities.share && rung === next,
      mayEdit: note.abilities.edit,
    },
    prose: proseOf(valuesOf(preview.note)),
    today: dateOf(initiative.clockFrozenAt ?? new Date().toISOString(), initiative.timeZone),
  }
}
