import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import type { LoadedTargetFile, TargetLoadResult } from '#shared/exchange/targets/contract.ts'
import type { TargetProposal } from '#shared/targets/contract.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let lead: Asker
let staff: Asker
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const fresh = async () => {
  here = await world.buildInitiative({ clockFrozenAt: '2026-10-20T12:00:00Z' })
  lead = await here.person({ role: 'backbone', lead: true })
  staff = await here.person({ role: 'backbone' })
}

type Refusal = { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const HEADER = 'Code;Indicateur;Territoire;Unité;Situation de départ;Cible;Année de la cible;Réel;Année du réel'
const file = (...rows: string[]) => Buffer.from([HEADER, ...rows].join('\n'))
const WALK = 'MARCHE;Enfants qui marchent;A;Nombre;100;180;2028;120;2025'
const READ = 'LECTURE;Familles qui lisent;Territoire B;%;22,5;40;2028;30,5;2025'
const why = (reasonFr = 'Cadre adopté par le comité') =>
  JSON.stringify({ reasonFr, decision: 'Rencontre du 12 octobre, point 3', decidedBy: 'Comité', decidedOn: '2026-10-12' })

const send = (who: Asker, bytes: Buffer, fields: Record<string, string> = {}) =>
  who.ask<TargetLoadResult & Refusal>('POST', here.path('/target-loads'), { body: importForm('cadre.csv', bytes, { reasons: why(), ...fields }) })
const undo = (who: Asker, id: string | null) => who.ask<LoadedTargetFile & Refusal>('POST', here.path(`/target-loads/${id ?? ''}/undo`))
const indicator = async (code: string) => lead.get<IndicatorDetail>(here.path(`/indicators/${code}`))
const figures = async () =>
  (await lead.get<{ items: { indicator: string; value: string | null }[] }>(here.path('/observations'))).body.items.map(
    (one) => [one.indicator, one.value] as const,
  )

/** Every row that a file could touch, as the database holds it. */
async function everything(): Promise<Record<string, unknown[]>> {
  const tables = [
    'indicators',
    'indicator_versions',
    'baselines',
    'baseline_revisions',
    'target_points',
    'target_proposals',
    'reporting_periods',
    'observations',
  ]
  const all: Record<string, unknown[]> = {}
  await world.maintain(here.id, async (client) => {
    for (const table of tables) {
      const { rows } = await client.query<{ row: Record<string, unknown> }>(
        `select to_jsonb(x) - 'version' as row from app.${table} x where initiative_id = $1 order by x.id`,
        [here.id],
      )
      all[table] = rows.map(({ row }) => row)
    }
  })
  return all
}

const none = { created: 0, changed: 0, unchanged: 0 }
const NEW = { created: 2, changed: 0, unchanged: 0 }

describe('a file of indicators with baseline, target and actual', () => {
  beforeAll(fresh)

  it('is checked without anything being written', async () => {
    const before = await everything()
    const { status, body, text } = await send(lead, file(WALK, READ), { dryRun: 'true', reasons: '{}' })
    expect(status, text).toBe(200)
    expect(body).toMatchObject({ id: null, state: 'done', dryRun: true, read: 2, indicators: NEW, baselines: NEW, targets: NEW, figures: NEW, refused: 0 })
    expect(body.columns).toMatchObject({ code: 'Code', name: 'Indicateur', baseline: 'Situation de départ', adding: '' })
    expect(await everything()).toEqual(before)
    expect((await lead.get<{ items: unknown[] }>(here.path('/target-loads'))).body.items).toEqual([])
    expect((await lead.get<{ items: unknown[] }>(here.path('/imports'))).body.items).toEqual([])
  })

  it('writes nothing without the reason that the form asks for', async () => {
    const { status, body } = await send(lead, file(WALK), { reasons: '{}' })
    expect([status, body.errors?.[0]]).toEqual([400, { pointer: '/reasons/reasonFr', code: 'required' }])
  })

  it('with two rows at fault among good ones is refused, each with its row, its column, why, what was expected and what was found', async () => {
    const before = await everything()
    const faulty = file(WALK, 'SOMMEIL;Sommeil;Nulle part;Nombre;1;2;2028;;', READ, 'REPAS;Repas;A;Nombre;dix;20;2028;;')
    const { body } = await send(lead, faulty)
    expect(body).toMatchObject({ id: null, state: 'refused', read: 4, indicators: none, refused: 2 })
    expect(body.refusals).toEqual([
      { sheet: null, row: 3, column: 'Territoire', code: 'territory_unknown', value: 'Nulle part', expected: 'territory' },
      { sheet: null, row: 5, column: 'Situation de départ', code: 'not_a_number', value: 'dix', expected: 'number' },
    ])
    expect(await everything()).toEqual(before)
    // The check says what the rows that are right would do.
    expect((await send(lead, faulty, { dryRun: 'true' })).body).toMatchObject({ state: 'refused', indicators: { created: 3 }, baselines: { created: 2 } })
  })

  it('sets baselines and targets with the reason and the decision of the file; actuals become figures; the second time changes nothing', async () => {
    const { body } = await send(lead, file(WALK, READ))
    expect(body).toMatchObject({ state: 'done', indicators: NEW, baselines: NEW, targets: NEW, figures: NEW, isProposed: false })
    expect((await indicator('LECTURE')).body).toMatchObject({
      current: { unitKind: 'ratio', displayFactor: '100' },
      baselines: [
        { territoryCode: 'B', value: '0.225', reasonFr: 'Cadre adopté par le comité', decision: 'Rencontre du 12 octobre, point 3', decidedOn: '2026-10-12' },
      ],
      targetPoints: [{ territoryCode: 'B', periodCode: '2028', value: '0.4', decision: 'Rencontre du 12 octobre, point 3', decidedBy: 'Comité' }],
    })
    expect(await figures()).toHaveLength(2)
    const before = await everything()
    const again = await send(lead, file(WALK, READ))
    const same = { created: 0, changed: 0, unchanged: 2 }
    expect(again.body).toMatchObject({ id: null, state: 'done', indicators: same, baselines: same, targets: same, figures: same })
    expect(await everything()).toEqual(before)
    expect((await lead.get<{ items: unknown[] }>(here.path('/target-loads'))).body.items.slice(0, 1)).toMatchObject([{ id: body.id, undoneAt: null }])
  })

  it('an amount that a rule refuses leaves nothing behind, and is told at its place with what was expected', async () => {
    const before = (await indicator('MARCHE')).body
    const { body } = await send(lead, file('MARCHE;Enfants qui marchent;A;Nombre;250;;;;', 'LECTURE;Familles qui lisent;B;%;;10;2028;;'), { partial: 'true' })
    expect(body).toMatchObject({ state: 'done', id: null, indicators: { unchanged: 2 }, baselines: none, targets: none })
    expect(body.refusals).toEqual([
      { sheet: null, row: 2, column: 'Situation de départ', code: 'target_on_wrong_side', value: '250', expected: 'side' },
      { sheet: null, row: 3, column: 'Cible', code: 'target_on_wrong_side', value: '10', expected: 'side' },
    ])
    expect((await indicator('MARCHE')).body).toEqual(before)
  })

  it('a refused place shows what the file says, signs and spaces included, not what would be stored', async () => {
    const { body } = await send(lead, file('MARCHE;Enfants qui marchent;A;Nombre;1 250,0;;;;', 'LECTURE;Familles qui lisent;B;%;;10,00 %;2028;;'), {
      dryRun: 'true',
    })
    expect(body.refusals.map(({ row, code, value }) => [row, code, value])).toEqual([
      [2, 'target_on_wrong_side', '1 250,0'],
      [3, 'target_on_wrong_side', '10,00 %'],
    ])
  })

  it('a code that two rows give is told at its place and never renamed', async () => {
    const before = await everything()
    const twice = file('DODO;Sommeil;A;Nombre;1;2;2028;;', 'REPAS;Repas;A;Nombre;1;2;2028;;', 'DODO;Siestes;A;Nombre;3;4;2028;;')
    const { body } = await send(lead, twice)
    expect(body).toMatchObject({ id: null, state: 'refused', read: 3, indicators: none, refused: 1 })
    expect(body.refusals).toEqual([{ sheet: null, row: 4, column: 'Code', code: 'code_twice', value: 'DODO', expected: 'own_code' }])
    expect(await everything()).toEqual(before)
    expect((await send(lead, twice, { dryRun: 'true' })).body).toMatchObject({ state: 'refused', indicators: { created: 2 } })
    expect((await indicator('DODO-2')).status).toBe(404)
  })

  it('changes the point of its own period and leaves the other points of the indicator', async () => {
    const points = [
      { scope: 'one', territoryCode: 'A', periodCode: '2027', value: '150' },
      { scope: 'one', territoryCode: 'A', periodCode: '2028', value: '180' },
      { scope: 'one', territoryCode: 'A', periodCode: '2030', value: '300' },
    ]
    expect((await lead.ask('PUT', here.path('/indicators/MARCHE/targets'), { body: { items: points, reasonFr: 'Étapes' } })).status).toBe(200)
    expect((await send(lead, file(WALK.replace('180', '200')))).body).toMatchObject({ targets: { created: 0, changed: 1, unchanged: 0 } })
    const { targetPoints } = (await indicator('MARCHE')).body
    expect(targetPoints.filter(({ supersededOn }) => supersededOn === null).map(({ periodCode, value }) => [periodCode, value])).toEqual([
      ['2027', '150'],
      ['2028', '200'],
      ['2030', '300'],
    ])
  })
})

describe('a file is no way around the approval of a lead', () => {
  beforeAll(fresh)

  it('what staff send is proposed with the reason of the file, and acts once a lead approves', async () => {
    const { body } = await send(staff, file(WALK))
    expect(body).toMatchObject({ state: 'done', isProposed: true, indicators: { created: 1 }, baselines: { created: 1 }, targets: { created: 1 } })
    expect((await indicator('MARCHE')).body).toMatchObject({ baselines: [], targetPoints: [] })
    const { items } = (await lead.get<{ items: TargetProposal[] }>(here.path('/indicators/MARCHE/proposals'))).body
    expect(items.map(({ kind, state, reasonFr, decision }) => [kind, state, reasonFr, decision]).sort()).toEqual([
      ['baselines', 'proposed', 'Cadre adopté par le comité', 'Rencontre du 12 octobre, point 3'],
      ['targets', 'proposed', 'Cadre adopté par le comité', 'Rencontre du 12 octobre, point 3'],
    ])
    // Proposed once, however often the file is sent.
    expect((await send(staff, file(WALK))).body).toMatchObject({ id: null, baselines: { created: 0, unchanged: 1 }, targets: { created: 0, unchanged: 1 } })
    const proposal = items.find(({ kind }) => kind === 'targets')
    const approved = await lead.ask('POST', here.path(`/indicators/MARCHE/proposals/${proposal?.id ?? ''}/answer`), {
      body: { state: 'approved' },
      headers: { 'if-match': String(proposal?.version) },
    })
    expect(approved.status, approved.text).toBe(200)
    expect((await indicator('MARCHE')).body.targetPoints).toMatchObject([{ value: '180', decision: 'Rencontre du 12 octobre, point 3' }])
    // The answered proposal stays and is told; the other one is as if it had never been asked.
    const taken = await undo(staff, body.id)
    expect(taken.body.left).toEqual([
      { indicator: 'MARCHE', part: 'proposal', territory: null, period: null },
      { indicator: 'MARCHE', part: 'indicator', territory: null, period: null },
    ])
  })

  it('nor may staff take back what a lead loaded', async () => {
    const { body } = await send(lead, file(READ))
    expect((await undo(staff, body.id)).status).toBe(403)
    expect((await undo(lead, body.id)).status).toBe(200)
  })

  it('partners, funders and people of another initiative cannot send, list or take back a file', async () => {
    const { body } = await send(lead, file(READ))
    const others = [
      await here.person({ role: 'partner_contributor', partner: 'P2' }),
      await here.person({ role: 'partner_viewer', partner: 'P2' }),
      await here.person({ role: 'funder' }),
      await (await world.buildInitiative()).person({ role: 'backbone', lead: true }),
    ]
    for (const who of others) {
      expect((await send(who, file(WALK))).status).toBe(404)
      expect((await who.get(here.path('/target-loads'))).status).toBe(404)
      expect((await undo(who, body.id)).status).toBe(404)
    }
    expect((await send(world.stranger, file(WALK))).status).toBe(401)
  })
})

describe('taking a file back', () => {
  beforeAll(fresh)

  it('leaves everything exactly as it was before, figures, former targets and new indicators included', async () => {
    await send(lead, file(WALK))
    const before = await everything()
    const { body } = await send(lead, file(WALK.replace('100', '90').replace('180', '200').replace('120', '130'), READ))
    expect(body).toMatchObject({ indicators: { created: 1, changed: 1 }, baselines: { created: 1, changed: 1 }, figures: { created: 1, changed: 1 } })
    const taken = await undo(lead, body.id)
    expect(taken.body).toMatchObject({ left: [], undoableUntil: null })
    expect(taken.body.undoneAt).not.toBeNull()
    expect(await everything()).toEqual(before)
    expect((await undo(lead, body.id)).body.code).toBe('import_not_undoable')
  })

  it('leaves what somebody changed since, and tells it', async () => {
    const { body } = await send(lead, file(WALK.replace('100', '80').replace('180', '220'), READ))
    const changed = await lead.ask('PUT', here.path('/indicators/MARCHE/baselines'), {
      body: { items: [{ territoryCode: 'A', value: '85' }], reasonFr: 'Recompté' },
    })
    expect(changed.status, changed.text).toBe(200)
    const taken = await undo(lead, body.id)
    expect(taken.body.left).toEqual([{ indicator: 'MARCHE', part: 'baseline', territory: 'A', period: null }])
    const { baselines, targetPoints } = (await indicator('MARCHE')).body
    expect(baselines.map(({ value }) => value)).toEqual(['85'])
    expect(targetPoints.filter(({ supersededOn }) => supersededOn === null).map(({ value }) => value)).toEqual(['180'])
    expect((await indicator('LECTURE')).status).toBe(404)
  })

  it('is possible for seven days', async () => {
    const { body } = await send(lead, file(WALK.replace('180', '240')))
    await world.maintain(here.id, (client) => client.query(`update app.target_loads set loaded_at = loaded_at - interval '8 days' where id = $1`, [body.id]))
    expect((await undo(lead, body.id)).body.code).toBe('import_not_undoable')
  })
})

describe('an import being prepared', () => {
  beforeAll(fresh)

  it('is loaded by the columns that a person chose, and its refused rows can be fetched', async () => {
    const bytes = Buffer.from('Id,What,Start,Goal\nMARCHE,Marche,10,20\nREPAS,Repas,dix,30\n')
    const draft = await staff.ask<{ id: string }>('POST', here.path('/import-drafts'), { body: importForm('cadre.csv', bytes, {}) })
    const columns = { code: 'Id', name: 'What', baseline: 'Start', target: 'Goal' }
    const run = (extra: Record<string, unknown>) =>
      staff.ask<TargetLoadResult>('POST', here.path(`/import-drafts/${draft.body.id}/targets`), {
        body: { choices: { columns, targetPeriod: '2028' }, reasons: JSON.parse(why()) as object, dryRun: true, partial: false, ...extra },
      })
    expect((await run({})).body).toMatchObject({ state: 'refused', refused: 1, targets: { created: 2 }, baselines: { created: 1 } })
    const rejected = await staff.get<{ rows: { row: number; cells: unknown[]; reasons: unknown[] }[] }>(here.path(`/import-drafts/${draft.body.id}/rejected`))
    expect(rejected.body.rows).toEqual([
      { sheet: null, row: 3, cells: ['REPAS', 'Repas', 'dix', '30'], reasons: [{ column: 'Start', code: 'not_a_number', value: 'dix' }] },
    ])
    expect((await run({ dryRun: false, partial: true })).body).toMatchObject({ state: 'done', refused: 1, indicators: { created: 2 } })
    // Nobody else's draft.
    expect(
      (await lead.ask('POST', here.path(`/import-drafts/${draft.body.id}/targets`), { body: { choices: {}, reasons: {}, dryRun: true, partial: false } }))
        .status,
    ).toBe(404)
  })
})

describe('a file that is none', () => {
  beforeAll(fresh)
  it('is refused with its reason', async () => {
    const reason = async (bytes: Buffer) => {
      const { status, body } = await send(lead, bytes)
      return [status, body.code, body.params.reason]
    }
    expect(await reason(Buffer.from(''))).toEqual([422, 'import_refused', 'file_empty'])
    expect(await reason(Buffer.from('a;b\n1;2\n'))).toEqual([422, 'import_refused', 'column_not_found'])
    expect((await send(lead, file())).body).toMatchObject({ state: 'done', read: 0, id: null })
  })

  it('with a column of people’s names says that first, whatever else is wrong with its format (8.18)', async () => {
    const reason = async (...lines: string[]) => (await send(lead, Buffer.from(lines.join('\n')))).body.params.reason
    // 1,234 reads two ways, and nothing says what a and b are.
    expect(await reason('Code;Indicateur;Cible', 'MARCHE;Marche;1,234')).toBe('number_format_ambiguous')
    expect(await reason('Code;Indicateur;Cible;Prénom', 'MARCHE;Marche;1,234;Aïcha')).toBe('personal_data_person_names')
    expect(await reason('a;Prénom', '1;Aïcha')).toBe('personal_data_person_names')
  })
})
