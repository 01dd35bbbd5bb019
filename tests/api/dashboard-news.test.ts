import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { News } from '#shared/progress/news.ts'
import { buildCoalition } from '../support/coalition.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let staff: Asker
let contributor: Asker
let funder: Asker
let figures: FigureBuilder
beforeAll(async () => {
  world = await openWorld()
  ;({ here, staff, contributor, funder } = await buildCoalition(world))
  figures = figuresOf(world, here)
  const events = await figures.indicator('EVENTS')
  await figures.baseline(events, 'T', '2025-Q4', { value: 0 })
  await figures.target(events, '2026-Q4', '100')
  await figures.figure(events, 'A', 'P2', '2026-Q1', { value: 40 })
  await figures.figure(events, 'B', 'P3', '2026-Q1', { value: 10 })
  await figures.recompute()
})
afterAll(() => world.close())

type Body = { since: string; isFirst: boolean; items: News[]; hasMore: boolean }
const look = async (who: Asker) => expect((await who.ask('POST', here.path('/dashboard/look'))).status).toBe(204)
const news = async (who: Asker) => (await who.get<Body>(here.path('/dashboard/news'))).body
const kindsOf = ({ items }: Body) => items.map(({ kind }) => kind)
/** Moves the initiative's clock to noon of a day. */
const setDay = (day: string) =>
  world.maintain(here.id, (client) => client.query('update app.initiatives set clock_frozen_at = $2 where id = $1', [here.id, `${day}T16:00:00Z`]))
/** One change in the history of a figure. */
const changed = (partner: string, period: string, reason: string, at: string, old = 'submitted') =>
  world.maintain(here.id, (client) =>
    client.query(
      `insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, old_figure, new_figure, old_state, new_state, reason, at)
       select o.initiative_id, o.id, 2 + (select count(*) from app.observation_revisions x where x.initiative_id = o.initiative_id and x.observation_id = o.id)::integer,
         o.partner_id, '{}', '{}', $4, 'validated', $5, $6::timestamptz
       from app.observations o join app.partners p on p.initiative_id = o.initiative_id and p.id = o.partner_id
       join app.reporting_periods r on r.initiative_id = o.initiative_id and r.id = o.period_id
       where o.initiative_id = $1 and p.code = $2 and r.code = $3`,
      [here.id, partner, period, old, reason, at],
    ),
  )

describe('what changed since the last look', () => {
  it('reading it writes nothing: a first look tells thirty days back until a look is remembered', async () => {
    expect(await news(staff)).toMatchObject({ since: '2026-09-15', isFirst: true })
    expect(await news(staff)).toMatchObject({ since: '2026-09-15', isFirst: true })
    await look(staff)
    await look(staff)
    expect(await news(staff)).toMatchObject({ since: '2026-09-15', isFirst: true })
  })

  it('tells from the day of the look before, under the same hat, that day included', async () => {
    await look(contributor)
    await changed('P2', '2026-Q1', 'validation', '2026-10-15T20:00:00Z')
    await changed('P3', '2026-Q1', 'validation', '2026-10-15T20:00:00Z')
    await changed('P3', '2026-Q1', 'late_data', '2026-10-16T12:00:00Z', 'validated')
    await setDay('2026-10-17')
    await look(staff)
    await look(contributor)
    const all = await news(staff)
    expect(all).toMatchObject({ since: '2026-10-15', isFirst: false })
    expect(all.items).toEqual([
      { kind: 'figures', on: '2026-10-15', indicator: 'EVENTS', period: '2026-Q1', count: 2 },
      { kind: 'revision', on: '2026-10-16', indicator: 'EVENTS', period: '2026-Q1', territory: 'B', partner: 'P3', reasons: ['late_data'], isMaterial: null },
    ])
    // A partner reads of its own figures alone, a funder of no live figure.
    expect((await news(contributor)).items).toEqual([{ kind: 'figures', on: '2026-10-15', indicator: 'EVENTS', period: '2026-Q1', count: 1 }])
    expect(await news(funder)).toMatchObject({ isFirst: true, items: [] })
  })

  it('a state that changed is told once, from the look before to now', async () => {
    const events = await world.maintain(here.id, (client) =>
      client.query<{ id: string }>(
        `select v.id from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id where i.initiative_id = $1 and i.code = 'EVENTS'`,
        [here.id],
      ),
    )
    await figures.figure({ id: '', code: 'EVENTS', versionId: events.rows[0]?.id ?? '' }, 'A', 'P2', '2026-Q3', { value: 10 })
    await figures.recompute()
    await setDay('2026-11-20')
    await look(staff)
    const told = (await news(staff)).items.find(({ kind }) => kind === 'status')
    expect(told).toMatchObject({ indicator: 'EVENTS', from: { status: 'on_track', period: '2026-Q1' }, to: { status: 'off_track', period: '2026-Q3' } })
    await setDay('2026-11-21')
    await look(staff)
    expect(kindsOf(await news(staff))).toEqual([])
  })

  it('tells a note from its sharing on, to whom it was shared with; of one that names nobody, the month', async () => {
    const links = [{ kind: 'condition', key: 'common_agenda' }]
    const note = { type: 'failure', title: 'Trois fois le même formulaire', whatHappened: 'Les parents ont attendu.', links }
    for (const visibility of ['circle', 'private']) {
      const made = await contributor.ask('POST', here.path('/notes'), { body: { ...note, visibility } })
      expect(made.status, made.text).toBe(201)
    }
    expect((await news(staff)).items).toMatchObject([{ kind: 'note', on: '2026-11', title: 'Trois fois le même formulaire', type: 'failure' }])
    expect((await news(funder)).items).toEqual([])
  })

  it('each hat of a person remembers its own look', async () => {
    const hats = await world.maintain(here.id, (client) =>
      client.query<{ looks: number }>('select count(*)::integer as looks from app.last_looks where initiative_id = $1', [here.id]),
    )
    expect(hats.rows[0]?.looks).toBe(2)
    const other = await here.person({ role: 'funder', userId: staff.userId ?? '' })
    expect(await news(other)).toMatchObject({ isFirst: true, items: [] })
  })
})
