import { expect, it } from 'vitest'
import type { NextThing } from '#shared/conditions/overview.ts'
import { taskOf } from './tasks.ts'

const next = (kind: NextThing['kind']): NextThing => ({ kind, id: 'd1', on: null, count: 2, nameFr: null, nameEn: null, function: null })
const reader = { locale: 'fr-CA', timeZone: 'America/Montreal', today: '2026-11-28', root: '/fr-CA/i/x' } as const

it('publishing a new version of the agenda is done on the page of the agenda, reviewing a picture in the reviews', () => {
  expect((['publish_agenda', 'review_picture'] as const).map((kind) => taskOf(next(kind), reader).href)).toEqual([
    '/fr-CA/i/x/conditions/agenda',
    '/fr-CA/i/x/notes/reviews',
  ])
})
