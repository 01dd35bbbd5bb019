import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { EntryRow, Observation, SaveResult } from '#shared/observations/contract.ts'
import { plantCanary } from '../support/canaries.ts'
import { addIndicator } from '../support/writing.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

interface Cast {
  here: TestInitiative
  lead: Asker
  staff: Asker
  own: Asker
  other: Asker
  viewer: Asker
  funder: Asker
}
type Results = { results: SaveResult[]; code?: string }

async function cast(): Promise<Cast> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  await addIndicator(world, here, 'COUNT', {})
  await addIndicator(world, here, 'SHARE', { unit_kind: 'ratio', is_proportion: true })
  return {
    here,
    lead: await here.person({ role: 'backbone', lead: true }),
    staff: await here.person({ role: 'backbone' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P2' }),
    other: await here.person({ role: 'partner_contributor', partner: 'P3' }),
    viewer: await here.person({ role: 'partner_viewer', partner: 'P2' }),
    funder: await here.person({ role: 'funder' }),
  }
}

const KEY = { indicator: 'COUNT', territory: 'A1', partner: 'P2', period: '2026-Q3' }
const save = (who: Asker, here: TestInitiative, ...items: Record<string, unknown>[]) =>
  who.ask<Results>('PUT', here.path('/observations'), { body: { items: items.map((item) => ({ ...KEY, ...item })) } })
const list = async (who: Asker, here: TestInitiative, query: Record<string, string | number> = {}) =>
  (await who.get<{ items: Observation[]; next: string | null }>(here.path('/observations'), query)).body
const move = async (
  who: Asker,
  here: TestInitiative,
  name: 'submission' | 'validation' | 'return' | 'withdrawal',
  items: readonly Pick<Observation, 'id' | 'version'>[],
  comment?: string,
) =>
  who.ask<Results>('POST', here.path(`/observations/${name}`), {
    body: { items: items.map(({ id, version }) => ({ id, version })), ...(comment === undefined ? {} : { comment }) },
  })
const told = ({ body }: { body: Results }) => body.results.map(({ outcome, code }) => (code === null ? outcome : `${outcome} ${code}`))
/** One submitted figure of P2, as its own people left it. */
async function submitted({ here, own }: Cast, change: Record<string, unknown> = {}): Promise<Observation> {
  await save(own, here, { value: '12', ...change })
  const [draft] = (await list(own, here)).items.filter(({ state }) => state === 'draft')
  await move(own, here, 'submission', [draft as Observation])
  return (await list(own, here)).items.find(({ id }) => id === draft?.id) as Observation
}

describe('PUT /observations', () => {
  it('a contributor saves drafts of its own partner, and the same again changes nothing', async () => {
    const { here, own } = await cast()
    expect((await save(own, here, { value: '12' })).body).toEqual({
      results: [{ index: 0, outcome: 'created', code: null, field: null, version: 1, state: 'draft' }],
    })
    expect(told(await save(own, here, { value: '12.0', version: 1 }))).toEqual(['unchanged'])
    expect((await save(own, here, { value: '13', version: 1 })).body.results).toMatchObject([{ outcome: 'changed', version: 2 }])
    const { rows } = await world.maintain(here.id, (client) =>
      client.query(
        `select number, reason, old_figure ->> 'value' as old, new_figure ->> 'value' as new from app.observation_revisions where initiative_id = $1 order by number`,
        [here.id],
      ),
    )
    expect(rows).toEqual([
      { number: 1, reason: 'entry', old: null, new: '12' },
      { number: 2, reason: 'entry', old: '12', new: '13' },
    ])
    const { rows: actions } = await world.maintain(here.id, (client) =>
      client.query('select action, details from app.audit_log where initiative_id = $1', [here.id]),
    )
    expect(actions).toEqual([
      { action: 'observations.save', details: { count: 1 } },
      { action: 'observations.save', details: { count: 1 } },
    ])
  })
  it('another partner’s figure, a viewer, a funder and a stranger are refused', async () => {
    const { here, other, viewer, funder } = await cast()
    expect(told(await save(other, here, { value: '1' }))).toEqual(['rejected partner_not_yours'])
    expect(told(await save(other, here, { partner: null, value: '1' }))).toEqual(['rejected partner_not_yours'])
    for (const who of [viewer, funder]) expect((await save(who, here, { value: '1' })).status).toBe(404)
    expect((await save(world.stranger, here, { value: '1' })).status).toBe(401)
  })
  it('every row has its own answer, and a refused row holds nothing back', async () => {
    const { here, own } = await cast()
    await addIndicator(world, here, 'POP', {}, 'population')
    const { body } = await save(
      own,
      here,
      { value: '1' },
      { value: '2' },
      { indicator: 'NOPE', value: '1' },
      { territory: 'Z', value: '1' },
      { partner: 'P9', value: '1' },
      { period: '2026', value: '1' },
      { period: 'soon', value: '1' },
      { category: 'sex:f', value: '1' },
      { territory: 'A2', value: '1.5' },
      { indicator: 'SHARE', numerator: '7', denominator: '6' },
      { indicator: 'POP', value: '1' },
      { territory: 'A2', presence: 'not_applicable' },
      { territory: 'B1', isDirectTotal: true, value: '1' },
    )
    expect(body.results.map(({ outcome, code, field }) => [outcome, code, field].join(' '))).toEqual([
      'created  ',
      'rejected duplicate_in_batch ',
      'rejected unknown_reference indicator',
      'rejected unknown_reference territory',
      'rejected unknown_reference partner',
      'rejected invalid_period period',
      'rejected invalid_period period',
      'rejected unknown_reference category',
      'rejected not_an_integer value',
      'rejected numerator_above_denominator numerator',
      'rejected partner_on_population_indicator partner',
      'rejected duplicate_in_batch ',
      'rejected not_allowed isDirectTotal',
    ])
    expect((await list(own, here)).items).toHaveLength(1)
  })
  it('a figure that somebody changed meanwhile is a conflict that says what stands', async () => {
    const { here, own } = await cast()
    await save(own, here, { value: '12' })
    await save(own, here, { value: '13', version: 1 })
    expect((await save(own, here, { value: '14', version: 1 })).body.results).toEqual([
      { index: 0, outcome: 'conflict', code: 'version_stale', field: null, version: 2, state: 'draft' },
    ])
    expect(told(await save(own, here, { value: '14' }))).toEqual(['conflict version_stale'])
    expect(told(await save(own, here, { territory: 'A2', value: '14', version: 3 }))).toEqual(['conflict version_stale'])
  })
  it('the four presences stay apart: zero, missing, not applicable, not expected', async () => {
    const { here, own } = await cast()
    await save(
      own,
      here,
      { value: '0' },
      { territory: 'A2', presence: 'missing' },
      { territory: 'B1', presence: 'not_applicable', presenceReason: 'Pas de garderie' },
      { territory: 'B', presence: 'not_expected' },
    )
    expect((await list(own, here)).items.map(({ territory, presence, value, presenceReason }) => [territory, presence, value, presenceReason]).sort()).toEqual([
      ['A1', 'reported', '0', null],
      ['A2', 'missing', null, null],
      ['B', 'not_expected', null, null],
      ['B1', 'not_applicable', null, 'Pas de garderie'],
    ])
  })
  it('categories are those that the indicator declares, under one text', async () => {
    const { here, staff, own } = await cast()
    await staff.ask('PUT', here.path('/dimensions'), {
      body: {
        items: [
          {
            code: 'sex',
            nameFr: 'Sexe',
            exclusive: true,
            categories: [
              { code: 'f', nameFr: 'F' },
              { code: 'm', nameFr: 'M' },
            ],
          },
          { code: 'age', nameFr: 'Âge', categories: [{ code: '0-5', nameFr: '0–5' }] },
        ],
      },
    })
    await staff.ask<IndicatorDetail>('POST', here.path('/indicators'), {
      body: {
        code: 'SPLIT',
        scope: 'performance',
        dimensionCodes: ['sex', 'age'],
        definition: {
          nameFr: 'n',
          definitionFr: 'd',
          purposeFr: 'p',
          resultType: 'how_much',
          unitKind: 'count',
          countingUnit: 'events',
          temporalKind: 'flow',
          direction: 'increase',
          frequency: 'quarter',
        },
      },
    })
    const row = { indicator: 'SPLIT' }
    expect(
      told(
        await save(
          own,
          here,
          { ...row, category: 'sex:f;age:0-5', value: '3' },
          { ...row, category: 'sex:x', value: '3' },
          { ...row, category: 'sex:f', value: '8' },
          { ...row, category: 'sex:m', value: '5' },
          { ...row, value: '12' },
        ),
      ),
    ).toEqual(['created', 'rejected unknown_reference', 'created', 'created', 'created'])
    const { items } = await list(own, here)
    expect(items.map(({ category }) => category).sort()).toEqual(['TOTAL', 'age:0-5;sex:f', 'sex:f', 'sex:m'])
    // 8 + 5 > 12: a hard fault that blocks handing in, of the total and of its parts alike.
    expect(
      told(
        await move(
          own,
          here,
          'submission',
          items.sort((a, b) => (a.category < b.category ? -1 : 1)),
        ),
      ),
    ).toEqual(['rejected categories_above_total', 'changed', 'rejected categories_above_total', 'rejected categories_above_total'])
    const total = items.find(({ category }) => category === 'TOTAL') as Observation
    await save(own, here, { ...row, value: '13', version: total.version })
    expect(told(await move(own, here, 'submission', (await list(own, here, { state: 'draft' })).items))).toEqual(['changed', 'changed', 'changed'])
  })
  it('what the backbone types for a partner says so; what it types for its host or for nobody does not', async () => {
    const { here, staff, own } = await cast()
    await save(staff, here, { value: '1' }, { partner: 'P1', value: '2' }, { partner: null, value: '3' })
    expect((await list(staff, here)).items.map(({ partner, enteredOnBehalf, state }) => [partner, enteredOnBehalf, state]).sort()).toEqual([
      [null, false, 'draft'],
      ['P1', false, 'draft'],
      ['P2', true, 'draft'],
    ])
    expect((await list(own, here)).items.map(({ value, abilities }) => [value, abilities])).toEqual([['1', ['edit', 'submit']]])
  })
})

describe('who sees what (domain 5, rows 16–18)', () => {
  it('the backbone never sees a partner’s draft, nor learns more of it than that the place is taken', async () => {
    const scene = await cast()
    const { here, lead, own, other, viewer, funder } = scene
    const secret = plantCanary('draft', (hat) => hat.partner === 'P2')
    await save(own, here, { value: '4242', comment: secret })
    expect((await list(own, here)).items[0]?.comment).toBe(secret)
    expect((await list(viewer, here)).items[0]?.value).toBe('4242')
    for (const who of [lead, other]) expect((await list(who, here)).items).toEqual([])
    expect((await lead.get<{ rows: EntryRow[] }>(here.path('/entry'), { partner: 'P2', period: '2026-Q3' })).body.rows).toEqual([])
    expect((await funder.get(here.path('/observations'))).status).toBe(404)
    expect((await save(lead, here, { value: '1' })).body.results).toEqual([
      { index: 0, outcome: 'conflict', code: 'version_stale', field: null, version: null, state: null },
    ])
    const [draft] = (await list(own, here)).items
    for (const name of ['validation', 'return'] as const)
      expect(told(await move(lead, here, name, [draft as Observation], 'x'))).toEqual(['rejected not_found'])
    await move(own, here, 'submission', [draft as Observation])
    expect((await list(viewer, here)).items[0]?.abilities).toEqual([])
  })
  it('what the only contributor of a partner left, the backbone enters on its behalf: drafts unseen, given back figures as they stand (8.13)', async () => {
    const { here, lead, staff, own, viewer } = await cast()
    const secret = plantCanary('draft left behind', (hat) => hat.partner === 'P2')
    await save(own, here, { value: '4242', comment: secret }, { territory: 'A2', value: '7' })
    const [given] = (await list(own, here)).items.filter(({ territory }) => territory === 'A2')
    await move(own, here, 'submission', [given as Observation])
    const back = (await move(lead, here, 'return', [{ ...(given as Observation), version: 2 }], 'Un doute')).body.results[0]
    const asked = { partner: 'P2', period: '2026-Q3' }
    const entry = async (who: Asker) => (await who.get<{ isUnattended: boolean; rows: EntryRow[] }>(here.path('/entry'), asked)).body
    expect(await entry(lead)).toMatchObject({ isUnattended: false, rows: [{ territory: 'A2', abilities: [] }] })
    expect((await save(lead, here, { value: '1' }, { territory: 'A2', value: '8', version: back?.version })).body.results.map(({ code }) => code)).toEqual([
      'version_stale',
      'move_not_allowed',
    ])

    await world.maintain(here.id, (client) =>
      client.query(`update app.role_assignments set starts_on = current_date - 9, ends_on = current_date - 1 where initiative_id = $1 and user_id = $2`, [
        here.id,
        own.userId,
      ]),
    )
    expect(await entry(lead)).toMatchObject({ isUnattended: true, rows: [{ territory: 'A2', abilities: ['edit'] }] })
    // The same number as the hidden draft is told no otherwise than any other.
    expect((await save(lead, here, { value: '4242', version: 1 })).body.results[0]).toMatchObject({ outcome: 'conflict', version: null })
    const { results } = (await save(lead, here, { value: '4242', version: 0 }, { territory: 'A2', value: '8', version: back?.version })).body
    expect(results.map(({ outcome, state }) => [outcome, state])).toEqual([
      ['changed', 'draft'],
      ['changed', 'draft'],
    ])
    const mine = (await list(lead, here)).items
    expect(mine.map(({ value, comment, enteredOnBehalf, abilities }) => [value, comment, enteredOnBehalf, abilities]).sort()).toEqual([
      ['4242', null, true, ['edit', 'submit']],
      ['8', null, true, ['edit', 'submit']],
    ])
    const [taken] = mine.filter(({ territory }) => territory === 'A1')
    const history = async (who: Asker) =>
      (await who.get<{ entries: { old: unknown; new: { comment: string | null } }[] }>(here.path(`/observations/${taken?.id ?? ''}/history`))).body
    expect((await history(lead)).entries.map(({ old }) => old)).toEqual([null])
    expect(JSON.stringify(await history(lead))).not.toContain(secret)
    expect((await history(viewer)).entries.map((one) => one.new.comment).sort()).toEqual([secret, null].sort())
    // Who entered it does not check it.
    await move(lead, here, 'submission', mine)
    const handedIn = (await list(lead, here)).items
    expect(handedIn.map(({ abilities }) => abilities)).toEqual([
      ['take_back', 'return'],
      ['take_back', 'return'],
    ])
    expect(told(await move(staff, here, 'validation', handedIn))).toEqual(['changed', 'changed'])
  })
  it('a submitted figure reaches the backbone with its moves, and no other partner', async () => {
    const scene = await cast()
    const figure = await submitted(scene)
    expect(figure.abilities).toEqual(['take_back'])
    expect((await list(scene.lead, scene.here)).items.map(({ id, abilities }) => [id, abilities])).toEqual([[figure.id, ['return', 'validate']]])
    expect((await list(scene.viewer, scene.here)).items.map(({ abilities }) => abilities)).toEqual([[]])
    expect((await list(scene.other, scene.here)).items).toEqual([])
  })
  it('the hat decides, not the person: as a funder a contributor reads no figure', async () => {
    const scene = await cast()
    await submitted(scene)
    const asFunder = await scene.here.person({ role: 'funder', userId: scene.own.userId as string })
    expect((await asFunder.get(scene.here.path('/observations'))).status).toBe(404)
    expect((await asFunder.get(scene.here.path('/entry'))).status).toBe(404)
    expect((await list(scene.own, scene.here)).items).toHaveLength(1)
  })
  it('the list is narrowed and goes on after a key', async () => {
    const { here, own, staff } = await cast()
    await save(
      own,
      here,
      { value: '1' },
      { territory: 'A2', value: '2' },
      { indicator: 'SHARE', numerator: '1', denominator: '2' },
      { period: '2026-Q2', value: '3' },
    )
    const values = async (query: Record<string, string | number>) =>
      (await list(own, here, query)).items.map(({ value, numerator }) => value ?? numerator).sort()
    expect(await values({ indicator: 'SHARE' })).toEqual(['1'])
    expect(await values({ indicator: 'SHARE,COUNT', period: '2026-Q2' })).toEqual(['3'])
    expect(await values({ territory: 'A2' })).toEqual(['2'])
    expect(await values({ state: 'submitted' })).toEqual([])
    expect(await values({ indicator: 'NOPE' })).toEqual([])
    expect((await list(staff, here, { partner: 'P2' })).items).toEqual([])
    const seen: string[] = []
    for (let after: string | null = ''; after !== null;) {
      const page: Awaited<ReturnType<typeof list>> = await list(own, here, { limit: 3, ...(after === '' ? {} : { after }) })
      seen.push(...page.items.map(({ id }) => id))
      after = page.next
    }
    expect(new Set(seen).size).toBe(4)
  })
})

describe('the life of a figure (domain 3.12)', () => {
  it('it is given back with a comment, corrected and handed in again, then validated by somebody else', async () => {
    const scene = await cast()
    const { here, lead, own } = scene
    const figure = await submitted(scene)
    expect(await move(lead, here, 'return', [figure])).toMatchObject({ status: 400, body: { errors: [{ pointer: '/comment', code: 'required' }] } })
    expect((await move(lead, here, 'return', [figure], 'Le trimestre entier?')).body.results).toMatchObject([
      { outcome: 'changed', version: 3, state: 'returned' },
    ])
    const [returned] = (await list(own, here)).items
    expect(returned).toMatchObject({ state: 'returned', returnComment: 'Le trimestre entier?', abilities: ['edit', 'submit'] })
    expect((await save(own, here, { value: '15', version: 3 })).body.results).toMatchObject([{ outcome: 'changed', state: 'draft' }])
    expect((await list(own, here)).items[0]?.returnComment).toBe('Le trimestre entier?')
    expect((await list(lead, here)).items).toEqual([])
    await move(own, here, 'submission', (await list(own, here)).items)
    const [again] = (await list(lead, here)).items
    expect((await move(lead, here, 'validation', [again as Observation])).body.results).toMatchObject([{ outcome: 'changed', state: 'validated' }])
    expect((await list(own, here)).items[0]).toMatchObject({
      state: 'validated',
      value: '15',
      samePerson: false,
      returnComment: null,
      abilities: ['request_revision'],
    })
    const { rows } = await world.maintain(here.id, (client) =>
      client.query('select reason, old_state, new_state, note from app.observation_revisions where initiative_id = $1 order by number', [here.id]),
    )
    expect(rows.map(({ reason, old_state: from, new_state: to }) => `${reason}: ${from} → ${to}`)).toEqual([
      'entry: null → draft',
      'submission: draft → submitted',
      'return: submitted → returned',
      'entry: returned → draft',
      'submission: draft → submitted',
      'validation: submitted → validated',
    ])
    expect(rows[2]?.note).toBe('Le trimestre entier?')
  })
  it('what is handed in is taken back by who wrote it, until it is validated', async () => {
    const scene = await cast()
    const { here, own, lead, other } = scene
    const figure = await submitted(scene)
    expect(told(await move(lead, here, 'withdrawal', [figure]))).toEqual(['rejected not_allowed'])
    expect(told(await move(other, here, 'withdrawal', [figure]))).toEqual(['rejected not_found'])
    expect((await move(own, here, 'withdrawal', [figure])).body.results).toMatchObject([{ outcome: 'changed', state: 'draft', version: 3 }])
    expect((await list(lead, here)).items).toEqual([])
    await move(own, here, 'submission', (await list(own, here)).items)
    await move(lead, here, 'validation', (await list(lead, here)).items)
    const [validated] = (await list(own, here)).items
    expect(told(await move(own, here, 'withdrawal', [validated as Observation]))).toEqual(['rejected move_not_allowed'])
  })
  it('moves answer for each figure: unknown, twice, changed meanwhile, too far', async () => {
    const scene = await cast()
    const { here, lead } = scene
    const figure = await submitted(scene)
    const nobody = { id: '00000000-0000-4000-8000-000000000000', version: 1 }
    expect(told(await move(lead, here, 'validation', [nobody, { id: figure.id, version: 1 }, figure, figure]))).toEqual([
      'rejected not_found',
      'conflict version_stale',
      'changed',
      'rejected duplicate_in_batch',
    ])
    expect(told(await move(lead, here, 'return', [{ id: figure.id, version: 3 }], 'Trop tard'))).toEqual(['rejected move_not_allowed'])
    for (const who of [scene.own, scene.viewer, scene.funder]) expect((await move(who, here, 'validation', [figure])).status).toBe(404)
    for (const who of [scene.viewer, scene.funder]) expect((await move(who, here, 'submission', [figure])).status).toBe(404)
  })
  it('a submitted, validated or published figure is not edited here', async () => {
    const scene = await cast()
    const { here, own, lead } = scene
    const figure = await submitted(scene)
    expect((await save(own, here, { value: '99', version: figure.version })).body.results).toEqual([
      { index: 0, outcome: 'rejected', code: 'move_not_allowed', field: null, version: 2, state: 'submitted' },
    ])
    await move(lead, here, 'validation', [figure])
    expect(told(await save(own, here, { value: '99', version: 3 }))).toEqual(['rejected move_not_allowed'])
    await world.maintain(here.id, (client) => client.query(`update app.observations set state = 'published' where initiative_id = $1`, [here.id]))
    expect(told(await save(own, here, { value: '99', version: 3 }))).toEqual(['rejected observation_published'])
    expect(told(await save(lead, here, { value: '99', version: 3 }))).toEqual(['rejected observation_published'])
    expect(told(await move(lead, here, 'validation', [{ id: figure.id, version: 3 }]))).toEqual(['rejected observation_published'])
  })
  it('the backbone does not rewrite what a partner handed in: it gives it back', async () => {
    const scene = await cast()
    const figure = await submitted(scene)
    const rewrite = async (version: number) => told(await save(scene.lead, scene.here, { value: '99', version }))
    expect(await rewrite(figure.version)).toEqual(['rejected move_not_allowed'])
    await move(scene.lead, scene.here, 'return', [figure], 'À revoir')
    expect(await rewrite(figure.version + 1)).toEqual(['rejected move_not_allowed'])
  })
  it('a validated figure shows in the totals, a draft in none', async () => {
    const scene = await cast()
    const { here, lead } = scene
    const tops = async () =>
      (
        await world.maintain(here.id, (client) =>
          client.query(`select flavour, sum_value as sum from app.cells where initiative_id = $1 and is_top and sum_value is not null order by flavour`, [
            here.id,
          ]),
        )
      ).rows
    await save(scene.own, here, { territory: 'A2', value: '7' })
    expect(await tops()).toEqual([])
    const [draft] = (await list(scene.own, here)).items
    await move(scene.own, here, 'submission', [draft as Observation])
    expect(await tops()).toEqual([{ flavour: 'provisional', sum: '7' }])
    await move(lead, here, 'validation', (await list(lead, here)).items)
    expect(await tops()).toEqual([
      { flavour: 'provisional', sum: '7' },
      { flavour: 'validated', sum: '7' },
    ])
  })
})

describe('four eyes (domain 5)', () => {
  it('nobody validates what they entered; another person of the backbone does', async () => {
    const { here, lead, staff } = await cast()
    await save(staff, here, { value: '5' })
    await move(staff, here, 'submission', (await list(staff, here)).items)
    const [figure] = (await list(staff, here)).items
    expect(figure?.abilities).toEqual(['take_back', 'return'])
    expect(told(await move(staff, here, 'validation', [figure as Observation]))).toEqual(['rejected four_eyes'])
    expect(told(await move(lead, here, 'validation', [figure as Observation]))).toEqual(['changed'])
    expect((await list(lead, here)).items[0]?.samePerson).toBe(false)
  })
  it('one’s own organisation’s figure is left to a colleague of another one, where there is one', async () => {
    const { here, lead } = await cast()
    const host = await here.person({ role: 'partner_contributor', partner: 'P1' })
    const colleague = await here.person({ role: 'backbone', partner: 'P3' })
    await save(host, here, { partner: 'P1', value: '5' })
    await move(host, here, 'submission', (await list(host, here)).items)
    const [figure] = (await list(lead, here)).items
    expect(figure?.abilities).toEqual(['return'])
    expect(told(await move(lead, here, 'validation', [figure as Observation]))).toEqual(['rejected four_eyes'])
    expect(told(await move(colleague, here, 'validation', [figure as Observation]))).toEqual(['changed'])
  })
  it('where the whole backbone is of one organisation, another person than who entered it is enough', async () => {
    const { here, lead, staff } = await cast()
    await save(staff, here, { partner: 'P1', value: '5' })
    await move(staff, here, 'submission', (await list(staff, here)).items)
    expect(told(await move(staff, here, 'validation', (await list(staff, here)).items))).toEqual(['rejected four_eyes'])
    expect(told(await move(lead, here, 'validation', (await list(lead, here)).items))).toEqual(['changed'])
  })
  it('a coalition of one coordinator validates its own entries, and the figure says so (D41)', async () => {
    const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
    await addIndicator(world, here, 'COUNT', {})
    const alone = await here.person({ role: 'backbone', lead: true })
    const own = await here.person({ role: 'partner_contributor', partner: 'P2' })
    await save(alone, here, { partner: 'P1', value: '5' })
    await save(own, here, { value: '6' })
    await move(own, here, 'submission', (await list(own, here)).items)
    await move(alone, here, 'submission', (await list(alone, here, { state: 'draft' })).items)
    expect(told(await move(alone, here, 'validation', (await list(alone, here)).items))).toEqual(['changed', 'changed'])
    expect((await list(alone, here)).items.map(({ partner, samePerson }) => [partner, samePerson]).sort()).toEqual([
      ['P1', true],
      ['P2', false],
    ])
    expect((await alone.get<{ isSolo: boolean }>(here.path('/entry'))).body.isSolo).toBe(true)
    // A second hat of the same person changes nothing; a hat that has ended is no colleague.
    await here.person({ role: 'backbone', userId: alone.userId as string })
    await here.person({ role: 'backbone', endsOn: '2021-01-01' })
    expect((await alone.get<{ isSolo: boolean }>(here.path('/entry'))).body.isSolo).toBe(true)
    await here.person({ role: 'backbone' })
    expect((await alone.get<{ isSolo: boolean }>(here.path('/entry'))).body.isSolo).toBe(false)
  })
})

describe('a partner that left (situation 1)', () => {
  it('its people read their past figures and change none; nobody types for a later period', async () => {
    const scene = await cast()
    const { here, own, staff } = scene
    await submitted(scene)
    await save(own, here, { territory: 'A2', value: '7' })
    await world.maintain(here.id, (client) =>
      client.query(`update app.partners set left_on = '2026-09-30' where initiative_id = $1 and code = 'P2'`, [here.id]),
    )
    const { items } = await list(own, here)
    expect(items.map(({ abilities }) => abilities)).toEqual([[], []])
    expect(told(await save(own, here, { territory: 'B1', value: '7' }))).toEqual(['rejected partner_left'])
    expect(
      told(
        await move(
          own,
          here,
          'submission',
          items.filter(({ state }) => state === 'draft'),
        ),
      ),
    ).toEqual(['rejected partner_left'])
    expect(told(await save(staff, here, { territory: 'B1', period: '2026-Q4', value: '7' }, { territory: 'B1', value: '7' }))).toEqual([
      'rejected partner_left',
      'created',
    ])
  })
})

describe('GET /entry', () => {
  it('shows what is owed with the previous figure, then what was entered unasked', async () => {
    const scene = await cast()
    const { here, staff, own } = scene
    const owe = (code: string, territoryCode: string) =>
      staff.ask('POST', here.path(`/indicators/${code}/assignments`), { body: { items: [{ territoryCode, partnerCode: 'P2', validFrom: '2020-01-01' }] } })
    await owe('COUNT', 'A1')
    await owe('SHARE', 'A2')
    await save(own, here, { period: '2026-Q2', value: '11' }, { value: '12' }, { territory: 'B1', value: '1' })
    const { body } = await own.get<{ period: string; partner: string; periods: string[]; partners: { code: string }[]; rows: EntryRow[] }>(here.path('/entry'))
    expect([body.period, body.partner, body.periods[0], body.periods.includes('2025-Q1'), body.partners.map(({ code }) => code)]).toEqual([
      '2026-Q3',
      'P2',
      '2026-Q4',
      true,
      ['P2'],
    ])
    expect(
      body.rows.map(({ indicator, territory, isExpected, dueOn, previous, observation, abilities }) => [
        indicator,
        territory,
        isExpected,
        dueOn,
        previous?.value ?? null,
        observation?.value ?? null,
        abilities,
      ]),
    ).toEqual([
      ['COUNT', 'A1', true, '2026-10-20', '11', '12', ['edit', 'submit']],
      ['SHARE', 'A2', true, '2026-10-20', null, null, ['edit']],
      ['COUNT', 'B1', false, null, null, '1', ['edit', 'submit']],
    ])
    expect((await scene.viewer.get<{ rows: EntryRow[] }>(here.path('/entry'))).body.rows.map(({ abilities }) => abilities)).toEqual([[], [], []])
  })
  it('the backbone chooses the partner and the period; partner’s people have their own form alone', async () => {
    const scene = await cast()
    const { here, staff, other } = scene
    const { body } = await staff.get<{ partner: string | null; partners: { code: string }[] }>(here.path('/entry'))
    expect([body.partner, body.partners.map(({ code }) => code)]).toEqual([null, ['P1', 'P2', 'P3']])
    expect((await staff.get<{ period: string }>(here.path('/entry'), { partner: 'P2', period: '2025-Q1' })).body.period).toBe('2025-Q1')
    expect(await staff.get(here.path('/entry'), { partner: 'P9' })).toMatchObject({ status: 422, body: { code: 'unknown_reference' } })
    expect(await staff.get(here.path('/entry'), { period: '2025-Q7' })).toMatchObject({ status: 422, body: { code: 'invalid_period' } })
    expect((await other.get(here.path('/entry'), { partner: 'P2' })).status).toBe(404)
    expect((await other.get(here.path('/entry'), { partner: 'P3' })).status).toBe(200)
  })
})
