import type { RequestEvent } from '@sveltejs/kit'
import { noteRoutes, type NoteSummary } from '#shared/notes/contract.ts'
import { call } from '#lib/api/call.ts'

/**
 * Notes that a partner signs with its name and shares with whoever reads: title and day alone. Neither their kind nor their
 * number is said, and unsigned notes cannot be told to be anybody's (domain 4.5).
 */
export async function signedNotes(
  event: RequestEvent,
  initiativeId: string,
  partner: string,
): Promise<Pick<NoteSummary, 'id' | 'title' | 'language' | 'sharedOn'>[]> {
  // Funders read notes once they have accepted the learning commitment; until then there is nothing to list.
  const shared = await call(event.fetch, noteRoutes.list, { params: { initiativeId }, query: { limit: 100 } }).then(
    ({ items }) => items,
    () => [],
  )
  return shared
    .filter(({ signature }) => signature.partnerCode === partner && (signature.kind === 'named_partner' || signature.kind === 'named_person'))
    .map(({ id, title, language, sharedOn }) => ({ id, title, language, sharedOn }))
}
