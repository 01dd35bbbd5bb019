import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Me, MyInitiative } from '#shared/accounts/contract.ts'
import type { Initiative } from '#shared/initiatives/contract.ts'
import { MODULES } from '#shared/initiatives/modules.ts'
import type { TerritoryLevel } from '#shared/territories/contract.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
let admin: Asker
beforeAll(async () => {
  world = await openWorld()
  admin = await world.account({ admin: true, name: 'Alix Fontaine' })
})
afterAll(() => world.close())

interface Created {
  id: string
  slug: string
  link: string | null
  expiresAt: string | null
  code: string
  errors?: { pointer: string; code: string }[]
}
const create = (who: Asker, body: Record<string, unknown>) => who.ask<Created>('POST', '/api/v1/initiatives', { body: { nameFr: 'Grandir ensemble', ...body } })

describe('POST /api/v1/initiatives', () => {
  it('only an instance administrator creates one: for anybody else the address does not exist', async () => {
    const here = await world.buildInitiative()
    for (const who of [await here.person({ role: 'backbone', lead: true }), await world.account()])
      expect((await create(who, { slug: 'pas-moi' })).status).toBe(404)
    expect((await create(world.stranger, { slug: 'pas-moi' })).status).toBe(401)
  })

  it.each([
    ['quebec', ['municipality', 'mrc', 'region', 'province']],
    ['mali', ['commune', 'arrondissement', 'cercle', 'region', 'country']],
    ['france', ['commune', 'epci', 'departement', 'region', 'country']],
    ['generic', ['local', 'supralocal', 'regional', 'national']],
    ['sectors', ['sector', 'area']],
  ])('the preset %s makes its ranked levels, and whoever creates it leads it', async (preset, levels) => {
    const slug = `essai-${preset}`
    const made = await create(admin, { slug, preset, currencyCode: 'XOF', timeZone: 'Africa/Bamako', fiscalStartMonth: 1 })
    expect([made.status, made.body.slug, made.body.link]).toEqual([201, slug, null])
    const path = `/api/v1/initiatives/${made.body.id}`
    const read = await admin.get<{ items: TerritoryLevel[] }>(`${path}/territory-levels`)
    expect(read.body.items.map(({ code }) => code)).toEqual(levels)
    expect(read.body.items.every(({ nameEn, pluralFr, pluralEn }) => nameEn !== null && pluralFr !== null && pluralEn !== null)).toBe(true)
    expect((await admin.get<Initiative>(path)).body).toMatchObject({
      timeZone: 'Africa/Bamako',
      currencyCode: 'XOF',
      fiscalStartMonth: 1,
      settings: { territoryPreset: preset, phase: 'initiate', form: 'informal' },
    })
    const me = await admin.get<Me>('/api/v1/me')
    expect(me.body.initiatives.find((one) => one.slug === slug)?.hats).toMatchObject([{ role: 'backbone', isLead: true }])
  })

  it('with a lead named, that person gets a link and the administrator sees nothing of it', async () => {
    const made = await create(admin, { slug: 'menee-par-awa', lead: { name: 'Awa Traoré', email: 'Awa@Lead.example' } })
    expect([made.status, made.body.link]).toEqual([201, expect.stringMatching(/^\/fr-CA\/links\/[\w-]{32}$/)])
    expect((await admin.get(`/api/v1/initiatives/${made.body.id}`)).status).toBe(404)
    const secret = made.body.link?.split('/').at(-1) ?? ''
    expect((await world.stranger.get(`/api/v1/links/${secret}`)).body).toMatchObject({
      kind: 'invitation',
      email: 'awa@lead.example',
      name: 'Awa Traoré',
      initiativeName: 'Grandir ensemble',
      role: 'backbone',
      hasAccount: false,
    })
    expect(
      (
        await world.stranger.ask('POST', `/api/v1/links/${secret}`, {
          body: { password: 'une phrase assez longue' },
          headers: { origin: 'http://127.0.0.1:3000' },
        })
      ).status,
    ).toBe(200)
  })

  it('started from the example it holds the whole demonstration, without its accounts, under the creator’s lead', async () => {
    const made = await create(admin, { slug: 'mon-exemple', nameFr: 'Mon exemple', start: 'example' })
    expect(made.status).toBe(201)
    const path = `/api/v1/initiatives/${made.body.id}`
    expect((await admin.get<Initiative>(path)).body).toMatchObject({
      slug: 'mon-exemple',
      nameFr: 'Mon exemple',
      isDemo: true,
      topTerritoryCode: 'R',
      clockFrozenAt: expect.any(String),
      abilities: { edit: true },
    })
    const items = async (rest: string) => (await admin.get<{ items: { code: string }[] }>(`${path}/${rest}`)).body.items
    expect((await items('partners')).length).toBeGreaterThanOrEqual(14)
    expect((await items('territories?level=mrc')).length).toBeGreaterThanOrEqual(3)
    expect((await admin.get<{ items: { name: string }[] }>(`${path}/people`)).body.items.map(({ name }) => name)).toEqual(['Alix Fontaine'])
    const figures = await world.maintain(
      made.body.id,
      async (client) =>
        (
          await client.query(
            'select (select count(*)::int from app.observations where initiative_id = $1) as figures, (select count(*)::int from app.cells where initiative_id = $1) as cells, (select count(*)::int from app.learning_notes where initiative_id = $1) as notes',
            [made.body.id],
          )
        ).rows[0] as Record<string, number>,
    )
    for (const [what, number] of Object.entries(figures)) expect(number, what).toBeGreaterThan(5)
    expect((await create(admin, { slug: 'mon-exemple', start: 'example' })).body.code).toBe('already_exists')
  })

  it('a slug serves once, and is written in small letters', async () => {
    await create(admin, { slug: 'deja-la' })
    const again = await create(admin, { slug: 'deja-la' })
    expect([again.status, again.body.code, again.body.errors?.[0]?.pointer]).toEqual([409, 'already_exists', '/slug'])
    expect((await create(admin, { slug: 'Pas Bon' })).status).toBe(400)
  })

  it('a time zone that does not exist is refused', async () => {
    const answer = await create(admin, { slug: 'fuseau', timeZone: 'Europe/Atlantis' })
    expect([answer.status, answer.body.code, answer.body.errors?.[0]?.pointer]).toEqual([422, 'unknown_reference', '/timeZone'])
    expect((await admin.get<{ items: MyInitiative[] }>('/api/v1/initiatives')).body.items.some(({ slug }) => slug === 'fuseau')).toBe(false)
  })
})

describe('GET /api/v1/initiatives', () => {
  it('lists those where I have a role today, and no other', async () => {
    const here = await world.buildInitiative()
    const past = await world.buildInitiative()
    const viewer = await here.person({ role: 'partner_viewer', partner: 'P2' })
    await past.person({ role: 'funder', userId: viewer.userId as string, startsOn: '2020-01-01', endsOn: '2020-12-31' })
    expect((await viewer.get<{ items: MyInitiative[] }>('/api/v1/initiatives')).body.items.map(({ slug }) => slug)).toEqual([here.slug])
    expect((await world.stranger.get('/api/v1/initiatives')).status).toBe(401)
  })
})

describe('GET one initiative', () => {
  it('the circle reads its settings, a funder its name and goal alone', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
    for (const role of ['backbone', 'partner_contributor', 'partner_viewer'] as const) {
      const who = await here.person({ role, partner: 'P2' })
      expect((await who.get<Initiative>(here.path(''))).body).toMatchObject({
        slug: here.slug,
        today: '2026-10-20',
        topTerritoryCode: 'T',
        settings: { smallCountK: 5 },
        abilities: { edit: false },
      })
    }
    expect((await (await here.person({ role: 'funder' })).get<Initiative>(here.path(''))).body).toMatchObject({
      nameFr: `Démarche ${here.slug}`,
      settings: null,
    })
  })
})

describe('PATCH one initiative', () => {
  it('its lead alone changes it: other staff may not, and for partners the address has no such action', async () => {
    const here = await world.buildInitiative()
    const patch = (who: Asker) => who.ask('PATCH', here.path(''), { body: { phase: 'organize' }, headers: { 'if-match': '"v1"' } })
    expect((await patch(await here.person({ role: 'backbone' }))).body).toMatchObject({ code: 'not_allowed' })
    expect((await patch(await here.person({ role: 'partner_contributor', partner: 'P2' }))).status).toBe(404)
    expect((await patch(await here.person({ role: 'backbone', lead: true }))).body).toMatchObject({ settings: { phase: 'organize' }, version: 2 })
  })

  it('says which version it changes: 428 without, 412 when somebody was faster', async () => {
    const here = await world.buildInitiative()
    const lead = await here.person({ role: 'backbone', lead: true })
    const patch = (headers: Record<string, string>, nameFr: string) => lead.ask('PATCH', here.path(''), { body: { nameFr }, headers })
    expect((await patch({}, 'Sans version')).status).toBe(428)
    const first = await patch({ 'if-match': '"v1"' }, 'Premier')
    expect([first.status, first.headers.etag]).toEqual([200, '"v2"'])
    const late = await patch({ 'if-match': '"v1"' }, 'En retard')
    expect([late.status, late.body.code, late.body.params]).toEqual([412, 'version_stale', { version: 2 }])
    expect((await lead.get<Initiative>(here.path(''))).body.nameFr).toBe('Premier')
  })

  it('small counts are masked below three or more, never fewer', async () => {
    const here = await world.buildInitiative()
    const lead = await here.person({ role: 'backbone', lead: true })
    const patch = (body: object) => lead.ask('PATCH', here.path(''), { body, headers: { 'if-match': '"v1"' } })
    expect((await patch({ smallCountK: 2 })).status).toBe(400)
    expect((await patch({ slug: 'autre' })).status).toBe(400)
    expect((await patch({ smallCountK: 3, form: 'formal', plannedEndOn: '2030-12-31' })).body).toMatchObject({
      settings: { smallCountK: 3, form: 'formal', plannedEndOn: '2030-12-31' },
    })
  })
})

describe('modules (D41)', () => {
  it('a new initiative has none, the example has all, and everybody’s menus know which', async () => {
    const empty = await create(admin, { slug: 'sans-module' })
    expect((await admin.get<Initiative>(`/api/v1/initiatives/${empty.body.id}`)).body.modules).toEqual([])
    const example = await create(admin, { slug: 'exemple-a-modules', start: 'example' })
    const { initiatives } = (await admin.get<Me>('/api/v1/me')).body
    const modulesOf = (id: string) => initiatives.find((one) => one.id === id)?.modules
    expect(modulesOf(empty.body.id)).toEqual([])
    expect(modulesOf(example.body.id)).toEqual(MODULES)
  })

  it('its lead switches them, each once whatever was sent; one that does not exist is refused', async () => {
    const here = await world.buildInitiative()
    const lead = await here.person({ role: 'backbone', lead: true })
    const funder = await here.person({ role: 'funder' })
    const patch = (who: Asker, modules: readonly string[], version = 1) =>
      who.ask<Initiative>('PATCH', here.path(''), { body: { modules }, headers: { 'if-match': `"v${version}"` } })
    expect((await patch(await here.person({ role: 'backbone' }), ['wins'])).body).toMatchObject({ code: 'not_allowed' })
    expect((await patch(lead, ['wins', 'governance', 'wins'])).body.modules).toEqual(['governance', 'wins'])
    expect((await funder.get<Me>('/api/v1/me')).body.initiatives[0]?.modules).toEqual(['governance', 'wins'])
    expect((await patch(lead, ['games'], 2)).status).toBe(400)
    expect((await patch(lead, [], 2)).body.modules).toEqual([])
  })

  it('what a module holds stays when it is switched off, at the same address', async () => {
    const here = await world.buildInitiative()
    const lead = await here.person({ role: 'backbone', lead: true })
    expect((await lead.get(here.path('/wins'))).status).toBe(200)
    expect((await lead.get(here.path('/practices'))).status).toBe(200)
  })
})

describe('POST learning-commitment', () => {
  it('a funder accepts it for a year; nobody else can', async () => {
    const here = await world.buildInitiative()
    const funder = await here.person({ role: 'funder' })
    expect((await funder.get<Me>('/api/v1/me')).body.initiatives[0]?.hats[0]?.learningCommitmentOn).toBeNull()
    const accepted = await funder.ask<{ acceptedOn: string; renewOn: string }>('POST', here.path('/learning-commitment'))
    expect(accepted.status).toBe(201)
    expect(Date.parse(accepted.body.renewOn) - Date.parse(accepted.body.acceptedOn)).toBe(365 * 86_400_000)
    expect((await funder.get<Me>('/api/v1/me')).body.initiatives[0]?.hats[0]?.learningCommitmentOn).toBe(accepted.body.acceptedOn)
    expect((await (await here.person({ role: 'backbone', lead: true })).ask('POST', here.path('/learning-commitment'))).status).toBe(404)
  })
})
