import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { titlesOf, writtenByActor } from './queries.ts'
import { isOfLeftPartner } from './reading.ts'

/** What another feature may say of a note that it links to: only what this reader would find under its address. */
export interface NoteTitle {
  readonly id: string
  readonly title: string
  readonly language: string
  /** Who may read it, as one text: a link to it keeps the same. */
  readonly guard: string
}

/** Titles of those of these notes that the actor may read, as their own page decides it; of the others, no word. */
export async function noteTitles(trx: Trx, actor: Actor, ids: readonly string[]): Promise<ReadonlyMap<string, NoteTitle>> {
  if (ids.length === 0 || (actor.role === 'funder' && !actor.commitment)) return new Map()
  const rows = await titlesOf(trx, actor.initiative.id, ids)
  if (rows.length === 0 || !(await isOfLeftPartner(trx, actor))) return new Map(rows.map((row) => [row.id, row]))
  const own = new Set((await writtenByActor(trx, actor.initiative.id, ids)).map((one) => one.note_id))
  return new Map(rows.filter((row) => own.has(row.id) || row.visibility === 'partner').map((row) => [row.id, row]))
}
