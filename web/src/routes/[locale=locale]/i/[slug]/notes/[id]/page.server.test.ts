import { isRedirect } from '@sveltejs/kit'
import { expect, it } from 'vitest'
import type { Note } from '#shared/notes/contract.ts'
import { actions, load } from './+page.server.ts'

const NOTE = {
  id: 'n',
  visibility: 'private',
  isMine: true,
  abilities: { share: true, narrow: false, decide: false, nameCoauthors: false },
  adaptations: [],
  writing: null,
} as unknown as Note

/** A visit or a sent form of the author's own note, and what it asked the API. @param hints what the check finds in its words */
function visit({ form = {}, hints = [] as { kind: string }[] } = {}) {
  const asked: string[] = []
  const fetch = (url: string, { method }: RequestInit) => {
    asked.push(`${method} ${url.replace('/api/v1/initiatives/i/notes', '')}`)
    const answer = url.includes('/preview') ? { keptBack: [], check: { hints } } : method === 'PUT' || url.endsWith('/notes/n') ? NOTE : { items: [] }
    return Promise.resolve(Response.json(answer))
  }
  const body = new FormData()
  for (const [name, value] of Object.entries({ initiative: 'i', version: '1', ...form })) body.set(name, value)
  const event = {
    params: { id: 'n', slug: 's' },
    url: new URL('http://x/fr-CA/i/s/notes/n'),
    locals: { locale: 'fr-CA' },
    fetch,
    request: { formData: () => Promise.resolve(body) },
    parent: () => Promise.resolve({ initiative: { id: 'i', slug: 's', timeZone: 'UTC', clockFrozenAt: null }, hat: { role: 'partner_contributor' } }),
  }
  return { event: event as never, asked }
}
const send = actions.visibility as NonNullable<typeof actions.visibility>
const previews = (asked: readonly string[]) => asked.filter((one) => one.includes('/preview'))

it('the page of a note asks how it would be read for nobody who only visits it, its author neither', async () => {
  const { event, asked } = visit()
  await load(event)
  expect(asked).toContain('GET /n')
  expect(previews(asked)).toEqual([])
})

it('the form that opens it to one more rung asks first, and leads where it is seen when it could tell who wrote; sent from there it shares', async () => {
  const share = { visibility: 'circle', check: '1' }
  const quiet = visit({ form: share, hints: [{ kind: 'blame' }] })
  expect(await send(quiet.event)).toMatchObject({ part: 'audience' })
  expect(quiet.asked).toEqual(['GET /n/preview?as=circle', 'PUT /n/visibility'])

  const telling = visit({ form: share, hints: [{ kind: 'person' }] })
  const answer: unknown = await Promise.resolve(send(telling.event)).catch((cause: unknown) => cause)
  expect(isRedirect(answer) && answer.location).toBe('/fr-CA/i/s/notes/n/preview?as=circle')
  expect(telling.asked, 'nothing is shared yet').toEqual(['GET /n/preview?as=circle'])

  const seen = visit({ form: { visibility: 'circle' }, hints: [{ kind: 'person' }] })
  await send(seen.event)
  expect(seen.asked).toEqual(['PUT /n/visibility'])
})
