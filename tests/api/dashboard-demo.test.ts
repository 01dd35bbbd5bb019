import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { News } from '#shared/progress/news.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let demo: Awaited<ReturnType<World['loadDemo']>>
let base: string
beforeAll(async () => {
  world = await openWorld({ demo: true })
  demo = await world.loadDemo()
  base = `/api/v1/initiatives/${demo.initiatives['grandir-entre-rives']}`
})
afterAll(() => world.close())

const cells = async (who: Asker, query: Record<string, string> = {}) => (await who.get<{ cells: ProgressCell[] }>(`${base}/progress`, query)).body.cells
const stateOf = (found: ProgressCell[], indicator: string) => found.find((cell) => cell.indicator === indicator)

describe('the dashboard of the demo (domain 7.1)', () => {
  it.each(['coordination', 'bailleur'])('tells %s: 6 on track, 2 to be watched, 1 off track, 1 without data because it is too early', async (account) => {
    const found = await cells(await demo.as(account))
    const counted = found.filter(({ flags }) => !flags.includes('fragile'))
    const tally = Map.groupBy(counted, ({ status }) => status)
    expect([...tally].map(([status, own]) => [status, own.length]).sort()).toEqual([
      ['no_data', 1],
      ['off_track', 1],
      ['on_track', 6],
      ['watch', 2],
    ])
    expect(tally.get('no_data')?.map(({ indicator, reason }) => [indicator, reason])).toEqual([['VUL5', 'not_due']])
    expect(tally.get('off_track')?.map(({ indicator }) => indicator)).toEqual(['WAITDAYS'])
  })

  it.each(['coordination', 'bailleur'])('shows %s that the region is on track for SCREEN18 and the Coast is not (S76)', async (account) => {
    const who = await demo.as(account)
    const region = stateOf(await cells(who), 'SCREEN18')
    const coast = stateOf(await cells(who, { territory: 'CV' }), 'SCREEN18')
    expect([region?.status, coast?.status, Number(coast?.ratio).toFixed(2)]).toEqual(['on_track', 'off_track', '0.52'])
  })

  it('S58 of an MRC figures, partners and notes are its own and those of its municipalities', async () => {
    const [viewer, author] = [await demo.as('lecture'), await demo.as('contribution')]
    const inside = ['CV', 'CV1', 'CV2', 'CV3']
    const municipal = await cells(viewer, { territory: 'CV', level: 'municipality' })
    expect([...new Set(municipal.map(({ territory }) => territory))].sort()).toEqual(inside.slice(1))
    expect([...new Set((await cells(viewer, { territory: 'CV' })).map(({ territory }) => territory))]).toEqual(['CV'])
    const { body: partners } = await viewer.get<{ items: { code: string; territoryCodes: string[] }[] }>(`${base}/partners`, { territory: 'CV' })
    const { body: all } = await viewer.get<typeof partners>(`${base}/partners`)
    const fits = all.items.filter(({ territoryCodes }) => territoryCodes.some((code) => inside.includes(code)))
    expect(partners.items.map(({ code }) => code)).toEqual(fits.map(({ code }) => code))
    expect(fits.length).toBeGreaterThan(1)
    expect(fits.length).toBeLessThan(all.items.length)
    // One partner works in CV1: a note that names its organisation is found there, one that names nobody would be recognised.
    const note = async (key: string, attribution: string) => {
      const body = {
        type: 'failure',
        title: `${key} ${attribution}`,
        whatHappened: 'Personne n’est venu.',
        visibility: 'circle',
        links: [{ kind: 'territory', key }],
        attribution,
      }
      const made = await author.ask<{ id: string; title: string }>('POST', `${base}/notes`, { body })
      expect(made.status, made.text).toBe(201)
      return made.body.title
    }
    const named = [await note('CV', 'named_partner'), await note('CV1', 'named_partner'), await note('VB1', 'named_partner'), await note('CV1', 'a_partner')]
    const found = async (territory: string) =>
      (await viewer.get<{ items: { title: string }[] }>(`${base}/notes`, { territory })).body.items
        .map(({ title }) => title)
        .filter((title) => /^(CV|VB)/.test(title))
    expect((await found('CV')).sort()).toEqual([named[0], named[1]].sort())
    expect([await found('CV1'), await found('VB')]).toEqual([[named[1]], [named[2]]])
  })

  it('tells a funder of the publication that is new, and of no live figure', async () => {
    const funder = await demo.as('bailleur')
    const { body } = await funder.get<{ isFirst: boolean; items: News[] }>(`${base}/dashboard/news`)
    expect(body.isFirst).toBe(true)
    expect(body.items.every(({ kind }) => kind === 'release' || kind === 'revision' || kind === 'note')).toBe(true)
  })
})
