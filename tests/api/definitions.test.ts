import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { DefinitionHistory } from '#shared/indicators/administration.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { IndicatorLimit, LimitProposal } from '#shared/indicators/limits-contract.ts'
import { limitsFor } from '#server/features/indicators/service.ts'
import { inContext } from '#server/platform/db/context.ts'
import { buildCoalition } from '../support/coalition.ts'
import { addIndicator } from '../support/writing.ts'
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
  ;({ here: initiative, lead, staff, contributor, viewer, funder } = await buildCoalition(world))
})
afterAll(() => world.close())

type Refusal = { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const faults = (body: Refusal) => body.errors?.map(({ pointer, code }) => `${pointer} ${code}`)
const path = (rest: string) => initiative.path(`/indicators${rest}`)

const definition = {
  nameFr: 'Familles rejointes',
  definitionFr: 'Familles diferentes, de 0 à 5 ans.',
  purposeFr: 'Décider où aller.',
  resultType: 'how_much',
  unitKind: 'count',
  countingUnit: 'households',
  temporalKind: 'flow',
  direction: 'increase',
  frequency: 'quarter',
}
const create = (code: string, change: Record<string, unknown> = {}, input: Record<string, unknown> = {}) =>
  staff.ask<IndicatorDetail>('POST', path(''), { body: { code, scope: 'performance', isCore: false, definition: { ...definition, ...change }, ...input } })
const edit = (code: string, version: number, change: Record<string, unknown>, who = staff, more: Record<string, unknown> = {}) =>
  who.ask<IndicatorDetail & Refusal>('PUT', path(`/${code}/definition`), {
    body: { definition: { ...definition, ...change }, ...more },
    headers: { 'if-match': `"v${version}"` },
  })

describe('PUT definition (situation 3)', () => {
  it('a typo, a translation, another source are edits; what was there stays readable, with who and when', async () => {
    await create('TYPO')
    const { status, body } = await edit('TYPO', 1, { definitionFr: 'Familles différentes, de 0 à 5 ans.', nameEn: 'Families reached', licence: 'CC BY' })
    expect(status).toBe(200)
    expect([body.current.definitionFr, body.current.nameEn, body.versions.length, body.version]).toEqual([
      'Familles différentes, de 0 à 5 ans.',
      'Families reached',
      1,
      2,
    ])
    const history = async (who: Asker) => (await who.get<DefinitionHistory>(path('/TYPO/definition/history'))).body
    expect((await history(viewer)).edits.map(({ field, from, to, editedBy }) => [field, from, to, editedBy])).toEqual([
      ['definitionFr', 'Familles diferentes, de 0 à 5 ans.', 'Familles différentes, de 0 à 5 ans.', 'Dominique'],
      ['licence', null, 'CC BY', 'Dominique'],
      ['nameEn', null, 'Families reached', 'Dominique'],
    ])
    expect((await history(funder)).edits.map(({ editedBy }) => editedBy)).toEqual([null, null, null])
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query(`select details from app.audit_log where initiative_id = $1 and action = 'indicator.edit_definition'`, [initiative.id]),
    )
    expect(rows[0].details).toMatchObject({
      code: 'TYPO',
      number: 1,
      changes: [{ field: 'nameEn', from: null }, { field: 'definitionFr' }, { field: 'licence' }],
    })
  })
  it('a change of meaning is refused with its fields, and nothing of it is kept', async () => {
    await create('MEAN')
    const { status, body } = await edit('MEAN', 1, { nameFr: 'Autre', definitionFr: 'Familles diferentes, de 0 à 6 ans.', unitKind: 'mean' }, lead)
    expect([status, body.code, body.params.fields]).toEqual([409, 'definition_needs_version', ['definitionFr', 'unitKind']])
    expect(faults(body)).toEqual(['/definition/definitionFr changes_meaning', '/definition/unitKind changes_meaning'])
    expect((await staff.get<IndicatorDetail>(path('/MEAN'))).body).toMatchObject({ version: 1, current: { nameFr: 'Familles rejointes' } })
  })
  it('thresholds are a lead’s (row 1), the rest the backbone’s; partners and funders edit nothing', async () => {
    await create('JUDGE')
    const refused = await edit('JUDGE', 1, { onTrackRatio: '0.8' })
    expect([refused.status, faults(refused.body)]).toEqual([403, ['/definition/onTrackRatio lead_only']])
    expect(await edit('JUDGE', 1, { onTrackRatio: '0.8' }, lead)).toMatchObject({ status: 200, body: { current: { onTrackRatio: '0.8' } } })
    for (const who of [contributor, viewer, funder]) expect((await edit('JUDGE', 2, { nameFr: 'x' }, who)).status).toBe(404)
  })
  it('the version seen must be the one that stands, and rules between fields hold', async () => {
    await create('STALE')
    expect(await edit('STALE', 7, { nameFr: 'x' })).toMatchObject({ status: 412, body: { code: 'version_stale' } })
    expect(faults((await edit('STALE', 1, { onTrackRatio: '0.1' }, lead)).body)).toEqual(['/definition/watchRatio reversed'])
    expect((await staff.ask('PUT', path('/STALE/definition'), { body: { definition } })).status).toBe(428)
  })
  it('dimensions are linked and unlinked, never one that figures are divided by', async () => {
    await staff.ask('PUT', initiative.path('/dimensions'), {
      body: {
        items: [
          { code: 'sex', nameFr: 'Sexe', exclusive: true, exhaustive: true, categories: [{ code: 'f', nameFr: 'Filles' }] },
          { code: 'unisex', nameFr: 'Autre', categories: [{ code: 'a', nameFr: 'A' }] },
        ],
      },
    })
    await create('DIMS')
    expect((await edit('DIMS', 1, {}, staff, { dimensionCodes: ['sex', 'unisex'] })).body.dimensionCodes).toEqual(['sex', 'unisex'])
    await contributor.ask('PUT', initiative.path('/observations'), {
      body: { items: [{ indicator: 'DIMS', territory: 'A1', partner: 'P2', period: '2026-Q3', category: 'unisex:a', value: '3' }] },
    })
    expect((await edit('DIMS', 2, {}, staff, { dimensionCodes: ['unisex'] })).body.dimensionCodes).toEqual(['unisex'])
    expect(await edit('DIMS', 3, {}, staff, { dimensionCodes: [] })).toMatchObject({ status: 409, body: { code: 'in_use' } })
    expect(await edit('DIMS', 3, {}, staff, { dimensionCodes: ['nope'] })).toMatchObject({ status: 422, body: { code: 'unknown_reference' } })
  })
})

describe('a new version', () => {
  it('baselines and targets of the definition before wait for a lead; old figures keep their meaning', async () => {
    await create('AGAIN')
    await lead.ask('PUT', path('/AGAIN/baselines'), { body: { items: [{ territoryCode: 'T', periodCode: '2024-Q1', value: '581' }] } })
    await lead.ask('PUT', path('/AGAIN/targets'), { body: { items: [{ periodCode: '2027-Q4', value: '1200' }] } })
    const { body } = await lead.ask<IndicatorDetail>('POST', path('/AGAIN/versions'), {
      body: { validFrom: '2026-10-01', changeReasonFr: 'Doublons.', definition: { ...definition, overlapPartners: 'possible' }, dimensionCodes: ['sex'] },
    })
    expect([body.toReapprove, body.dimensionCodes, body.versions.map(({ overlapPartners }) => overlapPartners)]).toEqual([
      ['baselines', 'targets'],
      ['sex'],
      ['possible', 'none'],
    ])
    const put = (what: string, items: unknown[]) =>
      lead.ask<IndicatorDetail>('PUT', path(`/AGAIN/${what}`), { body: { items, reasonFr: 'Reprise.', versionNumber: 2 } })
    expect((await put('baselines', [{ territoryCode: 'T', periodCode: '2024-Q1', value: '500' }])).body.toReapprove).toEqual(['targets'])
    expect((await put('targets', [{ periodCode: '2027-Q4', value: '1200' }])).body.toReapprove).toEqual([])
  })
})

describe('the core list', () => {
  it('names the twenty that fill it, and an archived indicator makes room', async () => {
    const other = await world.buildInitiative()
    const team = await other.person({ role: 'backbone' })
    const add = (code: string) => team.ask<IndicatorDetail & Refusal>('POST', other.path('/indicators'), { body: { code, scope: 'performance', definition } })
    for (let index = 1; index <= 20; index += 1) await add(`C${String(index).padStart(2, '0')}`)
    const { status, body } = await add('C21')
    expect([status, (body.params.indicators as string[]).length, (body.params.indicators as string[])[0]]).toEqual([422, 20, 'C01'])
    const archive = (isArchived: boolean, version: number) =>
      team.ask<IndicatorDetail>('PATCH', other.path('/indicators/C01'), { body: { isArchived }, headers: { 'if-match': `"v${version}"` } })
    expect((await archive(true, 1)).body.archivedOn).not.toBeNull()
    expect((await add('C21')).status).toBe(201)
    expect(await archive(false, 2)).toMatchObject({ status: 422, body: { code: 'too_many_core_indicators' } })
  })
})

describe('limits', () => {
  const save = (code: string, items: unknown[], who = staff) =>
    who.ask<{ items: IndicatorLimit[] } & Refusal>('PUT', path(`/${code}/limits`), { body: { items } })
  const seen = async (code: string, who: Asker) =>
    (await who.get<{ items: IndicatorLimit[] }>(path(`/${code}/limits`))).body.items.map(({ territoryCode, partnerCode, low, high }) => [
      territoryCode,
      partnerCode,
      low,
      high,
    ])
  it('hold in general, for a territory or a partner; a partner reads its own and the general ones, funders none', async () => {
    const { versionId } = await addIndicator(world, initiative, 'LIM', {})
    const { status, body } = await save('LIM', [
      { low: '0', high: '500' },
      { territoryCode: 'A1', high: '90' },
      { partnerCode: 'P2', low: '10' },
      { partnerCode: 'P3', low: '20', high: '30', source: 'history' },
    ])
    expect([status, body.items.map(({ source, setOn }) => [source, setOn])[3]]).toEqual([200, ['history', '2026-10-15']])
    expect(await seen('LIM', staff)).toHaveLength(4)
    expect(await seen('LIM', contributor)).toEqual([
      [null, null, '0', '500'],
      ['A1', null, null, '90'],
      [null, 'P2', '10', null],
    ])
    expect(await seen('LIM', viewer)).toContainEqual([null, 'P3', '20', '30'])
    expect((await funder.get(path('/LIM/limits'))).status).toBe(404)
    const limits = await inContext(world.db, { initiativeId: initiative.id, actorId: null, role: 'backbone', partnerId: null, commitment: false }, (trx) =>
      limitsFor(trx, initiative.id, [versionId]),
    )
    expect(limits).toContainEqual({ versionId, territoryId: initiative.territory.A1, partnerId: null, low: null, high: '90' })
  })
  it('are changed and removed one by one', async () => {
    await save('LIM', [{ low: '5', high: '500' }, { partnerCode: 'P3' }])
    expect(await seen('LIM', staff)).toEqual([
      [null, null, '5', '500'],
      ['A1', null, null, '90'],
      [null, 'P2', '10', null],
    ])
  })
  it('lowest is never above highest, nor outside what the kind allows', async () => {
    await addIndicator(world, initiative, 'LIMSHARE', { unit_kind: 'ratio', is_proportion: true })
    const { status, body } = await save('LIMSHARE', [
      { low: '0.5', high: '0.4' },
      { territoryCode: 'A1', high: '1.2' },
      { territoryCode: 'A1', high: '0.9' },
    ])
    expect([status, faults(body)]).toEqual([400, ['/items/0/high reversed', '/items/1/high outside_range', '/items/2/territoryCode duplicate']])
    expect(await save('LIMSHARE', [{ territoryCode: 'Z', low: '0' }])).toMatchObject({ status: 422, body: { code: 'unknown_reference' } })
    for (const who of [contributor, viewer, funder]) expect((await save('LIMSHARE', [{ low: '0' }], who)).status).toBe(404)
  })
  it('are proposed from six validated figures or more, and hold only once somebody saves them', async () => {
    const { versionId } = await addIndicator(world, initiative, 'PAST', {})
    const quarters = ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4', '2025-Q1', '2025-Q2'].map((periodCode, index) => ({ periodCode, value: String(10 + index) }))
    await lead.ask('PUT', path('/PAST/targets'), { body: { items: quarters } })
    await world.maintain(initiative.id, (client) =>
      client.query(
        `insert into app.observations (initiative_id, indicator_version_id, territory_id, partner_id, period_id, value, state, origin)
         select $1, $2, $3, $4, p.id, v.value, 'validated', 'partner'
         from unnest(array[16, 18, 20, 20, 22, 24]::numeric[]) with ordinality as v(value, place)
         join (select id, row_number() over (order by ends_on) as place from app.reporting_periods where initiative_id = $1 and kind = 'quarter') p on p.place = v.place`,
        [initiative.id, versionId, initiative.territory.A1, initiative.partner.P2],
      ),
    )
    const { body } = await staff.get<{ items: LimitProposal[] }>(path('/PAST/limits/proposals'))
    expect(body.items).toEqual([
      { territoryCode: null, partnerCode: null, low: '9', high: '31', values: 6 },
      { territoryCode: 'A1', partnerCode: 'P2', low: '9', high: '31', values: 6 },
    ])
    expect(await seen('PAST', staff)).toEqual([])
    expect((await contributor.get(path('/PAST/limits/proposals'))).status).toBe(404)
  })
})
