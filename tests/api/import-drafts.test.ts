import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { ImportChoicesInput } from '#shared/exchange/choices.ts'
import type { Import } from '#shared/exchange/contract.ts'
import type { ImportDraft, RejectedRows } from '#shared/exchange/draft-contract.ts'
import { forgetImports } from '#server/features/exchange/forget.ts'
import { forgetIn } from '#server/platform/forget.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { BAD_ROWS, fiveHundredRows, GOOD_COUNT } from '../support/import-fixture.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let initiative: TestInitiative
let lead: Asker
beforeEach(async () => {
  world.setNow(new Date())
  initiative = await world.buildInitiative()
  lead = await initiative.person({ role: 'backbone', lead: true })
  await figuresOf(world, initiative).indicator('SERVED')
})

const PLACES = ['A1', 'A2', 'B1']
const CHOICES = { indicatorFrom: 'constant:SERVED' }
interface Problem {
  code: string
  params: Record<string, unknown>
  errors?: { pointer: string; params?: Record<string, unknown> }[]
}

const begin = (asker: Asker, text: string | Buffer, name = 'essai.csv') =>
  asker.ask<ImportDraft>('POST', initiative.path('/import-drafts'), { body: importForm(name, Buffer.from(text as string), {}) })
const at = (draft: { id: string }, rest = '') => initiative.path(`/import-drafts/${draft.id}${rest}`)
const change = (asker: Asker, draft: ImportDraft, choices: ImportChoicesInput) =>
  asker.ask<ImportDraft>('PUT', at(draft), { body: { choices: { ...draft.choices, ...choices } }, headers: { 'if-match': `"v${draft.version}"` } })
const check = (asker: Asker, draft: ImportDraft) => asker.ask<ImportDraft>('POST', at(draft, '/check'))
const run = (asker: Asker, draft: ImportDraft) => asker.ask<Import>('POST', at(draft, '/run'))

/** A draft of these rows with the choices made and checked. */
async function checked(text: string, choices: ImportChoicesInput = {}, asker = lead): Promise<ImportDraft> {
  const started = await begin(asker, text)
  expect(started.status, started.text).toBe(201)
  const changed = await change(asker, started.body, { ...CHOICES, ...choices })
  expect(changed.status, changed.text).toBe(200)
  const answer = await check(asker, changed.body)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const confirm = (asker: Asker, draft: ImportDraft, comment: string | null = 'Vérifié') =>
  asker.ask<ImportDraft & Problem>('PUT', at(draft, '/confirmations'), {
    body: { items: (draft.checked?.unusual ?? []).map(({ code }) => ({ code, comment })) },
    headers: { 'if-match': `"v${draft.version}"` },
  })
async function imported(text: string, choices: ImportChoicesInput = {}, asker = lead): Promise<Import> {
  const draft = await checked(text, choices, asker)
  await confirm(asker, draft)
  const answer = await run(asker, draft)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const undo = <Body = Import>(asker: Asker, one: Import) => asker.ask<Body>('POST', initiative.path(`/imports/${one.id}/undo`))

const rows = async <Row extends Record<string, unknown>>(sql: string): Promise<Row[]> =>
  (await world.maintain(initiative.id, (client) => client.query<Row>(sql, [initiative.id]))).rows
/** Everything that an import may touch, in the form that an undo must bring back; a restored figure has a version of its own. */
const everything = async () => ({
  figures: await rows(`select o.id, md5((to_jsonb(o) - 'version')::text) as hash from app.observations o where initiative_id = $1 order by o.id`),
  cells: await rows(`select md5(c::text) as hash from app.cells c where initiative_id = $1 order by 1`),
  periods: await rows(`select code from app.reporting_periods where initiative_id = $1 order by 1`),
  territories: await rows(`select code from app.territories where initiative_id = $1 order by 1`),
  categories: await rows(
    `select d.code, c.code as category from app.dimensions d left join app.categories c on c.initiative_id = d.initiative_id and c.dimension_id = d.id where d.initiative_id = $1 order by 1, 2`,
  ),
})
const HEADER = 'Lieu;Organisme;Trimestre;Valeur\n'

describe('500 rows of which 37 are bad', { timeout: 60_000 }, () => {
  it('463 go in, 37 come back with row, column and reason, no period of a refused row stays, and undo brings the exact former state back', async () => {
    await imported(`${HEADER}A1;P1;1990-Q1;9\nB1;P1;1985-Q1;3\n`)
    const before = await everything()
    const draft = await checked(fiveHundredRows(PLACES, 'P1'))
    expect(draft.checked?.result).toMatchObject({ read: 500, created: GOOD_COUNT - 1, changed: 1, rejected: 37 })
    expect(draft.checked?.refusedRows).toBe(37)
    expect(await everything(), 'a check writes nothing').toEqual(before)

    const [sudden] = draft.checked?.unusual ?? []
    expect(sudden, 'values that grow from 1 on change suddenly at first').toMatchObject({ code: 'sudden_change', needsComment: true, confirmed: null })
    expect(sudden?.examples[0]).toMatchObject({ figure: { indicator: { code: 'SERVED' } }, numbers: { previous: '1', value: '4', period: '1990-Q1' } })
    expect((await run(lead, draft)).body as unknown as Problem).toMatchObject({ code: 'import_unconfirmed', params: { codes: ['sudden_change'] } })
    expect((await confirm(lead, draft, '')).body.code, 'a word is needed').toBe('invalid_request')
    const confirmed = (await confirm(lead, draft, 'Montée du service')).body
    expect(confirmed.checked?.unusual[0]?.confirmed).toEqual({ comment: 'Montée du service' })
    expect((await check(lead, draft)).body.checked?.unusual[0]?.confirmed, 'the same figures stay confirmed').toEqual({ comment: 'Montée du service' })

    const done = (await run(lead, draft)).body
    expect(done.state).toBe('done')
    expect(done.result).toMatchObject({ created: GOOD_COUNT - 1, changed: 1, rejected: 37, warnings: [{ code: 'sudden_change', count: sudden?.count }] })
    expect(
      await rows(`select distinct c.comment, o.import_id = i.id as "isOfImport" from app.observation_confirmations c join app.observations o on o.initiative_id = c.initiative_id
        and o.id = c.observation_id and o.version = c.number join app.imports i on i.initiative_id = o.initiative_id and i.id = o.import_id where c.initiative_id = $1`),
    ).toEqual([{ comment: 'Montée du service', isOfImport: true }])
    expect((await rows(`select 1 from app.observations where initiative_id = $1`)).length).toBe(GOOD_COUNT + 1)
    expect((await rows<{ code: string }>(`select code from app.reporting_periods where initiative_id = $1 and code < '1985'`)).map(({ code }) => code)).toEqual(
      [],
    )

    const { body: rejected } = await lead.get<RejectedRows>(at(draft, '/rejected'))
    expect(rejected.columns).toEqual(['Lieu', 'Organisme', 'Trimestre', 'Valeur', 'Remarque'])
    expect(rejected.rows).toHaveLength(37)
    const counts: Record<string, number> = {}
    for (const { reasons, row, cells } of rejected.rows) {
      expect([row > 1, cells.length, reasons[0]?.column !== undefined]).toEqual([true, 5, true])
      counts[reasons[0]?.code ?? ''] = (counts[reasons[0]?.code ?? ''] ?? 0) + 1
    }
    expect(counts).toEqual(BAD_ROWS)

    const undone = await undo(lead, done)
    expect([undone.status, undone.body.state], undone.text).toEqual([200, 'undone'])
    expect(await everything()).toEqual(before)
    const history = await rows<{ reason: string; new_state: string; n: number }>(
      `select reason, new_state, count(*)::int as n from app.observation_revisions where initiative_id = $1 group by 1, 2 order by 1, 2`,
    )
    expect(history).toEqual([
      { reason: 'import_undone', new_state: 'submitted', n: 1 },
      { reason: 'import_undone', new_state: 'withdrawn', n: GOOD_COUNT - 1 },
      { reason: 'submission', new_state: 'submitted', n: GOOD_COUNT + 2 },
    ])
  })
})

describe('a file repaired elsewhere', () => {
  it('finds the answers given to it before, though nothing was imported; that blanks erase is asked each time', async () => {
    const header = 'quoi;qui;quand;combien\n'
    const given = { indicatorFrom: 'column:#1', partnerFrom: 'column:#2', periodFrom: 'column:#3', value: 'column:#4', territoryFrom: 'constant:A1' }
    const first = await checked(`${header}SERVED;P1;2025-Q1;39*\n`, { ...given, eraseBlanks: true, repairs: { values: { '39*': 'missing' } } })
    expect(first.importId).toBeNull()
    const again = await begin(lead, `${header}SERVED;P1;2025-Q1;39\n`)
    expect(again.body).toMatchObject({ remembered: true, choices: { ...given, eraseBlanks: false } })
  })
})

describe('the preview', () => {
  it('tells new, changed with the old figure, the same and the left out, and blanks erase nothing unless that is ticked', async () => {
    await imported(`${HEADER}A1;P1;2026-Q1;10\nA2;P1;2026-Q1;20\nB1;P1;2026-Q1;30\n`)
    const text = `${HEADER}A1;P1;2026-Q1;10\nA2;P1;2026-Q1;25\nB1;P1;2026-Q1;\nB1;P1;2026-Q2;7\nA1;P1;2026-Q2;\n`
    const kept = await checked(text)
    expect(kept.checked?.result).toMatchObject({ created: 1, changed: 1, unchanged: 1, skipped: 2 })
    expect(kept.checked?.changed.map(({ before, after, row, territory }) => [row, territory.code, before, after])).toEqual([[3, 'A2', '20', '25']])
    expect(kept.checked?.created.map(({ before, after, period }) => [period, before, after])).toEqual([['2026-Q2', null, '7']])

    const missing = await checked(text, { blank: 'missing' })
    expect(missing.checked?.result, 'a blank that means missing fills, it does not erase').toMatchObject({ created: 2, changed: 1, skipped: 1 })

    const erasing = await checked(text, { blank: 'skip', eraseBlanks: true })
    expect(erasing.checked?.result).toMatchObject({ created: 1, changed: 2, skipped: 1 })
    expect(erasing.checked?.changed.find(({ territory }) => territory.code === 'B1')).toMatchObject({ before: '30', after: null, presenceAfter: 'missing' })
    await run(lead, erasing)
    const stored = await rows<{ presence: string; value: string | null }>(
      `select o.presence, trim_scale(o.value)::text as value from app.observations o join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id where o.initiative_id = $1 and t.code = 'B1' and p.code = '2026-Q1'`,
    )
    expect(stored).toEqual([{ presence: 'missing', value: null }])
  })
})

describe('errors gathered by what repairs them', () => {
  it('each text once with its count and what it may mean; answers given once repair all rows, and are remembered', async () => {
    const text = `${HEADER}A-1;P1;2026-Q1;10\nA-1;P1;2026-Q2;n.d.\nBé1;P 1;janvier 2026;4\nNulle part;P1;2026-Q3;5\n`
    const draft = await checked(text)
    const groups = draft.checked?.groups.map(({ action, count, values }) => [
      action,
      count,
      values.map(({ text: said, suggestions }) => [said, suggestions[0]?.code ?? null]),
    ])
    expect(groups).toEqual([
      [
        'territory',
        2,
        [
          ['A-1', 'A1'],
          ['Nulle part', null],
        ],
      ],
      ['value', 1, [['n.d.', null]]],
      ['period', 1, [['janvier 2026', '2026-01']]],
    ])
    const repaired = await change(lead, draft, {
      repairs: {
        ...draft.choices.repairs,
        territories: { 'A-1': { use: 'A1' }, Bé1: { use: 'B1' }, 'Nulle part': { skip: true } },
        partners: { 'P 1': { use: 'P1' } },
        periods: { 'janvier 2026': '2026-Q1' },
        values: { 'n.d.': 'missing' },
      },
    })
    expect(repaired.body.checked, 'what was checked under other choices is forgotten').toBeNull()
    const again = (await check(lead, repaired.body)).body
    expect(again.checked?.groups).toEqual([])
    expect(again.checked?.result).toMatchObject({ created: 3, skipped: 1, rejected: 0 })
    await run(lead, again)

    const next = (await begin(lead, text.replace('10', '11'))).body
    expect([next.remembered, next.choices.indicatorFrom, next.choices.repairs.territories['A-1']]).toEqual([true, 'constant:SERVED', { use: 'A1' }])
    const elsewhere = (await begin(lead, 'Où;Quand;Combien\nA-1;2026-Q1;4\n')).body
    expect([elsewhere.remembered, elsewhere.choices.repairs.territories['A-1']], 'other headers, the same names').toEqual([false, { use: 'A1' }])
  })

  it('unknown places are created when somebody says so, and an undo removes what nothing else uses', async () => {
    const before = await everything()
    const draft = await checked(`${HEADER}Île-aux-Œufs;P1;2026-Q1;10\nNulle part;P1;2026-Q2;5\n`)
    const repaired = await change(lead, draft, {
      createLevel: 'local',
      createUnder: 'A',
      repairs: { ...draft.choices.repairs, territories: { 'Île-aux-Œufs': { create: true } } },
    })
    // A level alone would create every unknown place: here it belongs to one answer.
    const done = await imported(`${HEADER}Île-aux-Œufs;P1;2026-Q1;10\n`, repaired.body.choices)
    expect(done.result).toMatchObject({ created: 1, territoriesCreated: 1 })
    await undo(lead, done)
    expect(await everything()).toEqual(before)
  })

  it('a number that can be read two ways stops with its examples until somebody says which', async () => {
    const draft = await checked(`${HEADER}A1;P1;2026-Q1;1,234\nA2;P1;2026-Q1;2,500\n`)
    expect(draft.checked?.fault).toMatchObject({
      code: 'number_format_ambiguous',
      places: [
        { row: 2, value: '1,234' },
        { row: 3, value: '2,500' },
      ],
    })
    const told = await change(lead, draft, { decimal: '.' })
    expect((await check(lead, told.body)).body.checked?.created.map(({ after }) => after)).toEqual(['1234', '2500'])
  })

  it('dates that can be read two ways stop with their examples until somebody says what comes first; a number above 12 tells', async () => {
    const dated = async (...dates: string[]) => {
      const draft = (await begin(lead, `${HEADER}${dates.map((date, index) => `A${index + 1};P1;${date};5\n`).join('')}`)).body
      return (await change(lead, draft, { ...CHOICES, periodPattern: 'date' })).body
    }
    const days = ({ checked: found }: ImportDraft) => found?.created.map(({ period }) => period).sort()
    const asked = (await check(lead, await dated('03/04/2026', '5/6/2026'))).body
    expect(asked.checked?.fault).toMatchObject({
      code: 'date_order_ambiguous',
      places: [
        { row: 2, value: '03/04/2026' },
        { row: 3, value: '5/6/2026' },
      ],
    })
    const told = await change(lead, asked, { dateOrder: 'month_first' })
    expect(days((await check(lead, told.body)).body)).toEqual(['2026-03-04', '2026-05-06'])
    expect(days((await check(lead, await dated('03/04/2026', '06/13/2026'))).body)).toEqual(['2026-03-04', '2026-06-13'])
  })
})

describe('a name written in several ways', () => {
  const WIDE = 'Lieu;Organisme;Trimestre;Valeur\n'
  const choose = async (text: string, choices: ImportChoicesInput = {}) => {
    const started = (await begin(lead, text)).body
    return (await check(lead, (await change(lead, started, { ...CHOICES, territoryBy: 'name', partnerBy: 'name', ...choices })).body)).body
  }

  it('that is a partner or a place of ours but for capitals, accents or dashes is matched at once, and said', async () => {
    const { checked: found } = await choose(`${WIDE}territoire a1;ORGANISATION  p1;2026-Q1;10\nTerritoire A1;Organisation P1;2026-Q2;11\n`)
    expect([found?.groups, found?.result?.created]).toEqual([[], 2])
    expect(found?.spelled?.map(({ of, text, name, first }) => [of, text, name, first.row])).toEqual([
      ['partner', 'ORGANISATION p1', 'Organisation P1', 2],
      ['territory', 'territoire a1', 'Territoire A1', 2],
    ])
  })

  it('is one place that the import makes, unless somebody keeps its spellings apart: then there are two', async () => {
    const text = `${WIDE}Ville-Haute;Organisation P1;2026-Q1;10\nVILLE HAUTE;Organisation P1;2026-Q2;11\n`
    const asked = await choose(text)
    expect(asked.checked?.groups.map(({ action, values }) => [action, values.map(({ spellings }) => spellings?.map((one) => one.text))])).toEqual([
      ['territory', [['Ville-Haute', 'VILLE HAUTE']]],
    ])
    const territories = { 'Ville-Haute': { create: true as const }, 'VILLE HAUTE': { create: true as const } }
    const made = { createLevel: 'local', createUnder: 'A', repairs: { territories } }
    const one = await choose(text, made)
    expect(one.checked?.result).toMatchObject({ created: 2, rejected: 0, territoriesCreated: 1 })
    expect(one.checked?.spelled).toMatchObject([{ of: 'territory', text: 'VILLE HAUTE', name: 'Ville-Haute' }])
    const two = await choose(text, { ...made, repairs: { territories, apart: ['ville haute'] } })
    expect(two.checked?.result).toMatchObject({ created: 2, rejected: 0, territoriesCreated: 2 })
    expect([two.checked?.spelled, (await run(lead, two)).body.result?.territoriesCreated]).toEqual([[], 2])
    expect((await rows<{ name_fr: string }>(`select name_fr from app.territories where initiative_id = $1 and name_fr ~* 'haute' order by 1`)).length).toBe(2)
  })
})

describe('lines of totals', () => {
  const TABLE = 'Lieu;Organisme;Trimestre;Valeur\nA1;P1;2026-Q1;40\nA2;P2;2026-Q1;30\n'

  it('are left out and counted apart, what they say otherwise is told, and they are read where somebody says so', async () => {
    const draft = await checked(`${TABLE};Total;2026-Q1;75\n`)
    expect(draft.checked).toMatchObject({ groups: [], refusedRows: 0, result: { created: 2, rejected: 0, skipped: 1, skippedBy: { total: 1 } } })
    expect(draft.checked?.totals).toEqual({
      count: 1,
      lines: [{ sheet: null, row: 4, text: 'Total' }],
      differences: [{ sheet: null, row: 4, indicator: { code: 'SERVED', nameFr: 'Nom', nameEn: null }, period: '2026-Q1', total: '75', sum: '70', without: 0 }],
      differenceCount: 1,
    })
    const told = await check(lead, (await change(lead, draft, { totals: 'read' })).body)
    expect([told.body.checked?.totals, told.body.checked?.result?.rejected]).toEqual([undefined, 1])
  })

  it('are right where they are the sum, or lie between the largest and the sum of people who may be the same', async () => {
    expect((await checked(`${TABLE};Total;2026-Q1;70\n`)).checked?.totals?.differences).toEqual([])
    await figuresOf(world, initiative).indicator('PEOPLE', { counting_unit: 'persons', overlap_partners: 'possible', overlap_territories: 'possible' })
    const of = async (total: number) =>
      (await checked(`${TABLE};Total;2026-Q1;${total}\n`, { indicatorFrom: 'constant:PEOPLE' })).checked?.totals?.differences.map((one) => one.total)
    expect([await of(55), await of(71), await of(39)]).toEqual([[], ['71'], ['39']])
    await figuresOf(world, initiative).indicator('RATE', { unit_kind: 'ratio', parts_unknown: true })
    const rate = await checked(`${TABLE};Total;2026-Q1;35\n`, { indicatorFrom: 'constant:RATE' })
    expect(rate.checked?.totals?.differences, 'a rate is never added up').toEqual([])
  })

  it('are no totals where a partner really has that name', async () => {
    await rows(`update app.organizations o set name = 'Ensemble' from app.partners p where p.initiative_id = $1 and o.initiative_id = $1
      and p.code = 'P2' and o.id = p.organization_id`)
    const draft = await checked(`${TABLE};ensemble;2026-Q1;5\n`, { partnerBy: 'name' })
    expect([draft.checked?.totals, draft.checked?.result?.skippedBy]).toEqual([undefined, {}])
  })

  it('of an indicator that nobody knows are held against their lines once one of them is their sum', async () => {
    const header = 'Lieu;Organisme;Quoi;Trimestre;Valeur\n'
    const lines = (total: number) =>
      `A1;P1;Repas;2026-Q1;4\nA2;P2;Repas;2026-Q1;3\n;Total;Repas;2026-Q1;${total}\nA1;P1;Repas;2026-Q2;4\nA2;P2;Repas;2026-Q2;5\n;Total;Repas;2026-Q2;8\n`
    const told = async (total: number) => (await checked(header + lines(total), { indicatorFrom: 'column:#3', territoryBy: 'code' })).checked
    expect((await told(7))?.totals?.differences).toMatchObject([{ indicator: { code: '', nameFr: 'Repas' }, period: '2026-Q2', total: '8', sum: '9' }])
    expect((await told(6))?.totals?.differences, 'they may be something else than sums').toEqual([])
    const [unknown] = (await told(7))?.groups ?? []
    expect(unknown?.values[0]?.sample, 'what the whole would be, for whoever says what it counts').toEqual({
      period: '2026-Q1',
      sum: '7',
      largest: '4',
      partners: 2,
    })
  })
})

describe('the first figures of an initiative', () => {
  it('are told as such: nothing stands that a blank could erase', async () => {
    expect((await checked(`${HEADER}A1;P1;2026-Q1;10\n`)).checked?.isFirst).toBe(true)
    await imported(`${HEADER}A1;P1;2026-Q1;10\n`)
    expect((await checked(`${HEADER}A1;P1;2026-Q1;11\n`)).checked?.isFirst).toBe(false)
  })
})

describe('percentages', () => {
  const PERCENT = { name_fr: 'Présence', unit_kind: 'ratio', counting_unit: 'persons', display_factor: '100', decimals: 1, parts_unknown: true }
  const figures = async (draft: ImportDraft) => (await check(lead, draft)).body.checked
  const line = (indicator: string, value: string, place = 'A1') => `${place};${indicator};2026-Q1;${value}\n`
  const FILE = 'Lieu;Indicateur;Trimestre;Valeur\n'
  const OWN = { indicatorFrom: 'column:#2', territoryFrom: 'column:#1', territoryBy: 'code', partnerFrom: '', periodFrom: 'column:#3', value: 'column:#4' }
  beforeEach(() => figuresOf(world, initiative).indicator('RATE', PERCENT))

  it('71,5 is read as 71,5 %, a count beside it as it stands, and the check says so until somebody says otherwise', async () => {
    const draft = await checked(FILE + line('RATE', '71,5') + line('SERVED', '84') + line('RATE', '74,2', 'A2'), OWN)
    expect(draft.checked?.shares).toMatchObject([{ indicator: { code: 'RATE' }, reading: 'percent', isSaid: false, count: 2, examples: ['74.2'] }])
    expect(draft.checked?.created.map(({ after }) => after).sort()).toEqual(['0.715', '0.742', '84'])
    expect(draft.checked?.unusual).toEqual([])
    const told = (await change(lead, draft, { repairs: { ...draft.choices.repairs, shares: { RATE: 'share' } } })).body
    const otherwise = (await check(lead, told)).body
    expect(otherwise.checked?.shares).toMatchObject([{ reading: 'share', isSaid: true }])
    expect(otherwise.checked?.unusual.map(({ code, count }) => [code, count])).toEqual([['above_whole', 2]])
    // The import says what its check said.
    await check(lead, (await change(lead, otherwise, { repairs: draft.choices.repairs })).body)
    expect((await run(lead, draft)).status).toBe(201)
    expect(await rows(`select value from app.observations o where initiative_id = $1 and value < 1 order by 1`)).toHaveLength(2)
  })

  it('a file of 0,715 stays one of shares; a mixture goes in only once somebody says how', async () => {
    const shares = await checked(FILE + line('RATE', '0,715') + line('RATE', '0,742', 'A2'), OWN)
    expect([shares.checked?.shares[0]?.reading, shares.checked?.created.map(({ after }) => after).sort()]).toEqual(['share', ['0.715', '0.742']])
    const mixed = await checked(FILE + line('RATE', '0,5') + line('RATE', '74,2', 'A2'), OWN)
    expect(mixed.checked?.result).toMatchObject({ created: 0, rejected: 2 })
    expect(mixed.checked?.groups).toMatchObject([{ action: 'shares', code: 'percent_unclear', count: 2 }])
    const said = (await change(lead, mixed, { repairs: { ...mixed.choices.repairs, shares: { RATE: 'percent' } } })).body
    expect((await figures(said))?.created.map(({ after }) => after).sort()).toEqual(['0.005', '0.742'])
  })

  it('a sign of per cent makes a share and nothing else', async () => {
    const draft = await checked(FILE + line('RATE', '62 %') + line('SERVED', '62 %'), OWN)
    expect(draft.checked?.created.map(({ after }) => after)).toEqual(['0.62'])
    expect(draft.checked?.groups).toMatchObject([{ action: 'percent', count: 1 }])
  })
})

describe('numbers with a mark', () => {
  const FILE = `${HEADER}A1;;2026-Q1;39*\nA2;;2026-Q1;12 p\nB1;;2026-Q1;8\n`

  it('are a group of their own, read once somebody says so and told then; the next file is asked about again', async () => {
    const draft = await checked(FILE)
    expect(draft.checked?.result).toMatchObject({ created: 1, rejected: 2 })
    expect(draft.checked?.groups).toMatchObject([{ action: 'marks', code: 'number_with_mark', count: 2, values: [{ text: '12 p' }, { text: '39*' }] }])
    const kept = (await check(lead, (await change(lead, draft, { keepMarks: true })).body)).body
    expect([kept.checked?.groups, kept.checked?.result?.created]).toEqual([[], 3])
    expect(kept.checked?.warnings).toEqual([{ code: 'marks_kept', count: 2, examples: ['39*', '12 p'] }])
    expect((await run(lead, kept)).status).toBe(201)
    expect(await rows(`select value::text, comment, flags from app.observations o where initiative_id = $1 order by o.value`)).toEqual([
      { value: '8', comment: null, flags: [] },
      { value: '12', comment: '12 p', flags: ['P'] },
      { value: '39', comment: '39*', flags: [] },
    ])
    expect((await begin(lead, FILE)).body.choices.keepMarks).toBe(false)
  })
})

describe('undo', () => {
  it('is refused with the list of figures changed since, and then undoes nothing', async () => {
    const done = await imported(`${HEADER}A1;P1;2026-Q1;10\nA2;P1;2026-Q1;20\n`)
    await imported(`${HEADER}A2;P1;2026-Q1;21\n`)
    const before = await everything()
    const refused = await undo<Problem>(lead, done)
    expect([refused.status, refused.body.code, refused.body.params]).toEqual([409, 'import_changed_since', { count: 1 }])
    expect(refused.body.errors?.map(({ params }) => [params?.indicator, params?.territory, params?.period])).toEqual([['SERVED', 'A2', '2026-Q1']])
    expect(await everything()).toEqual(before)
  })

  it('is possible for seven days and once, by whoever imports for the same organisation', async () => {
    const done = await imported(`${HEADER}A1;P1;2026-Q1;10\n`)
    const contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
    expect((await undo(contributor, done)).status, 'the import of others is not there').toBe(404)
    const own = await imported('Lieu;Trimestre;Valeur\nA2;2026-Q1;5\n', {}, contributor)
    expect([(await undo<Problem>(lead, own)).body.code, own.undoableUntil !== null]).toEqual(['not_allowed', true])
    expect((await undo(contributor, own)).body.state).toBe('undone')
    expect((await undo<Problem>(contributor, own)).body.code).toBe('import_not_undoable')
    world.setNow(new Date(Date.now() + 7 * 86_400_000 + 60_000))
    expect((await undo<Problem>(lead, done)).body.code).toBe('import_not_undoable')
    await forgetIn(world.db, new Date(Date.now() + 8 * 86_400_000), forgetImports)
    expect(await rows(`select 1 from app.imported_figures where initiative_id = $1`)).toEqual([])
  })
})

describe('what is kept of a file', () => {
  it('nothing of a file of people, neither at once nor when another header reveals them', async () => {
    const refused = await begin(lead, 'Prénom;Lieu;Trimestre;Valeur\nΩAwaΩ;A1;2026-Q1;1\n')
    expect(refused.status).toBe(422)
    expect(await rows(`select 1 from app.import_drafts where initiative_id = $1`)).toEqual([])

    const hidden = (await begin(lead, 'a;b;c\nLieu;Prénom;Valeur\nA1;Awa;4\nA2;Moussa;5\n')).body
    const stopped = await change(lead, hidden, { headerRow: '2' })
    expect([stopped.status, stopped.body.stopped, stopped.body.preview], stopped.text).toEqual([200, 'personal_data_person_names', null])
    expect(await rows(`select content from app.import_drafts where initiative_id = $1`)).toEqual([{ content: '' }])
    expect((await check(lead, stopped.body)).status).toBeGreaterThanOrEqual(400)
  })

  it('rows are kept for a day, are nobody else’s, and go then', async () => {
    const draft = (await begin(lead, `${HEADER}A1;P1;2026-Q1;10\n`)).body
    const other = await initiative.person({ role: 'backbone', lead: true })
    expect((await other.get(at(draft))).status).toBe(404)
    expect((await lead.get<{ items: { id: string }[] }>(initiative.path('/import-drafts'))).body.items.map(({ id }) => id)).toEqual([draft.id])
    expect(Date.parse(draft.expiresAt) - Date.parse(draft.createdAt)).toBeLessThanOrEqual(86_400_000)
    world.setNow(new Date(Date.now() + 86_400_000 + 60_000))
    expect((await lead.get(at(draft))).status).toBe(404)
    await forgetIn(world.db, new Date(Date.now() + 86_400_000 + 60_000), forgetImports)
    expect(await rows(`select 1 from app.import_drafts where initiative_id = $1`)).toEqual([])
  })

  it('a step made on an older version is refused, and an import is run once', async () => {
    const draft = await checked(`${HEADER}A1;P1;2026-Q1;10\n`)
    expect((await change(lead, { ...draft, version: draft.version - 1 }, {})).status).toBe(412)
    expect((await run(lead, draft)).status).toBe(201)
    expect((await lead.ask<Problem>('POST', at(draft, '/run'))).body.code).toBe('import_draft_done')
  })

  it('a two-level header with merged titles is found, and side-by-side columns become rows', async () => {
    const text = 'Lieu;2026;;;\n;T1;T2;T3;T4\nA1;1;2;3;4\nA2;5;6;7;8\n'
    const draft = (await begin(lead, text)).body
    expect([draft.choices.headerRow, draft.choices.headerRows, draft.preview?.columns.map(({ name }) => name)]).toEqual([
      '2',
      '2',
      ['Lieu', '2026 / T1', '2026 / T2', '2026 / T3', '2026 / T4'],
    ])
    const wide = await change(lead, draft, {
      ...CHOICES,
      partnerFrom: 'constant:P1',
      figure: 'columns',
      valueColumns: ['#2', '#3', '#4', '#5'],
      headerMeans: 'period',
      repairs: { ...draft.choices.repairs, periods: Object.fromEntries([1, 2, 3, 4].map((n) => [`2026 / T${n}`, `2026-Q${n}`])) },
    })
    const result = (await check(lead, wide.body)).body.checked
    expect(result?.result, JSON.stringify(result)).toMatchObject({ read: 8, created: 8, rejected: 0 })
  })
})
