import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Indicator } from '#shared/indicators/contract.ts'
import type { FigureRevision } from '#shared/indicators/marks.ts'
import type { IndicatorStories } from '#shared/indicators/stories.ts'
import { buildCoalition, match } from '../support/coalition.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
let staff: Asker
let contributor: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  ;({ here, lead, staff, contributor, funder } = await buildCoalition(world))
  const figures = figuresOf(world, here)
  for (const code of ['TOLD', 'SECRET', 'QUARTER', 'SHORT', 'REVISED']) await figures.indicator(code)
  await figures.period('2026-Q2')
})
afterAll(() => world.close())

type Body = IndicatorStories & { code: string; params: Record<string, unknown> }
const path = (code: string, rest = '') => here.path(`/indicators/${code}/stories${rest}`)
const tell = (code: string, body: Record<string, unknown>, who = staff) => who.ask<Body>('POST', path(code), { body: { after: 0, ...body } })
const publish = (code: string, { id, version }: { id: string; version: number }, who = lead) =>
  who.ask<Body>('POST', path(code, `/${id}/publication`), { headers: match(version) })
const first = (answer: { body: Body }) => answer.body.items[0] as IndicatorStories['items'][number]
const shownTo = async (code: string, who: Asker) => (await who.get<Body>(path(code))).body.items.map((story) => story.storyFr)

describe('the story behind a curve (domain 3.8)', () => {
  it('is told in versions, each with its author and its day', async () => {
    const one = await tell('TOLD', { storyFr: 'Un formulaire unique.', storyEn: 'One form.' })
    expect(one).toMatchObject({ status: 201, body: { abilities: { tell: true, publish: false } } })
    expect(first(one)).toMatchObject({ number: 1, period: null, toldOn: '2026-10-15', toldBy: 'Dominique', publishedOn: null, whatWouldWorkFr: null })
    const two = await tell('TOLD', { storyFr: 'Mieux dit.', whatWouldWorkFr: 'Un transport.', nextActionsFr: 'Trouver un bus.', after: 1 }, lead)
    expect(two.body.items.map(({ number, storyFr, toldBy }) => [number, storyFr, toldBy])).toEqual([
      [2, 'Mieux dit.', 'Camille'],
      [1, 'Un formulaire unique.', 'Dominique'],
    ])
  })

  it('is nobody’s business outside the backbone until a lead publishes it', async () => {
    const told = first(await tell('SECRET', { storyFr: 'À relire d’abord.' }))
    for (const who of [contributor, funder]) expect(await shownTo('SECRET', who)).toEqual([])
    expect((await publish('SECRET', told, staff)).status).toBe(403)
    expect((await publish('SECRET', told, contributor)).status).toBe(404)
    const published = await publish('SECRET', told)
    expect(first(published)).toMatchObject({ publishedOn: '2026-10-15', publishedBy: 'Camille' })
    for (const who of [contributor, funder]) expect(await shownTo('SECRET', who)).toEqual(['À relire d’abord.'])
    expect((await funder.get<Body>(path('SECRET'))).body).toMatchObject({
      items: [{ toldBy: null, publishedBy: null }],
      abilities: { tell: false, publish: false },
    })
    const indicator = async (who: Asker) => (await who.get<Indicator>(here.path('/indicators/SECRET'))).body.storyFr
    expect(await indicator(funder)).toBe('À relire d’abord.')

    const again = first(await tell('SECRET', { storyFr: 'Nouveau brouillon.', after: 1 }))
    expect(await shownTo('SECRET', funder)).toEqual(['À relire d’abord.'])
    expect(await indicator(staff)).toBe('À relire d’abord.')
    await publish('SECRET', again)
    expect(await shownTo('SECRET', funder)).toEqual(['Nouveau brouillon.'])

    const shown = first((await lead.get<Body>(path('SECRET'))) as { body: Body })
    expect((await lead.ask<Body>('DELETE', path('SECRET', `/${shown.id}/publication`), { headers: match(shown.version) })).status).toBe(200)
    // The one before does not come back: it was replaced.
    expect(await shownTo('SECRET', funder)).toEqual([])
    expect(await indicator(funder)).toBeNull()
    expect(await shownTo('SECRET', staff)).toEqual(['Nouveau brouillon.', 'À relire d’abord.'])
  })

  it('of a period stands beside that of the whole curve', async () => {
    await tell('QUARTER', { storyFr: 'Toute la courbe.' })
    const quarter = await tell('QUARTER', { storyFr: 'Ce trimestre.', period: '2026-Q2' })
    expect(quarter.body.items.map(({ period, number }) => [period, number])).toEqual([
      [null, 1],
      ['2026-Q2', 1],
    ])
    for (const story of quarter.body.items) await publish('QUARTER', story)
    expect(await shownTo('QUARTER', funder)).toEqual(['Toute la courbe.', 'Ce trimestre.'])
    expect(await tell('QUARTER', { storyFr: 'X', period: '1999-Q1' })).toMatchObject({ status: 422, body: { code: 'unknown_reference' } })
  })

  it('says something, follows the version that was read, and an older version is not published over a newer one', async () => {
    expect((await tell('SHORT', { storyFr: '  ', nextActionsEn: null })).status).toBe(400)
    const one = first(await tell('SHORT', { storyFr: 'Un.' }))
    expect(await tell('SHORT', { storyFr: 'Deux, sans avoir lu.' })).toMatchObject({ status: 412, body: { code: 'version_stale', params: { version: 1 } } })
    await tell('SHORT', { storyFr: 'Deux.', after: 1 })
    expect((await publish('SHORT', one)).status).toBe(412)
    expect((await tell('NOPE', { storyFr: 'Un.' })).status).toBe(404)
    expect((await tell('SHORT', { storyFr: 'Un.' }, contributor)).status).toBe(404)
  })
})

describe('GET /indicators/:indicator/revisions (domain 5, row 21)', () => {
  it('the backbone reads when and why a figure changed after validation, a partner of its own alone, funders in releases', async () => {
    const read = async (who: Asker) => (await who.get<{ items: FigureRevision[] }>(here.path('/indicators/REVISED/revisions'))).body.items
    await world.maintain(here.id, async (client) => {
      await client.query(
        `with version as (select v.id from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
           where i.initiative_id = $1 and i.code = 'REVISED'),
         figure as (insert into app.observations (initiative_id, indicator_version_id, territory_id, partner_id, period_id, value, state)
           select $1, version.id, $2, p.id, r.id, 12, 'published' from version, app.partners p, app.reporting_periods r
           where p.initiative_id = $1 and p.code in ('P1', 'P2') and r.initiative_id = $1 and r.code = '2026-Q2' returning id, partner_id)
         insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, note, at)
         select $1, figure.id, k.number, figure.partner_id, '{}', '{}', 'published', 'published', k.reason, k.note, k.at::timestamptz
         from figure, (values (2, 'late_data', 'Dossiers papier', '2026-08-01T02:00:00Z'), (3, 'validation', null, '2026-08-02T12:00:00Z')) as k (number, reason, note, at)`,
        [here.id, here.territory.T],
      )
    })
    expect((await read(staff)).map(({ partner }) => partner).sort()).toEqual(['P1', 'P2'])
    // The day is the initiative's: still 31 July in Montréal.
    expect(await read(contributor)).toEqual([
      { period: '2026-Q2', territory: 'T', partner: 'P2', category: 'TOTAL', on: '2026-07-31', reason: 'late_data', note: 'Dossiers papier' },
    ])
    expect(await read(funder)).toEqual([])
    expect((await staff.get(here.path('/indicators/NOPE/revisions'))).status).toBe(404)
  })
})
