import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SavedView } from '#shared/progress/views.ts'
import { buildCoalition, match } from '../support/coalition.ts'
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
})
afterAll(() => world.close())

type Body = SavedView & { code: string }
const path = (rest = '') => here.path(`/saved-views${rest}`)
const save = (who: Asker, body: Record<string, unknown>) => who.ask<Body>('POST', path(), { body })
const change = (who: Asker, { id, version }: SavedView, body: Record<string, unknown>) =>
  who.ask<Body>('PATCH', path(`/${id}`), { body, headers: match(version) })
const remove = (who: Asker, { id }: SavedView) => who.ask<Body>('DELETE', path(`/${id}`))
const namesOf = async (who: Asker) => (await who.get<{ items: SavedView[] }>(path())).body.items.map(({ name }) => name)

describe('saved views of the dashboard', () => {
  it('keeps the filters of an address in one order, and nothing that is no filter', async () => {
    const saved = await save(contributor, { name: 'La Côte', query: '?with=2025-Q2&territory=CV&page=2&hat=x&to=2026-Q2&condition=' })
    expect(saved).toMatchObject({ status: 201, body: { name: 'La Côte', query: 'territory=CV&to=2026-Q2&with=2025-Q2', isShared: false, isMine: true } })
    expect(saved.body.savedOn).toBe('2026-10-15')
  })

  it('is its owner’s alone until the backbone shares one', async () => {
    const own = (await save(staff, { name: 'Pour moi', query: 'sort=status' })).body
    const shared = (await save(staff, { name: 'Pour la rencontre', query: 'group=goal', isShared: true })).body
    expect(await namesOf(staff)).toEqual(['Pour la rencontre', 'Pour moi'])
    for (const who of [lead, funder]) expect(await namesOf(who)).toEqual(['Pour la rencontre'])
    expect((await change(lead, own, { name: 'Prise' })).status).toBe(404)
    expect((await remove(lead, own)).status).toBe(404)
    expect((await change(funder, shared, { name: 'Prise' })).status).toBe(403)
    expect((await remove(funder, shared)).status).toBe(403)
    expect((await save(funder, { name: 'Offerte', query: '', isShared: true })).status).toBe(403)
    const mine = (await save(funder, { name: 'À moi', query: 'to=2026' })).body
    expect((await change(funder, mine, { isShared: true })).status).toBe(403)
  })

  it('a shared view outlives whoever made it: another of the backbone renames it and takes it away, and cannot keep it for itself', async () => {
    const shared = (await save(staff, { name: 'Commune', query: 'view=map', isShared: true })).body
    expect((await change(lead, shared, { isShared: false })).status).toBe(403)
    const renamed = await change(lead, shared, { name: 'Commune, renommée' })
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Commune, renommée', isMine: false, version: 2 } })
    expect((await remove(lead, renamed.body)).status).toBe(204)
    expect(await namesOf(staff)).not.toContain('Commune, renommée')
  })

  it('its owner renames it, gives it another address, stops sharing it', async () => {
    const shared = (await save(lead, { name: 'Trimestre', query: 'to=2026-Q1', isShared: true })).body
    const changed = await change(lead, shared, { name: 'Trimestre clos', query: 'to=2026-Q2', isShared: false })
    expect(changed).toMatchObject({ status: 200, body: { name: 'Trimestre clos', query: 'to=2026-Q2', isShared: false } })
    expect(await change(lead, shared, { name: 'X' })).toMatchObject({ status: 412, body: { code: 'version_stale', params: { version: 2 } } })
    expect(await namesOf(funder)).not.toContain('Trimestre clos')
  })

  it('has a name that its owner uses once', async () => {
    await save(contributor, { name: 'Une fois', query: '' })
    expect(await save(contributor, { name: 'Une fois', query: 'to=2026' })).toMatchObject({ status: 409, body: { code: 'already_exists' } })
    const other = (await save(contributor, { name: 'Deux fois', query: '' })).body
    expect((await change(contributor, other, { name: 'Une fois' })).status).toBe(409)
    expect((await save(staff, { name: 'Une fois', query: '' })).status).toBe(201)
    expect((await save(contributor, { name: '  ', query: '' })).status).toBe(400)
  })
})
