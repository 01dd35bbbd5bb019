import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Dimension, Indicator, IndicatorDetail, Period } from '#shared/indicators/contract.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let initiative: TestInitiative
let lead: Asker
let staff: Asker
let contributor: Asker
let viewer: Asker
let funder: Asker
beforeAll(async () => {
  world = await openWorld()
  initiative = await world.buildInitiative()
  lead = await initiative.person({ role: 'backbone', lead: true })
  staff = await initiative.person({ role: 'backbone' })
  contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
  viewer = await initiative.person({ role: 'partner_viewer', partner: 'P3' })
  funder = await initiative.person({ role: 'funder' })
})
afterAll(() => world.close())

const definition = {
  nameFr: 'Familles rejointes',
  definitionFr: 'Familles différentes.',
  purposeFr: 'Décider où aller.',
  resultType: 'how_much',
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
}
const path = (rest = '') => initiative.path(`/indicators${rest}`)
const create = (code: string, change: Record<string, unknown> = {}, input: Record<string, unknown> = {}, who = staff) =>
  who.ask<IndicatorDetail>('POST', path(), { body: { code, scope: 'performance', isCore: false, definition: { ...definition, ...change }, ...input } })

describe('POST /indicators', () => {
  it('the backbone defines an indicator with its first version; people and households are masked by default', async () => {
    const { status, body } = await create('FAM')
    expect(status).toBe(201)
    expect(body).toMatchObject({
      code: 'FAM',
      scope: 'performance',
      version: 1,
      advice: [],
      abilities: { edit: true, version: false, propose: true },
      baselines: [],
      assignments: [],
    })
    expect(body.current).toMatchObject({ number: 1, validFrom: '0001-01-01', validTo: null, suppressionApplies: true, dueDays: 20, onTrackRatio: '0.9' })
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query(`select details from app.audit_log where initiative_id = $1 and action = 'indicator.create'`, [initiative.id]),
    )
    expect(rows).toEqual([{ details: { code: 'FAM', scope: 'performance', isCore: false } }])
  })
  it('nobody else may: partners and funders are told that nothing is there', async () => {
    for (const who of [contributor, viewer, funder]) expect((await create('NOT', {}, {}, who)).status).toBe(404)
    expect((await create('NOT', {}, {}, world.stranger)).status).toBe(401)
  })
  it('faults between fields are told all at once, each with its place', async () => {
    const { status, body } = await create('BAD', { direction: 'maintain', unitKind: 'currency', resultType: null, watchRatio: '0.95' })
    expect(status).toBe(400)
    expect((body as unknown as { code: string; errors: { pointer: string; code: string }[] }).errors.map(({ pointer, code }) => `${pointer} ${code}`)).toEqual([
      '/definition/resultType required',
      '/definition/maintainLo required',
      '/definition/maintainHi required',
      '/definition/currencyCode required',
      '/definition/countingUnit not_for_this_kind',
      '/definition/watchRatio reversed',
    ])
  })
  it('one code names one indicator', async () => {
    await create('TWICE')
    const { status, body } = await create('TWICE')
    expect([status, body]).toMatchObject([409, { code: 'already_exists', params: { field: 'code' } }])
  })
  it('a dimension that does not exist is refused by name', async () => {
    const { status, body } = await create('DIM', {}, { dimensionCodes: ['nowhere'] })
    expect([status, body]).toMatchObject([422, { code: 'unknown_reference', params: { field: 'dimensionCodes', value: 'nowhere' } }])
    expect((await staff.get(path('/DIM'))).status).toBe(404)
  })
  it('S72 a short list is advised above twelve core indicators and required above twenty', async () => {
    const other = await world.buildInitiative()
    const team = await other.person({ role: 'backbone' })
    const add = (code: string) => team.ask<IndicatorDetail>('POST', other.path('/indicators'), { body: { code, scope: 'performance', definition } })
    const advice: string[][] = []
    for (let index = 1; index <= 20; index += 1) advice.push((await add(`C${index}`)).body.advice)
    expect(advice.map((list) => list.length)).toEqual([...Array.from({ length: 12 }, () => 0), ...Array.from({ length: 8 }, () => 1)])
    expect(await add('C21')).toMatchObject({ status: 422, body: { code: 'too_many_core_indicators', params: { maximum: 20 } } })
    expect((await team.ask('POST', other.path('/indicators'), { body: { code: 'C21', scope: 'performance', isCore: false, definition } })).status).toBe(201)
    expect(await team.ask('PATCH', other.path('/indicators/C21'), { body: { isCore: true }, headers: { 'if-match': '"v1"' } })).toMatchObject({
      status: 422,
      body: { code: 'too_many_core_indicators' },
    })
  })
})

describe('GET /indicators', () => {
  it('every hat reads definitions; another initiative’s people and strangers read nothing', async () => {
    await create('READ', { conditions: ['backbone_support'] })
    for (const who of [lead, staff, contributor, viewer, funder]) {
      expect((await who.get<{ items: Indicator[] }>(path())).body.items.map(({ code }) => code)).toContain('READ')
      expect((await who.get<IndicatorDetail>(path('/READ'))).body.current.nameFr).toBe('Familles rejointes')
    }
    const elsewhere = await (await world.buildInitiative()).person({ role: 'backbone', lead: true })
    expect((await elsewhere.get(path())).status).toBe(404)
    expect((await world.stranger.get(path())).status).toBe(401)
    expect((await staff.get(path('/NOWHERE'))).body).toMatchObject({ code: 'not_found' })
  })
  it('the list is narrowed by condition and by scope', async () => {
    await create('POP', { resultType: null }, { scope: 'population' })
    const codes = async (query: Record<string, string>) => (await staff.get<{ items: Indicator[] }>(path(), query)).body.items.map(({ code }) => code)
    expect(await codes({ condition: 'backbone_support' })).toEqual(['READ'])
    expect(await codes({ scope: 'population' })).toEqual(['POP'])
  })
  it('abilities follow the hat worn, not the person', async () => {
    const both = await initiative.person({ role: 'backbone', lead: true })
    const asFunder = await initiative.person({ role: 'funder', userId: both.userId as string })
    expect((await both.get<IndicatorDetail>(path('/READ'))).body.abilities).toEqual({ edit: true, version: true, propose: true })
    expect((await asFunder.get<IndicatorDetail>(path('/READ'))).body.abilities).toEqual({ edit: false, version: false, propose: false })
    expect((await asFunder.ask('PATCH', path('/READ'), { body: { position: 1 }, headers: { 'if-match': '"v1"' } })).status).toBe(404)
  })
})

describe('PATCH /indicators/:indicator', () => {
  it('the version seen is required and must be the one that stands', async () => {
    await create('EDIT')
    const change = (headers: Record<string, string>) => staff.ask<IndicatorDetail>('PATCH', path('/EDIT'), { body: { position: 3 }, headers })
    expect(await change({})).toMatchObject({ status: 428, body: { code: 'version_required' } })
    const first = await change({ 'if-match': '"v1"' })
    expect(first).toMatchObject({ status: 200, headers: { etag: '"v2"' }, body: { version: 2, position: 3 } })
    expect(await change({ 'if-match': '"v1"' })).toMatchObject({ status: 412, body: { code: 'version_stale', params: { version: 2 } } })
    expect((await contributor.ask('PATCH', path('/EDIT'), { body: { position: 1 }, headers: { 'if-match': '"v2"' } })).status).toBe(404)
  })
})

describe('POST /indicators/:indicator/versions', () => {
  const open = (code: string, validFrom: string, change: Record<string, unknown> = {}, who = lead) =>
    who.ask<IndicatorDetail>('POST', path(`/${code}/versions`), {
      body: { validFrom, changeReasonFr: 'Mêmes familles comptées deux fois.', definition: { ...definition, ...change } },
    })
  it('the former version ends the day before, keeps its baselines and targets, and its dimensions pass on', async () => {
    await staff.ask('PUT', initiative.path('/dimensions'), {
      body: { items: [{ code: 'age', nameFr: 'Âge', categories: [{ code: '0-5', nameFr: '0 à 5 ans' }] }] },
    })
    await create('VERS', {}, { dimensionCodes: ['age'] })
    await lead.ask('PUT', path('/VERS/baselines'), { body: { items: [{ territoryCode: 'T', periodCode: '2024-Q1', value: '581' }] } })
    await lead.ask('PUT', path('/VERS/targets'), { body: { items: [{ periodCode: '2026-Q1', value: '1200' }] } })
    const { status, body } = await open('VERS', '2026-04-01', { overlapPartners: 'possible' })
    expect(status).toBe(201)
    expect(body.versions.map(({ number, validFrom, validTo, overlapPartners }) => [number, validFrom, validTo, overlapPartners])).toEqual([
      [2, '2026-04-01', null, 'possible'],
      [1, '0001-01-01', '2026-03-31', 'none'],
    ])
    expect(body.versions[0]?.changeReasonFr).toBe('Mêmes familles comptées deux fois.')
    expect(body.baselines.map(({ versionNumber, value }) => [versionNumber, value])).toEqual([[1, '581']])
    expect(body.targetPoints.map(({ versionNumber, value }) => [versionNumber, value])).toEqual([[1, '1200']])
    expect(body.dimensionCodes).toEqual(['age'])
  })
  it('only a lead opens a version', async () => {
    await create('LEAD')
    expect(await open('LEAD', '2026-04-01', {}, staff)).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    expect((await open('LEAD', '2026-04-01', {}, contributor)).status).toBe(404)
  })
  it('a version begins after the last one, and not under figures that already have a meaning', async () => {
    await create('LATE')
    await open('LATE', '2026-04-01')
    expect(await open('LATE', '2026-04-01')).toMatchObject({ status: 422, body: { code: 'dates_reversed' } })
    await staff.ask('PUT', initiative.path('/observations'), { body: { items: [{ indicator: 'LATE', territory: 'A1', period: '2026-Q3', value: '3' }] } })
    expect(await open('LATE', '2026-07-01')).toMatchObject({ status: 409, body: { code: 'version_before_figures', params: { from: '2026-10-01' } } })
    expect((await open('LATE', '2026-10-01')).status).toBe(201)
  })
})

describe('periods and dimensions', () => {
  it('dimensions are created and changed by code, none is removed', async () => {
    const save = (items: unknown[], who = staff) => who.ask<{ items: Dimension[] }>('PUT', initiative.path('/dimensions'), { body: { items } })
    await save([
      {
        code: 'sex',
        nameFr: 'Sexe',
        exclusive: true,
        categories: [
          { code: 'f', nameFr: 'Filles' },
          { code: 'm', nameFr: 'Garçons' },
        ],
      },
    ])
    const { body } = await save([
      { code: 'sex', nameFr: 'Genre', exclusive: true, exhaustive: true, categories: [{ code: 'x', nameFr: 'Autre', isUnknown: true }] },
    ])
    expect(body.items.find(({ code }) => code === 'sex')).toEqual({
      code: 'sex',
      nameFr: 'Genre',
      nameEn: null,
      exclusive: true,
      exhaustive: true,
      categories: [
        { code: 'f', nameFr: 'Filles', nameEn: null, isUnknown: false },
        { code: 'm', nameFr: 'Garçons', nameEn: null, isUnknown: false },
        { code: 'x', nameFr: 'Autre', nameEn: null, isUnknown: true },
      ],
    })
    expect((await save([{ code: 'sex', nameFr: 'S', categories: [] }], viewer)).status).toBe(404)
    expect((await funder.get<{ items: Dimension[] }>(initiative.path('/dimensions'))).body.items.map(({ code }) => code)).toContain('sex')
  })
  it('periods come oldest first', async () => {
    const { body } = await viewer.get<{ items: Period[] }>(initiative.path('/periods'))
    expect(body.items.map(({ code }) => code)).toEqual([...body.items].sort((a, b) => (a.endsOn < b.endsOn ? -1 : 1)).map(({ code }) => code))
    expect(body.items.map(({ code }) => code)).toContain('2026-Q3')
  })
})
