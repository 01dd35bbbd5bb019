import { redirect, type RequestEvent } from '@sveltejs/kit'
import type { ImportChoices } from '#shared/exchange/choices.ts'
import { draftRoutes, type ImportDraft } from '#shared/exchange/draft-contract.ts'
import { call } from '#lib/api/call.ts'
import { read } from '#lib/api/read.server.ts'
import { patiently } from './patiently.ts'

/** What the list of steps needs of a draft. */
export const stepsOf = (draft: ImportDraft) => ({
  id: draft.id,
  isComplete: draft.missing.length === 0 && draft.stopped === null,
  isDone: draft.importId !== null,
})

/** The draft of the address. A step of one that was imported leads to its result. */
export async function readDraft(event: RequestEvent, initiativeId: string, draftId: string, root: string, step: string): Promise<ImportDraft> {
  const draft = await read(event, draftRoutes.read, { params: { initiativeId, draftId } })
  if (draft.importId !== null && step !== 'result') redirect(303, `${root}/import/${draft.id}/result`)
  return draft
}

/** Changes some choices of a draft and returns it as it is then. @throws ApiProblem */
export async function changeChoices(
  event: RequestEvent,
  initiativeId: string,
  draftId: string,
  change: (choices: ImportChoices) => ImportChoices,
): Promise<ImportDraft> {
  const params = { initiativeId, draftId }
  const draft = await call(event.fetch, draftRoutes.read, { params })
  return call(event.fetch, draftRoutes.change, { params, body: { choices: change(draft.choices) }, version: draft.version })
}

/** Finds what the import would do. @throws ApiProblem */
export function check(event: RequestEvent, initiativeId: string, draftId: string): Promise<ImportDraft> {
  return patiently(() => call(event.fetch, draftRoutes.check, { params: { initiativeId, draftId } }))
}

/** A file that an export or a template of ours wrote: nothing of it needs matching. */
export const isOwn = ({ missing, choices }: ImportDraft): boolean =>
  missing.length === 0 && choices.indicatorFrom === '' && choices.mappingName === '' && choices.headerMeans === ''
