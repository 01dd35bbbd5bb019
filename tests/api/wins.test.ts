import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Celebrations, Recognition, Win } from '#shared/wins/contract.ts'
import { sweepInitiative } from '#server/tools/reminders/sweep.ts'
import { plantCanary } from '../support/canaries.ts'
import { buildCoalition, match, type Coalition } from '../support/coalition.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { release } from '../support/release.ts'
import { openWorld, type Asker, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Refused = { code: string; errors?: { pointer: string }[] }
const winsOf = async (all: Coalition, by: Asker) => (await by.get<{ items: Win[] }>(all.here.path('/wins'))).body.items
const add = (all: Coalition, by: Asker, body: object) => by.ask<Win & Refused>('POST', all.here.path('/wins'), { body })
const change = (all: Coalition, { id, version }: Pick<Win, 'id' | 'version'>, body: object, by = all.staff) =>
  by.ask<Win & Refused>('PATCH', all.here.path(`/wins/${id}`), { body, headers: match(version) })
const told = async (all: Coalition) => (await world.stranger.get<Celebrations>(`/api/v1/public/${all.here.slug}/wins`)).body
const kinds = async (all: Coalition, who: Asker) =>
  (await who.get<{ items: { kind: string }[] }>(all.here.path('/notifications'))).body.items.map(({ kind }) => kind)

/** A rate that goes from 52 % to 56 % in the third quarter, with targets of 55 % and 65 %. */
async function setting() {
  const all = await buildCoalition(world)
  const build = figuresOf(world, all.here)
  // An indicator that was never defined cannot be released.
  await world.maintain(all.here.id, (client) => client.query(`delete from app.indicators where initiative_id = $1 and code = 'SCREEN'`, [all.here.id]))
  const rate = await build.indicator('RATE', {
    name_fr: 'Dépistage',
    unit_kind: 'ratio',
    is_proportion: true,
    display_factor: '100',
    decimals: 0,
    unit_label_fr: '%',
  })
  await build.target(rate, '2026-Q4', '0.55', { scope: 'each' })
  await build.target(rate, '2027-Q4', '0.65', { scope: 'each' })
  await build.figure(rate, 'T', 'P1', '2026-Q2', { numerator: 52, denominator: 100 })
  await build.figure(rate, 'T', 'P1', '2026-Q3', { numerator: 56, denominator: 100 })
  await build.recompute()
  return { all, build, rate }
}
const CROSSING = 'target_RATE_2026-Q4_T'

describe('wins (S47)', () => {
  it('S47: an indicator crosses 55 %: a proposed win appears, and is published to nobody until the backbone confirms', async () => {
    const { all, build, rate } = await setting()
    const [found, ...others] = await winsOf(all, all.staff)
    expect(others).toEqual([])
    expect(found).toMatchObject({ id: null, occasion: CROSSING, kind: 'target', state: 'proposed', period: '2026-Q3', isTold: false, version: 0 })
    expect(found?.textFr.replace(/\s/g, ' ')).toBe('Dépistage : la cible de 55 % est atteinte (3e trimestre 2026).')
    for (const by of [all.contributor, all.viewer, all.funder]) expect(await winsOf(all, by)).toEqual([])

    // A figure that is not released is told to nobody else, whatever the audience; the refusal names the field.
    const words = { occasion: CROSSING, textFr: found?.textFr }
    for (const audience of ['circle', 'funder', 'public']) {
      const refused = await add(all, all.staff, { ...words, audience, state: 'published' })
      expect([refused.status, refused.body.code, refused.body.errors?.[0]?.pointer], audience).toEqual([422, 'win_not_released', '/audience'])
    }
    await release(all.lead, all.here, { name: 'T3', throughPeriod: '2026-Q3' })
    expect((await winsOf(all, all.staff))[0]?.isTold).toBe(true)
    // Members read the release; the public has none yet.
    expect((await add(all, all.staff, { ...words, audience: 'public', state: 'published' })).body.code).toBe('win_not_released')
    const published = await add(all, all.staff, { ...words, audience: 'funder', state: 'published' })
    expect(published.body).toMatchObject({ occasion: CROSSING, state: 'published', publishedOn: '2026-10-15', reach: 'funder' })
    for (const by of [all.contributor, all.viewer, all.funder]) expect((await winsOf(all, by)).map(({ textFr }) => textFr)).toEqual([found?.textFr])

    // Made public once the public release tells it; a later release that takes it below takes the win away with it.
    await release(all.lead, all.here, { name: 'T3 bis', throughPeriod: '2026-Q3' }, true)
    expect((await change(all, published.body, { audience: 'public' })).status).toBe(200)
    expect((await told(all)).wins.map(({ textFr }) => textFr)).toEqual([found?.textFr])
    await world.maintain(all.here.id, (client) =>
      client.query('update app.observations set numerator = 50 where initiative_id = $1 and indicator_version_id = $2 and numerator = 56', [
        all.here.id,
        rate.versionId,
      ]),
    )
    await build.recompute()
    await release(all.lead, all.here, { name: 'T3 ter', throughPeriod: '2026-Q3' }, true)
    expect((await told(all)).wins).toEqual([])
    for (const by of [all.viewer, all.funder]) expect(await winsOf(all, by)).toEqual([])
    expect((await winsOf(all, all.staff))[0]).toMatchObject({ state: 'published', isTold: false, reach: null })
  })

  it('S47: a crossing is proposed once: the backbone is told once, and what it dismissed stays away though the figure is corrected', async () => {
    const { all, build, rate } = await setting()
    for (const _ of [1, 2]) await sweepInitiative(world.db, all.here.slug, new Date('2026-10-15T13:00:00Z'))
    expect((await kinds(all, all.lead)).filter((kind) => kind === 'win_proposed')).toHaveLength(1)
    expect(await kinds(all, all.contributor)).not.toContain('win_proposed')
    expect((await add(all, all.staff, { occasion: CROSSING, textFr: 'Non', state: 'dismissed' })).status).toBe(201)
    const twice = await add(all, all.staff, { occasion: CROSSING, textFr: 'Oui' })
    expect([twice.status, twice.body.code]).toEqual([409, 'already_exists'])
    await world.maintain(all.here.id, (client) =>
      client.query('update app.observations set numerator = 57 where initiative_id = $1 and indicator_version_id = $2', [all.here.id, rate.versionId]),
    )
    await build.recompute()
    expect((await winsOf(all, all.staff)).map(({ state }) => state)).toEqual(['dismissed'])
  })

  it('a partner proposes, the backbone is told and answers; nobody else reads it meanwhile, and a contributor publishes nothing', async () => {
    const all = await buildCoalition(world)
    expect((await add(all, all.contributor, { textFr: 'x', state: 'published' })).status).toBe(403)
    const proposed = (await add(all, all.contributor, { textFr: 'Trente familles au café', audience: 'public' })).body
    expect(proposed).toMatchObject({ state: 'proposed', kind: 'other', proposedBy: 'Organisation P2', abilities: { edit: false } })
    expect([await kinds(all, all.staff), await kinds(all, all.viewer)]).toEqual([['win_proposed'], []])
    for (const by of [all.viewer, all.funder]) expect(await winsOf(all, by)).toEqual([])
    expect((await change(all, proposed, { state: 'published' }, all.contributor)).status).toBe(404)
    expect((await change(all, { ...proposed, version: 9 }, { state: 'published' })).body.code).toBe('version_stale')
    await change(all, proposed, { state: 'published' })
    expect((await winsOf(all, all.viewer)).map(({ textFr, proposedBy }) => [textFr, proposedBy])).toEqual([['Trente familles au café', null]])
  })

  it('a win never reaches further than its note, and is gone with it', async () => {
    const all = await buildCoalition(world)
    const note = (
      await all.contributor.ask<{ id: string; version: number }>('POST', all.here.path('/notes'), {
        body: { type: 'success', title: 'Le café', whatHappened: 'Trente familles.', visibility: 'circle' },
      })
    ).body
    const hidden = (
      await all.contributor.ask<{ id: string }>('POST', all.here.path('/notes'), {
        body: { type: 'success', title: 'À nous', whatHappened: 'Entre nous.', visibility: 'partner' },
      })
    ).body
    expect((await add(all, all.contributor, { textFr: 'x', note: hidden.id })).body.code).toBe('unknown_reference')
    const beyond = await add(all, all.staff, { textFr: 'x', note: note.id, audience: 'funder', state: 'published' })
    expect([beyond.status, beyond.body.code]).toEqual([422, 'win_beyond_note'])
    const win = (await add(all, all.staff, { textFr: 'Le café a pris', note: note.id, state: 'published' })).body
    expect((await winsOf(all, all.viewer))[0]).toMatchObject({ kind: 'note', note: { title: 'Le café' }, reach: 'circle' })
    expect((await change(all, win, { audience: 'public' })).body.code).toBe('win_beyond_note')
    await all.contributor.ask('POST', all.here.path(`/notes/${note.id}/withdrawal`), { body: {}, headers: match(note.version) })
    for (const by of [all.viewer, all.contributor, all.staff]) expect(await winsOf(all, by)).toEqual([])
  })
})

describe('recognition by name (S48)', () => {
  const list = async (all: Coalition, by: Asker) => (await by.get<{ items: Recognition[] }>(all.here.path('/recognitions'))).body.items
  const recognise = (all: Coalition, by: Asker, body: object) => by.ask<Recognition & Refused>('POST', all.here.path('/recognitions'), { body })
  const answer = (all: Coalition, { id, subject }: Recognition, by: Asker, consent: string, version = subject?.version ?? 0) =>
    by.ask<Recognition & Refused>('PUT', all.here.path(`/recognitions/${id}/consent`), { body: { consent }, headers: match(version) })
  /** An initiative with a public page, whose partner P3 has a name that is a canary while it does not agree. */
  async function publicSetting() {
    const { all } = await setting()
    await release(all.lead, all.here, { name: 'T3', throughPeriod: '2026-Q3' }, true)
    const agreed = { value: false }
    const name = plantCanary('merci', ({ role, partner }) => agreed.value || role === 'backbone' || (partner === 'P3' && role === 'partner_contributor'))
    await world.maintain(all.here.id, (client) =>
      client.query(
        'update app.organizations set name = $2 where initiative_id = $1 and id = (select organization_id from app.partners where initiative_id = $1 and code = $3)',
        [all.here.id, name, 'P3'],
      ),
    )
    const thanked = await all.here.person({ role: 'partner_contributor', partner: 'P3' })
    const everybody = async () => {
      for (const by of [all.contributor, all.viewer, all.funder]) await list(all, by)
      return told(all)
    }
    return { all, agreed, name, thanked, everybody }
  }

  it('S48: without consent no page shows a name; consent shows it, and withdrawing removes it within the request', async () => {
    const { all, agreed, name, thanked, everybody } = await publicSetting()
    const made = (await recognise(all, all.staff, { partner: 'P3', whatFr: 'Le transport des familles', audience: 'public', state: 'published' })).body
    expect(made).toMatchObject({ name: null, subject: { name, consent: 'asked', kind: 'partner' } })
    expect((await everybody()).recognitions).toMatchObject([{ name: null, whatFr: 'Le transport des familles' }])
    expect([await kinds(all, thanked), await kinds(all, all.viewer)]).toEqual([['consent_asked'], []])
    const address = `/api/v1/public/${all.here.slug}/wins`
    const mark = async () => String((await world.stranger.get(address)).headers.etag)
    const silent = await mark()

    // Nobody answers for another: neither the backbone nor another partner, nor who only looks.
    expect((await answer(all, made, all.lead, 'given')).body.code).toBe('not_allowed')
    for (const by of [all.contributor, all.viewer, all.funder]) expect((await answer(all, made, by, 'given', 1)).status).toBe(404)
    agreed.value = true
    const given = (await answer(all, made, thanked, 'given')).body
    expect(given).toMatchObject({ name, subject: { consent: 'given', answeredOn: '2026-10-15' }, abilities: { answer: true, edit: false } })
    expect((await told(all)).recognitions[0]?.name).toBe(name)
    for (const by of [all.contributor, all.viewer, all.funder]) expect((await list(all, by))[0]).toMatchObject({ name, subject: null })
    const named = await mark()
    expect(named).not.toBe(silent)
    expect((await world.stranger.get(address)).headers['cache-control']).toBe('public, no-cache')

    const withdrawn = await answer(all, given, thanked, 'withdrawn')
    agreed.value = false
    expect(withdrawn.body).toMatchObject({ name: null, subject: { consent: 'withdrawn' } })
    expect((await everybody()).recognitions[0]?.name).toBeNull()
    const again = await world.stranger.ask('GET', address, { headers: { 'if-none-match': named } })
    expect(again.status).toBe(200)
    expect(again.text).not.toContain(name)
  })

  it('S48: who agreed did so to these words for these readers: other words or more readers ask anew; the words themselves hold no name', async () => {
    const { all, agreed, name, thanked, everybody } = await publicSetting()
    const inWords = await recognise(all, all.staff, { partner: 'P3', whatFr: `Merci à ${name} !` })
    expect([inWords.status, inWords.body.code, inWords.body.errors?.[0]?.pointer]).toEqual([422, 'name_in_text', '/whatFr'])
    const made = (await recognise(all, all.staff, { partner: 'P3', whatFr: 'Le transport', state: 'published' })).body
    agreed.value = true
    await answer(all, made, thanked, 'given')
    const edit = (version: number, body: object) =>
      all.staff.ask<Recognition>('PATCH', all.here.path(`/recognitions/${made.id}`), { body, headers: match(version) })
    const wider = await edit(made.version, { audience: 'public' })
    agreed.value = false
    expect(wider.body).toMatchObject({ name: null, subject: { consent: 'asked' } })
    expect((await everybody()).recognitions[0]?.name).toBeNull()
    agreed.value = true
    const given = await answer(all, wider.body, thanked, 'given')
    agreed.value = false
    expect((await edit(given.body.version, { whatFr: 'Autre chose' })).body.subject?.consent).toBe('asked')
    await everybody()
    expect((await kinds(all, thanked)).filter((kind) => kind === 'consent_asked')).toHaveLength(3)
  })

  it('a person answers for itself under any of its hats; a partner’s proposal names nobody to whoever made it', async () => {
    const all = await buildCoalition(world)
    const thanked = await all.here.person({ role: 'funder', name: 'Ωpersonne' })
    const made = await recognise(all, all.contributor, { hatId: thanked.hatId, whatFr: 'Son écoute', audience: 'circle' })
    expect([made.status, made.body.name, made.body.subject, made.body.state]).toEqual([201, null, null, 'proposed'])
    expect(made.text).not.toContain('Ωpersonne')
    expect((await recognise(all, all.contributor, { hatId: thanked.hatId, whatFr: 'x', state: 'published' })).status).toBe(403)
    for (const by of [all.viewer, all.funder]) expect(await list(all, by)).toEqual([])
    // Asked before anybody else reads it, and though its own hat is not of the circle.
    const [asked] = await list(all, thanked)
    expect(asked).toMatchObject({ whatFr: 'Son écoute', subject: { kind: 'person', name: 'Ωpersonne', consent: 'asked' } })
    expect((await answer(all, asked as Recognition, thanked, 'refused')).body.subject?.consent).toBe('refused')
    const published = await all.staff.ask<Recognition>('PATCH', all.here.path(`/recognitions/${made.body.id}`), {
      body: { state: 'published' },
      headers: match(made.body.version),
    })
    expect(published.body.name).toBeNull()
    expect((await list(all, all.viewer)).map(({ name, subject }) => [name, subject])).toEqual([[null, null]])
  })
})
