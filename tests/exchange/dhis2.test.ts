import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import { importDhis2 } from '#server/tools/import-dhis2.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const uid = (letter: string, number: number) => `${letter}${String(number).padStart(10, '0')}`
const [TOP, NORTH, SOUTH, CLINIC, POST] = [uid('o', 1), uid('o', 2), uid('o', 3), uid('o', 4), uid('o', 5)]
const [VISITS, RATE, WAIT, OPEN] = [uid('d', 1), uid('d', 2), uid('d', 3), uid('d', 4)]
const [COMBO, GIRLS, BOYS] = [uid('c', 1), uid('x', 1), uid('x', 2)]
const SQUARE = {
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [2, 0],
      [2, 2],
      [0, 2],
      [0, 0],
    ],
  ],
}

const METADATA = {
  system: { id: 'demo' },
  organisationUnits: [
    { id: TOP, name: 'Pays', path: `/${TOP}`, openingDate: '1970-01-01T00:00:00.000', geometry: SQUARE },
    { id: NORTH, name: 'Nord', path: `/${TOP}/${NORTH}`, code: '01', openingDate: '1990-01-01' },
    { id: SOUTH, name: 'Sud', path: `/${TOP}/${SOUTH}`, code: '02' },
    {
      id: CLINIC,
      name: 'Clinique',
      path: `/${TOP}/${NORTH}/${CLINIC}`,
      code: '00123',
      organisationUnitGroups: [{ id: uid('g', 1) }],
      geometry: { type: 'Point', coordinates: [1, 1] },
    },
    { id: POST, name: 'Poste', path: `/${TOP}/${SOUTH}/${POST}`, translations: [{ property: 'NAME', locale: 'en', value: 'Post' }] },
  ],
  organisationUnitLevels: [
    { id: uid('l', 1), level: 1, name: 'Pays' },
    { id: uid('l', 2), level: 2, name: 'District' },
    { id: uid('l', 3), level: 3, name: 'Établissement' },
  ],
  organisationUnitGroups: [
    { id: uid('g', 1), name: 'Public' },
    { id: uid('g', 2), name: 'Privé', organisationUnits: [{ id: POST }, { id: CLINIC }] },
  ],
  organisationUnitGroupSets: [{ id: uid('s', 1), name: 'Propriété', organisationUnitGroups: [{ id: uid('g', 1) }, { id: uid('g', 2) }] }],
  dataElements: [
    { id: VISITS, name: 'Visites', valueType: 'INTEGER', aggregationType: 'SUM', domainType: 'AGGREGATE', categoryCombo: { id: COMBO } },
    { id: RATE, name: 'Taux', valueType: 'PERCENTAGE', aggregationType: 'AVERAGE', domainType: 'AGGREGATE' },
    { id: WAIT, name: 'Attente', valueType: 'NUMBER', aggregationType: 'AVERAGE', domainType: 'AGGREGATE' },
    { id: OPEN, name: 'Ouvert', valueType: 'TRUE_ONLY', aggregationType: 'SUM', domainType: 'AGGREGATE' },
    { id: uid('d', 5), name: 'Dossier', valueType: 'TEXT', aggregationType: 'NONE', domainType: 'AGGREGATE' },
    { id: uid('d', 6), name: 'Suivi', valueType: 'NUMBER', aggregationType: 'SUM', domainType: 'TRACKER' },
  ],
  dataSets: [{ id: uid('t', 1), name: 'Trimestriel', periodType: 'Quarterly', dataSetElements: [{ dataElement: { id: WAIT } }] }],
  categoryCombos: [
    { id: COMBO, name: 'Sexe', categoryOptionCombos: [{ id: GIRLS }, { id: BOYS }] },
    { id: uid('c', 2), name: 'default' },
  ],
  categoryOptionCombos: [
    { id: GIRLS, name: 'Filles', categoryCombo: { id: COMBO } },
    { id: BOYS, name: 'Garçons', categoryCombo: { id: COMBO } },
    { id: 'HllvX50cXC0', name: 'default' },
  ],
}

const SET = {
  dataValues: [
    {
      dataElement: VISITS,
      period: '202601',
      orgUnit: CLINIC,
      categoryOptionCombo: GIRLS,
      attributeOptionCombo: 'HllvX50cXC0',
      value: '007',
      storedBy: 'somebody',
      comment: '=1+1',
    },
    { dataElement: VISITS, period: '202601', orgUnit: POST, categoryOptionCombo: GIRLS, value: '5' },
    { dataElement: VISITS, period: '202601', orgUnit: POST, categoryOptionCombo: uid('x', 9), value: '2' },
    { dataElement: VISITS, period: '202601', orgUnit: NORTH, categoryOptionCombo: GIRLS, attributeOptionCombo: uid('a', 1), value: '1' },
    { dataElement: VISITS, period: '202601', orgUnit: NORTH, categoryOptionCombo: GIRLS, value: '3' },
    { dataElement: RATE, period: '2026', orgUnit: CLINIC, value: '14.5' },
    { dataElement: WAIT, period: '2026Q1', orgUnit: CLINIC, value: '-2.5' },
    { dataElement: OPEN, period: '202601', orgUnit: CLINIC, value: 'true' },
  ],
}

const json = (document: unknown) => Buffer.from(JSON.stringify(document))

async function send(who: Asker, here: TestInitiative, fileName: string, bytes: Buffer, fields: Record<string, string> = {}) {
  return who.ask<Import>('POST', here.path('/imports'), { body: importForm(fileName, bytes, fields) })
}

async function scene() {
  // Before the lock of the first month: afterwards a correction asks for a revision.
  const here = await world.buildInitiative({ clockFrozenAt: '2026-04-15T13:00:00Z' })
  return { here, lead: await here.person({ role: 'backbone', lead: true }) }
}

async function figures(here: TestInitiative) {
  return world.maintain(here.id, async (client) => {
    const { rows } = await client.query<Record<string, unknown>>(
      `select i.code as indicator, t.code as territory, p.code as period, o.category, o.value, o.bool_value, o.presence, o.is_direct_total as direct, o.state, o.version, o.comment
       from app.observations o join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id
       join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id where o.initiative_id = $1 order by 1, 2, 3, 4`,
      [here.id],
    )
    return rows
  })
}

describe('metadata of DHIS2', () => {
  it('units, groups, elements and combos become places, indicators and categories; the same file again changes nothing', async () => {
    const { here, lead } = await scene()
    const loaded = await send(lead, here, 'metadata.json', json(METADATA))
    expect(loaded.body, loaded.text).toMatchObject({
      id: null,
      state: 'done',
      result: { created: 11, changed: 0, skipped: 3, skippedBy: { value_type: 1, tracker: 1, twice_grouped: 1 }, territoriesCreated: 7, categoriesCreated: 2 },
    })
    // The initiative had levels of its own: those of DHIS2 are a hierarchy beside them.
    const levels = await lead.get<{ items: { code: string; hierarchy: string; rank: number; nameFr: string }[] }>(here.path('/territory-levels'))
    expect(
      levels.body.items.filter(({ code }) => code.startsWith('dhis2-')).map(({ code, hierarchy, rank, nameFr }) => [code, hierarchy, rank, nameFr]),
    ).toEqual([
      ['dhis2-3', 'dhis2', 1, 'Établissement'],
      ['dhis2-2', 'dhis2', 2, 'District'],
      ['dhis2-1', 'dhis2', 3, 'Pays'],
    ])
    const places = await lead.get<{ items: Record<string, unknown>[] }>(here.path('/territories'))
    const place = (code: string) => places.body.items.find((one) => one.code === code)
    expect(place(CLINIC)).toMatchObject({ levelCode: 'dhis2-3', parentCode: NORTH, nameFr: 'Clinique' })
    expect(place(NORTH)).toMatchObject({ parentCode: TOP, validFrom: '1990-01-01' })
    expect(place(TOP)).toMatchObject({ parentCode: null, validFrom: null, hasShape: true, isTop: false })
    expect(place(POST)).toMatchObject({ nameFr: 'Poste', nameEn: 'Post' })
    expect(place(uid('g', 2))).toMatchObject({ levelCode: uid('s', 1), nameFr: 'Privé' })
    const inside = await lead.get<{ items: { code: string }[] }>(here.path('/territories'), { parent: uid('g', 2) })
    expect(inside.body.items.map(({ code }) => code)).toEqual([POST])
    const wait = await lead.get<{ current: Record<string, unknown> }>(here.path(`/indicators/${WAIT}`))
    expect(wait.body.current).toMatchObject({ unitKind: 'mean', frequency: 'quarter', sourceKind: 'administrative', suppressionApplies: true })
    const dimensions = await lead.get<{ items: Record<string, unknown>[] }>(here.path('/dimensions'))
    expect(dimensions.body.items).toContainEqual({
      code: COMBO,
      nameFr: 'Sexe',
      nameEn: null,
      exclusive: true,
      exhaustive: true,
      categories: [expect.objectContaining({ code: GIRLS, nameFr: 'Filles' }), expect.objectContaining({ code: BOYS, nameFr: 'Garçons' })],
    })
    const again = await send(lead, here, 'metadata.json', json(METADATA))
    expect(again.body).toMatchObject({ state: 'done', result: { created: 0, changed: 0, territoriesCreated: 0, categoriesCreated: 0 } })
  })

  it('only the backbone loads it, and a dry run leaves nothing', async () => {
    const { here, lead } = await scene()
    const contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    expect(await send(contributor, here, 'metadata.json', json(METADATA))).toMatchObject({ status: 403, body: { code: 'not_allowed' } })
    expect((await send(lead, here, 'metadata.json', json(METADATA), { dryRun: 'true' })).body).toMatchObject({
      state: 'done',
      dryRun: true,
      result: { created: 11 },
    })
    const places = await lead.get<{ items: { code: string }[] }>(here.path('/territories'))
    expect(places.body.items.map(({ code }) => code)).not.toContain(TOP)
  })
})

describe('values of DHIS2', () => {
  it('land under their own identifiers, keep unknown combos, and change nothing when they come again, as JSON or CSV', async () => {
    const { here, lead } = await scene()
    await send(lead, here, 'metadata.json', json(METADATA))
    const first = await send(lead, here, 'values.json', json(SET))
    expect(first.body, first.text).toMatchObject({ state: 'done', result: { read: 8, created: 8, rejected: 0, categoriesCreated: 2 } })
    const stored = await figures(here)
    const told = (row: Record<string, unknown>) => [row.indicator, row.territory, row.period, row.category, row.value ?? row.bool_value, row.direct]
    expect(stored.map(told)).toEqual([
      [VISITS, NORTH, '2026-01', `${COMBO}:${GIRLS}`, '3', false],
      [VISITS, NORTH, '2026-01', `${COMBO}:${GIRLS};dhis2-aoc:${uid('a', 1)}`, '1', false],
      [VISITS, CLINIC, '2026-01', `${COMBO}:${GIRLS}`, '7', false],
      [VISITS, POST, '2026-01', `${COMBO}:${GIRLS}`, '5', false],
      [VISITS, POST, '2026-01', `dhis2-coc:${uid('x', 9)}`, '2', false],
      [RATE, CLINIC, '2026', 'TOTAL', '0.145', true],
      [WAIT, CLINIC, '2026-Q1', 'TOTAL', '-2.5', true],
      [OPEN, CLINIC, '2026-01', 'TOTAL', true, false],
    ])
    expect(new Set(stored.map(({ state }) => state))).toEqual(new Set(['validated']))
    // As DHIS2 does, what a district reported itself is added to what its clinics did.
    const cells = await lead.get<{ cells: Record<string, unknown>[] }>(here.path('/progress'), {
      indicator: VISITS,
      territory: NORTH,
      period: '2026-01',
      category: `${COMBO}:${GIRLS}`,
    })
    expect(cells.body.cells, cells.text).toMatchObject([{ territory: NORTH, value: '10' }])
    const dimensions = await lead.get<{ items: { code: string; nameFr: string }[] }>(here.path('/dimensions'))
    expect(dimensions.body.items.filter(({ code }) => code.startsWith('dhis2-')).map(({ nameFr }) => nameFr.slice(0, 11))).toEqual([
      'Combinaison',
      'Combinaison',
    ])

    expect((await send(lead, here, 'values.json', json(SET))).body).toMatchObject({ state: 'done', result: { created: 0, changed: 0, unchanged: 8 } })
    for (const format of ['dhis2', 'dhis2csv']) {
      const written = await lead.ask('GET', here.path('/exports'), { query: { format } })
      expect(written.status, written.text).toBe(200)
      expect(written.text).not.toContain('somebody')
      const back = await send(lead, here, `${format}.txt`, Buffer.from(written.text))
      expect(back.body, `${written.text}\n${back.text}`).toMatchObject({
        state: 'done',
        result: { read: 8, created: 0, changed: 0, unchanged: 8, rejected: 0 },
      })
    }
    expect((await figures(here)).map(({ version }) => version)).toEqual(stored.map(() => 1))
  })

  it('describing a combo later leaves its figures where they are', async () => {
    const { here, lead } = await scene()
    const { categoryCombos: _, categoryOptionCombos: __, ...bare } = METADATA
    await send(lead, here, 'metadata.json', json(bare))
    await send(lead, here, 'values.json', json(SET))
    const before = (await figures(here)).map(({ category }) => category)
    expect(before).toContain(`dhis2-coc:${GIRLS}`)
    await send(lead, here, 'metadata.json', json(METADATA))
    expect((await send(lead, here, 'values.json', json(SET))).body).toMatchObject({ result: { created: 0, changed: 0, unchanged: 8 } })
    expect((await figures(here)).map(({ category }) => category)).toEqual(before)
    const dimensions = await lead.get<{ items: { code: string; categories: { code: string; nameFr: string }[] }[] }>(here.path('/dimensions'))
    expect(dimensions.body.items.find(({ code }) => code === 'dhis2-coc')?.categories.find(({ code }) => code === GIRLS)?.nameFr).toBe('Filles')
  })

  it('a correction makes a revision, a deletion leaves the former value in the history', async () => {
    const { here, lead } = await scene()
    await send(lead, here, 'metadata.json', json(METADATA))
    await send(lead, here, 'values.json', json(SET))
    const [, second] = SET.dataValues
    const changed = await send(lead, here, 'values.json', json({ dataValues: [{ ...second, value: '6' }] }))
    expect(changed.body).toMatchObject({ result: { created: 0, changed: 1 } })
    const gone = await send(
      lead,
      here,
      'values.json',
      json({
        dataValues: [
          { ...second, deleted: true },
          { ...second, period: '202602', deleted: true },
        ],
      }),
    )
    expect(gone.body, gone.text).toMatchObject({ state: 'done', result: { read: 2, changed: 1, skipped: 1, skippedBy: { deleted: 1 } } })
    expect((await figures(here)).find((row) => row.territory === POST && row.category === `${COMBO}:${GIRLS}`)).toMatchObject({
      presence: 'missing',
      value: null,
      version: 3,
    })
  })

  it('every refused value is named with its reason, and nothing is written unless partial', async () => {
    const { here, lead } = await scene()
    await send(lead, here, 'metadata.json', json(METADATA))
    const csv = [
      'dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value',
      `${VISITS},202601,${CLINIC},,,12`,
      `${VISITS},2026W3,${CLINIC},,,12`,
      `${VISITS},202602,${uid('o', 99)},,,12`,
      `${uid('d', 99)},202602,${CLINIC},,,12`,
      `${VISITS},202602,${CLINIC},,,"1,5"`,
      `${VISITS},202603,${CLINIC},,,1.5`,
      `${OPEN},202603,${CLINIC},,,peut-être`,
      `${VISITS},202604,${CLINIC},,partner:P9,1`,
    ].join('\n')
    const refused = await send(lead, here, 'values.csv', Buffer.from(csv))
    expect(refused.body, refused.text).toMatchObject({ state: 'refused', result: { read: 8, created: 0, rejected: 7 } })
    expect(refused.body.result?.rejections.map(({ row, column, code }) => [row, column, code])).toEqual([
      [3, 'period', 'period_weekly'],
      [4, 'orgUnit', 'territory_unknown'],
      [5, 'dataElement', 'indicator_unknown'],
      [6, 'value', 'not_a_number'],
      [7, 'value', 'not_an_integer'],
      [8, 'value', 'not_yes_or_no'],
      [9, 'attributeOptionCombo', 'partner_unknown'],
    ])
    expect(await figures(here)).toEqual([])
    expect((await send(lead, here, 'values.csv', Buffer.from(csv), { partial: 'true' })).body).toMatchObject({
      state: 'done',
      result: { created: 1, rejected: 7 },
    })
  })

  it('units are found by the code that the initiative gave as their identifier elsewhere', async () => {
    const { here, lead } = await scene()
    await world.maintain(here.id, (client) =>
      client.query(`update app.territories set external_id = $2 where initiative_id = $1 and code = 'A1'`, [here.id, CLINIC]),
    )
    await send(lead, here, 'metadata.json', json({ dataElements: METADATA.dataElements }))
    const [value] = SET.dataValues
    const done = await send(lead, here, 'values.json', json({ dataValues: [value, { ...value, orgUnit: 'B1' }] }))
    expect(done.body, done.text).toMatchObject({ state: 'done', result: { created: 2 } })
    expect((await figures(here)).map(({ territory }) => territory)).toEqual(['A1', 'B1'])
    const written = await lead.ask<{ dataValues: { orgUnit: string }[] }>('GET', here.path('/exports'), { query: { format: 'dhis2' } })
    expect(written.body.dataValues.map(({ orgUnit }) => orgUnit).sort()).toEqual(['B1', CLINIC].sort())
  })

  it('a partner’s own figures go out and come back as its own', async () => {
    const { here, lead } = await scene()
    const contributor = await here.person({ role: 'partner_contributor', partner: 'P2' })
    await send(lead, here, 'metadata.json', json(METADATA))
    const set = json({ dataValues: [{ dataElement: OPEN, period: '202601', orgUnit: 'A1', value: 'false' }] })
    expect((await send(contributor, here, 'values.json', set)).body).toMatchObject({ state: 'done', result: { created: 1 } })
    const written = await lead.ask<{ dataValues: unknown[] }>('GET', here.path('/exports'), { query: { format: 'dhis2', basis: 'provisional' } })
    expect(written.body.dataValues).toEqual([{ dataElement: OPEN, period: '202601', orgUnit: 'A1', attributeOptionCombo: 'partner:P2', value: 'false' }])
    expect((await send(contributor, here, 'back.json', Buffer.from(written.text))).body).toMatchObject({ state: 'done', result: { unchanged: 1, created: 0 } })
    const other = await here.person({ role: 'partner_contributor', partner: 'P3' })
    expect((await send(other, here, 'back.json', Buffer.from(written.text))).body).toMatchObject({
      state: 'refused',
      result: { rejections: [{ code: 'partner_not_yours' }] },
    })
  })

  it('comments with people’s numbers stop the file, and what is no DHIS2 is told', async () => {
    const { here, lead } = await scene()
    const [value] = SET.dataValues
    const named = await send(
      lead,
      here,
      'values.json',
      json({
        dataValues: [
          { ...value, comment: 'NAM TREM 5612 1234' },
          { ...value, period: '202602', comment: 'TREM 5612 1234' },
        ],
      }),
    )
    expect(named.status, named.text).toBe(422)
    const [done] = await importDhis2(world.db, new Date(), { initiative: here.slug, files: [{ fileName: 'a.csv', bytes: Buffer.from('Lieu;Valeur\nA1;12') }] })
    expect(done).toMatchObject({ state: 'refused', result: { rejections: [{ code: 'dhis2_unreadable' }] } })
  })
})

describe('the command', () => {
  it('takes metadata and values in any order, and a dry run tries the values on what the metadata would make', async () => {
    const { here } = await scene()
    const files = [
      { fileName: 'values.json', bytes: json(SET) },
      { fileName: 'metadata.json', bytes: json(METADATA) },
    ]
    const dry = await importDhis2(world.db, new Date(), { initiative: here.slug, files, dryRun: true })
    expect(dry.map(({ files: names, state, result }) => [names, state, result.created])).toEqual([
      [['metadata.json'], 'done', 11],
      [['values.json'], 'done', 8],
    ])
    expect(await figures(here)).toEqual([])
    const done = await importDhis2(world.db, new Date(), { initiative: here.slug, files })
    expect(done.map(({ state, result }) => [state, result.created])).toEqual([
      ['done', 11],
      ['done', 8],
    ])
  })
})
