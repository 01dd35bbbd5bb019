import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import { FIGURE_COLUMNS } from '#shared/exchange/export/columns.ts'
import { readCsv } from '#server/features/exchange/parser/csv.ts'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { readWorkbook } from '#server/features/exchange/parser/workbook.ts'
import { download, type Download } from '../support/download.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { buildRelease, release } from '../support/release.ts'
import { readZip } from '../support/zip.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let initiative: TestInitiative
let figures: FigureBuilder
let lead: Asker

const file = (asker: Asker, query: Record<string, string>): Promise<Download> => download(world, asker, initiative.path('/exports'), query)
const importAgain = async (asker: Asker, { fileName, bytes }: Pick<Download, 'fileName' | 'bytes'>) =>
  asker.ask<Import>('POST', initiative.path('/imports'), { body: importForm(fileName, bytes, {}) })
const NOTHING_NEW = { created: 0, changed: 0, rejected: 0 }

/** The application behind a real socket, for answers that are read while they are written. */
async function listening(): Promise<string> {
  const known = world.app.server.address()
  if (known !== null && typeof known === 'object') return `http://127.0.0.1:${known.port}`
  return world.app.listen({ host: '127.0.0.1', port: 0 })
}

/** Rows of a CSV under its header, below the lines that name it. */
function rowsOf(text: string, delimiter: ';' | ',' = ';'): Record<string, string>[] {
  const lines = readCsv(text.replace('\ufeff', ''), delimiter).table.rows.filter((row) => !String(row[0]).startsWith('#'))
  const [names = [], ...rows] = lines
  return rows.map((row) => Object.fromEntries(row.map((cell, index) => [String(names[index]), String(cell)])))
}

/** Every cell of the figures of a file. */
async function tablesOf(format: string, bytes: Buffer, language: string): Promise<readonly (readonly unknown[])[]> {
  if (format === 'xlsx') return (await readWorkbook(bytes, FileFormat.parse({}))).tables[0]?.rows ?? []
  const text = format === 'datapackage' ? (readZip(bytes).get('data/figures.csv') ?? '') : bytes.toString('utf8')
  return readCsv(text, language === 'fr' ? ';' : ',').table.rows
}

beforeEach(async () => {
  initiative = await world.buildInitiative()
  figures = figuresOf(world, initiative)
  lead = await initiative.person({ role: 'backbone', lead: true })
})

/** One figure of every kind, presence and oddity. */
async function everyKind(): Promise<number> {
  const events = await figures.indicator('EVENTS', { name_fr: 'Rencontres' })
  const people = await figures.indicator('PEOPLE', { counting_unit: 'persons', overlap_partners: 'possible' })
  const rate = await figures.indicator('RATE', {
    unit_kind: 'ratio',
    counting_unit: 'persons',
    is_proportion: true,
    display_factor: 100,
    decimals: 1,
    temporal_kind: 'stock',
    unit_label_fr: '%',
  })
  const official = await figures.indicator(
    'OFFICIAL',
    { unit_kind: 'ratio', parts_unknown: true, is_proportion: true, display_factor: 100, decimals: 1, frequency: 'year', temporal_kind: 'stock' },
    { scope: 'population' },
  )
  const mean = await figures.indicator('MEAN', { unit_kind: 'mean' })
  const index = await figures.indicator('INDEX', { unit_kind: 'index', index_min: 0, index_max: 10 })
  const money = await figures.indicator('MONEY', { unit_kind: 'currency', counting_unit: 'money', currency_code: 'CAD' })
  const done = await figures.indicator('DONE', { unit_kind: 'milestone' })
  await world.maintain(initiative.id, async (client) => {
    await client.query(`insert into app.dimensions (initiative_id, code, name_fr) values ($1, 'sex', 'Sexe'), ($1, 'age', 'Âge')`, [initiative.id])
    await client.query(
      `insert into app.categories (initiative_id, dimension_id, code, name_fr, position)
       select d.initiative_id, d.id, c.code, c.code, 0 from app.dimensions d join (values ('sex', 'F'), ('age', '0-4')) c(dimension, code) on c.dimension = d.code where d.initiative_id = $1`,
      [initiative.id],
    )
    for (const indicator of [events, people])
      await client.query(
        `insert into app.indicator_dimensions (initiative_id, indicator_version_id, dimension_id) select $1, $2, id from app.dimensions where initiative_id = $1`,
        [initiative.id, indicator.versionId],
      )
  })
  const money2 = { amount_original: '100.5', currency_code: 'USD', fx_rate: '1.35', fx_date: '2026-03-01', value: '135.675' }
  const given: [Parameters<FigureBuilder['figure']>[0], string, string | null, string, Record<string, unknown>][] = [
    [events, 'A1', 'P1', '2026-Q1', { value: '0' }],
    [events, 'A2', 'P2', '2026-Q1', { value: '1234', comment: '=HYPERLINK("http://x.example";"cliquez")' }],
    [events, 'A2', 'P2', '2026-Q2', { value: '12', comment: 'Deux lignes :\n« l’une », l’autre ; "cité"', state: 'submitted', flags: ['E', 'P'] }],
    [events, 'B1', 'P3', '2026-Q1', { value: '7', comment: '-1 de moins', category: 'sex:F' }],
    [events, 'B1', 'P3', '2026-Q2', { presence: 'missing' }],
    [events, 'A1', 'P3', '2026-Q2', { presence: 'not_applicable', presence_reason: '@fermé  cet été' }],
    [events, 'A1', 'P2', '2026-Q2', { presence: 'not_expected', presence_reason: 'pause' }],
    [events, 'A', null, '2026-Q1', { value: '4000', is_direct_total: true, state: 'published' }],
    [people, 'A1', 'P1', '2026-Q1', { value: '120' }],
    [people, 'A1', 'P2', '2026-Q1', { value: '80' }],
    [people, 'A1', 'P2', '2026-Q1', { value: '30', category: 'age:0-4;sex:F' }],
    [rate, 'A1', 'P1', '2026-Q1', { numerator: '12', denominator: '30' }],
    [rate, 'B1', 'P1', '2026-Q1', { presence: 'missing', flags: ['S'] }],
    [official, 'A', null, '2025', { value: '0.309', is_direct_total: true }],
    [mean, 'A1', 'P1', '2026-Q1', { value: '-12.5', sample_n: '40' }],
    [mean, 'A1', 'P1', '2026-Q2', { value: '0.000123' }],
    [index, 'A1', 'P1', '2026-Q1', { value: '7.25', is_direct_total: true }],
    [money, 'A1', 'P1', '2026-Q1', money2],
    [money, 'A2', 'P1', '2026-Q1', { amount_original: '12500', currency_code: 'CAD', fx_rate: '1', value: '12500' }],
    [done, 'A1', 'P1', '2026-Q1', { bool_value: true, achieved_on: '2026-02-03' }],
    [done, 'A2', 'P1', '2026-Q1', { bool_value: false }],
  ]
  for (const [indicator, territory, partner, period, columns] of given) await figures.figure(indicator, territory, partner, period, columns)
  await figures.recompute()
  return given.length
}

describe('a file comes back as it was (P29)', () => {
  it.each([
    ['csv', 'fr'],
    ['csv', 'en'],
    ['xlsx', 'fr'],
    ['xlsx', 'en'],
    ['json', 'fr'],
    ['datapackage', 'en'],
  ])('%s, %s: every figure is read again without a mapping, and nothing changes', async (format, language) => {
    const count = await everyKind()
    const answer = await file(lead, { format, language, basis: 'provisional' })
    expect([answer.status, answer.disposition]).toEqual([200, expect.stringContaining(`attachment; filename="maillage_${initiative.slug}_figures_`)])
    const again = await importAgain(lead, answer)
    expect([again.status, again.body.state, again.body.result?.rejections], again.text).toEqual([201, 'done', []])
    expect(again.body.result).toMatchObject({ ...NOTHING_NEW, read: count, unchanged: count, skipped: 0 })
  })
})

describe('what a file says of itself', () => {
  it('the CSV of a French spreadsheet: mark, semicolons, decimal commas, day, version and filters in lines before the header', async () => {
    await everyKind()
    const { text, type } = await file(lead, { format: 'csv', language: 'fr', basis: 'provisional', indicator: 'MEAN,EVENTS', from: '2026-Q1' })
    const [mark, what, when, filters] = text.split('\r\n')
    expect([type, mark]).toEqual(['text/csv; charset=utf-8', '\ufeff"# maillage-export 1 figures fr"'])
    expect(what).toContain(`Démarche ${initiative.slug}`)
    expect(when).toMatch(/Exporté le .* · données au .* · Maillage \d+\.\d+\.\d+/)
    expect(filters).toMatch(/indicateur = MEAN,EVENTS ; depuis = 2026-Q1 ; chiffres = validés et remis/)
    const header = text.split('\r\n').find((line) => line.startsWith('indicateur;'))
    expect(header?.split(';')).toEqual(FIGURE_COLUMNS.map(({ fr }) => fr))
    const mean = rowsOf(text).filter((row) => row.indicateur === 'MEAN')
    expect(mean.map((row) => [row.valeur, row.effectif, row['présence'], row['état']])).toEqual([
      ['-12,5', '40', 'déclarée', 'validée'],
      ['0,000123', '', 'déclarée', 'validée'],
    ])
  })

  it('the CSV of an English one: commas, points, codes', async () => {
    await everyKind()
    const { text } = await file(lead, { format: 'csv', language: 'en', indicator: 'RATE' })
    expect(text.startsWith('"# maillage-export 1 figures en"')).toBe(true)
    const [row] = rowsOf(text, ',')
    expect(row).toMatchObject({
      indicator: 'RATE',
      unit_kind: 'ratio',
      numerator: '12',
      denominator: '30',
      value: '',
      displayed_value: '40',
      presence: 'reported',
      obs_status: 'A',
    })
  })

  it('absences and flags carry their SDMX code', async () => {
    await everyKind()
    const { text } = await file(lead, { format: 'csv', language: 'en', basis: 'provisional', indicator: 'EVENTS,RATE', period: '2026-Q2' })
    expect(rowsOf(text, ',').map((row) => [row.territory, row.partner, row.presence, row.obs_status])).toEqual([
      ['A1', 'P2', 'not_expected', 'L'],
      ['A1', 'P3', 'not_applicable', 'M'],
      ['A2', 'P2', 'reported', 'E|P|V'],
      ['B1', 'P3', 'missing', 'O'],
    ])
  })

  it('JSON and the package name filters, day and version for programs; decimals are text', async () => {
    await everyKind()
    const { text } = await file(lead, { format: 'json', indicator: 'MEAN' })
    const answer = JSON.parse(text) as { filters: object; figures: Record<string, unknown>[] }
    expect(answer).toMatchObject({
      'maillage-export': 1,
      content: 'figures',
      filters: { indicator: 'MEAN', basis: 'validated' },
      initiative: { slug: initiative.slug },
    })
    expect(answer.figures.map(({ value, n }) => [value, n])).toEqual([
      ['-12.5', '40'],
      ['0.000123', null],
    ])
  })

  it('the package holds a schema for each table, the definitions and their sources', async () => {
    await figures.indicator('SOURCED', { source_fr: 'Institut de la statistique', licence: 'CC-BY-4.0', overlap_partners: 'possible' })
    await figures.figure(await figures.indicator('X'), 'A1', 'P1', '2026-Q1', { value: '1' })
    const sourced = await figures.indicator('Y', { source_fr: 'Institut de la statistique', licence: 'CC-BY-4.0' })
    await figures.figure(sourced, 'A1', 'P1', '2026-Q1', { value: '1' })
    const { bytes, type } = await file(lead, { format: 'datapackage' })
    const entries = readZip(bytes)
    expect([type, [...entries.keys()]]).toEqual([
      'application/zip',
      ['datapackage.json', 'data/figures.csv', 'data/indicators.csv', 'data/territories.csv', 'data/partners.csv'],
    ])
    const descriptor = JSON.parse(entries.get('datapackage.json') ?? '') as {
      resources: { path: string; schema: { fields: { name: string; type: string }[] } }[]
    }
    expect(descriptor).toMatchObject({ profile: 'data-package', sources: [{ title: 'Institut de la statistique' }], licenses: [{ name: 'CC-BY-4.0' }] })
    for (const { path, schema } of descriptor.resources) expect(entries.get(path)?.split('\r\n')[0]).toBe(schema.fields.map(({ name }) => name).join(','))
    expect(descriptor.resources[0]?.schema.fields.find(({ name }) => name === 'value')?.type).toBe('number')
    // Only what is in the file is defined.
    expect(
      entries
        .get('data/indicators.csv')
        ?.split('\r\n')
        .slice(1, -1)
        .map((line) => line.split(',')[0]),
    ).toEqual(['X', 'Y'])
  })

  it('each export is one row of the audit log, with what was asked for', async () => {
    await everyKind()
    await file(lead, { format: 'xlsx', indicator: 'MEAN' })
    const rows = await world.maintain(
      initiative.id,
      async (client) =>
        (await client.query<{ details: unknown }>(`select details from app.audit_log where initiative_id = $1 and action = 'export.make'`, [initiative.id]))
          .rows,
    )
    expect(rows.map(({ details }) => details)).toEqual([{ format: 'xlsx', content: 'figures', filters: { indicator: 'MEAN', basis: 'validated' }, rows: 2 }])
  })

  it.each([
    [{ indicator: 'NOPE' }, 'unknown_reference'],
    [{ territory: 'NOPE' }, 'unknown_reference'],
    [{ partner: 'P9' }, 'unknown_reference'],
    [{ category: 'sex' }, 'unknown_reference'],
    [{ period: 'hier' }, 'invalid_period'],
  ])('%j is refused with its reason, before anything is sent', async (query, code) => {
    await figures.indicator('X')
    const answer = await file(lead, { format: 'csv', ...query } as Record<string, string>)
    expect([answer.status, (JSON.parse(answer.text) as { code: string }).code, answer.disposition]).toEqual([422, code, ''])
  })
})

describe('filters', () => {
  const keysOf = ({ text }: Download) => rowsOf(text, ',').map((row) => [row.indicator, row.territory, row.partner, row.period, row.category].join(' '))
  it('narrow down by indicator, level within a territory, partner, period, category and basis', async () => {
    const x = await figures.indicator('X')
    await figures.indicator('Z')
    for (const [territory, partner, period, more] of [
      ['A1', 'P1', '2026-Q1', {}],
      ['A2', 'P2', '2026-Q2', {}],
      ['B1', 'P1', '2026-Q2', { state: 'submitted' }],
      ['A', 'P1', '2025-Q4', {}],
      ['A1', 'P1', '2026-Q1', { category: 'sex:F' }],
      ['A1', 'P3', '2026-Q1', { state: 'draft' }],
    ] as const)
      await figures.figure(x, territory, partner, period, { value: '1', ...more })
    const ask = async (query: Record<string, string>) => keysOf(await file(lead, { format: 'csv', language: 'en', ...query }))
    expect(await ask({})).toEqual(['X A P1 2025-Q4 TOTAL', 'X A1 P1 2026-Q1 TOTAL', 'X A1 P1 2026-Q1 sex:F', 'X A2 P2 2026-Q2 TOTAL'])
    expect(await ask({ indicator: 'Z' })).toEqual([])
    expect(await ask({ level: 'local', territory: 'A', category: 'TOTAL' })).toEqual(['X A1 P1 2026-Q1 TOTAL', 'X A2 P2 2026-Q2 TOTAL'])
    expect(await ask({ territory: 'A', category: 'TOTAL' })).toEqual(['X A P1 2025-Q4 TOTAL', 'X A1 P1 2026-Q1 TOTAL', 'X A2 P2 2026-Q2 TOTAL'])
    expect(await ask({ territory: 'B' })).toEqual([])
    expect(await ask({ partner: 'P2' })).toEqual(['X A2 P2 2026-Q2 TOTAL'])
    expect(await ask({ from: '2026-Q2' })).toEqual(['X A2 P2 2026-Q2 TOTAL'])
    expect(await ask({ to: '2025' })).toEqual(['X A P1 2025-Q4 TOTAL'])
    expect(await ask({ period: '2026-Q1', category: 'sex:F' })).toEqual(['X A1 P1 2026-Q1 sex:F'])
    expect(await ask({ period: 'latest' })).toEqual(['X A2 P2 2026-Q2 TOTAL'])
    // What is handed in counts where it is asked for; a draft never does.
    expect(await ask({ period: '2026-Q2', basis: 'provisional' })).toEqual(['X A2 P2 2026-Q2 TOTAL', 'X B1 P1 2026-Q2 TOTAL'])
  })
})

describe('texts that a spreadsheet would run', () => {
  const PAYLOADS = [
    '=1+1',
    '+1',
    '-1+2',
    '@SUM(A1)',
    '\tx',
    '\rx',
    '\nx',
    ' =1',
    '＝1',
    "'=1",
    'a;b',
    '"q"',
    'a,b',
    "l'eau",
    '=HYPERLINK("http://x.example","y")',
    'deux\r\nlignes',
  ]
  it.each([
    ['csv', 'fr'],
    ['csv', 'en'],
    ['xlsx', 'fr'],
    ['datapackage', 'en'],
  ])('%s, %s: none begins a formula, negative numbers stay numbers, and each comes back as it was', async (format, language) => {
    const events = await figures.indicator('CHANGE', { name_fr: '=cmd|x', unit_kind: 'mean', unit_label_fr: '@u' })
    for (const [index, comment] of PAYLOADS.entries()) await figures.figure(events, 'A1', 'P1', `20${String(10 + index)}-Q1`, { value: `-${index}.5`, comment })
    const answer = await file(lead, { format, language })
    const tables = await tablesOf(format, answer.bytes, language)
    const cells = tables.flat()
    const isRun = (cell: unknown) => typeof cell === 'string' && /^[\s\u00a0]*[=+\-@＝]|^[\t\r\n]/.test(cell)
    const isNumber = (cell: unknown) => typeof cell === 'string' && /^-\d+(?:[.,]\d+)?$/.test(cell)
    expect(cells.filter((cell) => isRun(cell) && !isNumber(cell))).toEqual([])
    expect(cells.filter((cell) => typeof cell === 'number' || isNumber(cell)).length).toBeGreaterThanOrEqual(PAYLOADS.length)
    if (format === 'xlsx') expect(readZip(answer.bytes).get('xl/worksheets/sheet1.xml')).not.toMatch(/<f[ >]/)
    const again = await importAgain(lead, answer)
    expect(again.body.result, again.text).toMatchObject({ ...NOTHING_NEW, unchanged: PAYLOADS.length })
  })
})

describe('long exports', () => {
  it('a version and period that fills several pages comes whole, each figure once', async () => {
    const x = await figures.indicator('X')
    const [q1, q2] = [await figures.period('2026-Q1'), await figures.period('2026-Q2')]
    await world.maintain(initiative.id, async (client) => {
      for (const [period, count] of [
        [q1, 9001],
        [q2, 10],
      ] as const)
        await client.query(
          `insert into app.observations (initiative_id, indicator_version_id, territory_id, partner_id, period_id, category, value, state)
           select $1, $2, t.id, p.id, $3, 'age:' || n, n, 'validated'
           from generate_series(1, $4::int) n join app.territories t on t.initiative_id = $1 and t.code = case n % 3 when 0 then 'A1' when 1 then 'A2' else 'B1' end
           left join app.partners p on p.initiative_id = $1 and p.code = case n % 2 when 0 then 'P1' end`,
          [initiative.id, x.versionId, period, count],
        )
    })
    const rows = rowsOf((await file(lead, { format: 'csv', language: 'en' })).text, ',')
    expect([rows.length, new Set(rows.map(({ period, category }) => `${period} ${category}`)).size]).toEqual([9011, 9011])
    const periods = rows.map(({ period }) => period)
    expect(periods).toEqual([...periods].sort())
  })

  it('a hat that ends while the file is written ends the file', async () => {
    const x = await figures.indicator('X')
    const period = await figures.period('2026-Q1')
    await world.maintain(initiative.id, (client) =>
      client.query(
        `insert into app.observations (initiative_id, indicator_version_id, territory_id, period_id, category, value, state)
         select $1, $2, $3, $4, 'age:' || n, n, 'validated' from generate_series(1, 40000) n`,
        [initiative.id, x.versionId, initiative.territory.A1, period],
      ),
    )
    const address = await listening()
    const answer = await fetch(`${address}${initiative.path('/exports')}?format=csv`, {
      headers: { cookie: lead.cookie ?? '', 'maillage-hat': lead.hatId ?? '' },
    })
    const reader = answer.body?.getReader()
    await reader?.read()
    await world.maintain(initiative.id, (client) =>
      client.query(`update app.role_assignments set ends_on = '2020-01-02' where initiative_id = $1 and id = $2`, [initiative.id, lead.hatId]),
    )
    await expect(
      (async () => {
        for (;;) if ((await reader?.read())?.done !== false) return 'whole'
      })(),
    ).rejects.toThrow()
  })
})

describe('who reads what (domain 5, row 25; D25)', () => {
  const cellsOf = ({ text }: Download) => (JSON.parse(text) as { cells: Record<string, string | null>[] }).cells
  async function released() {
    const served = await figures.indicator('SERVED', { counting_unit: 'persons', overlap_partners: 'possible' })
    const events = await figures.indicator('EVENTS')
    await figures.figure(served, 'A1', 'P1', '2026-Q1', { value: '120', state: 'published' })
    await figures.figure(served, 'A1', 'P2', '2026-Q1', { value: '80', state: 'published' })
    await figures.figure(served, 'A1', 'P3', '2026-Q1', { value: '45', state: 'published' })
    await figures.figure(events, 'A1', 'P1', '2026-Q1', { value: '7', state: 'published' })
    await figures.figure(events, 'A1', 'P2', '2026-Q2', { value: '9' })
    await figures.figure(events, 'A2', 'P2', '2026-Q2', { value: '11', state: 'submitted' })
    await figures.recompute()
    return { served, events }
  }

  it('a contributor exports its own partner’s figures, whatever it asks, and brings them back', async () => {
    await released()
    const contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
    const keys = async (query: Record<string, string>) =>
      rowsOf((await file(contributor, { format: 'csv', language: 'en', basis: 'provisional', ...query })).text, ',').map(
        (row) => `${row.indicator} ${row.territory} ${row.partner}`,
      )
    expect(await keys({})).toEqual(['EVENTS A1 P2', 'EVENTS A2 P2', 'SERVED A1 P2'])
    expect(await keys({ partner: 'P1' })).toEqual([])
    const again = await importAgain(contributor, await file(contributor, { format: 'xlsx', basis: 'provisional' }))
    expect(again.body.result, again.text).toMatchObject({ ...NOTHING_NEW, unchanged: 3 })
  })

  it.each(['funder', 'partner_viewer'] as const)('a %s gets what the release says and nothing else', async (role) => {
    await released()
    await release(lead, initiative, { name: `Pour ${role}`, throughPeriod: '2026-Q1' })
    const reader = await initiative.person({ role, ...(role === 'funder' ? {} : { partner: 'P2' }) })
    const told = async (query: Record<string, string>) =>
      cellsOf(await file(reader, { format: 'json', from: '2026-Q1', indicator: 'EVENTS', ...query }))
        .filter(({ value }) => value !== null)
        .map(({ territory, period, partner, value }) => `${territory} ${period} ${partner ?? '-'} ${value}`)
    for (const query of [{}, { basis: 'provisional' }, { category: '*' }] as Record<string, string>[]) expect(await told(query)).toEqual(['T 2026-Q1 - 7'])
    expect(await told({ level: 'local' })).toEqual(['A1 2026-Q1 - 7'])
    expect(await told({ territory: 'A2' })).toEqual([])
    for (const format of ['csv', 'dhis2']) {
      const refused = await file(reader, { format, content: 'figures' })
      expect([refused.status, refused.disposition]).toEqual([403, ''])
    }
  })

  it('a release that is named is read as on the dashboard, by whoever may read it there, and named in the file', async () => {
    const { events } = await released()
    await release(lead, initiative, { name: 'Première', throughPeriod: '2026-Q1' })
    await figures.figure(events, 'A2', 'P1', '2026-Q1', { value: '5', state: 'published' })
    await figures.recompute()
    await release(lead, initiative, { name: 'Deuxième', throughPeriod: '2026-Q1' })
    const unpublished = await buildRelease(lead, initiative, { name: 'Troisième', throughPeriod: '2026-Q1' })
    const funder = await initiative.person({ role: 'funder' })
    const query = { indicator: 'EVENTS', period: '2026-Q1' }
    for (const reader of [lead, funder]) {
      const values = async (number: string) => cellsOf(await file(reader, { format: 'json', release: number, ...query })).map(({ value }) => value)
      expect([await values('1'), await values('2')]).toEqual([['7'], ['12']])
    }
    const { text } = await file(funder, { format: 'csv', language: 'fr', release: '1', ...query })
    expect(text).toMatch(/Publication «.Première.», version 1[^]*publication nᵒ = 1/)
    for (const number of [String(unpublished.number), '9']) {
      const onDashboard = await funder.get<{ release: unknown; cells: unknown[] }>(initiative.path('/progress'), { release: number, ...query })
      expect(onDashboard.body).toMatchObject({ release: null, cells: [] })
      const exported = await file(funder, { format: 'json', release: number, ...query })
      expect([cellsOf(exported), exported.text.includes('Troisième')], number).toEqual([[], false])
    }
    for (const format of ['csv', 'dhis2']) {
      const refused = await file(lead, { format, content: 'figures', release: '1' })
      expect([refused.status, JSON.parse(refused.text)]).toEqual([422, expect.objectContaining({ code: 'export_figures_are_live' })])
    }
  })

  it('a former day is told as it was known then, one indicator at a time, and never to a funder', async () => {
    await released()
    await world.maintain(initiative.id, (client) =>
      client.query(
        `insert into app.observation_revisions (initiative_id, observation_id, number, partner_id, new_figure, new_state, reason, at)
         select initiative_id, id, version, partner_id, '{"presence":"reported","value":"7"}', 'published', 'entry', '2026-04-10T15:00:00Z'
         from app.observations where initiative_id = $1 and value = 7`,
        [initiative.id],
      ),
    )
    const query = { format: 'json', indicator: 'EVENTS', period: '2026-Q1' }
    const told = async (asKnownOn: string) =>
      JSON.parse((await file(lead, { ...query, asKnownOn })).text) as { filters: unknown; cells: { value: string | null }[] }
    expect((await told('2026-04-09')).cells.map(({ value }) => value)).toEqual([null])
    expect(await told('2026-04-10')).toMatchObject({ cells: [{ value: '7' }] })
    const codeOf = async (who: Asker, more: Record<string, string>) =>
      (JSON.parse((await file(who, { ...query, asKnownOn: '2026-04-10', ...more })).text) as { code: string }).code
    expect(await codeOf(await initiative.person({ role: 'funder' }), {})).toBe('not_allowed')
    expect(await codeOf(lead, { indicator: '' })).toBe('invalid_request')
    expect(await codeOf(lead, { content: 'figures' })).toBe('export_figures_are_live')
    const { text } = await file(lead, { ...query, format: 'csv', language: 'fr', asKnownOn: '2026-04-10' })
    expect(text).toContain('connus à la fin du = 2026-04-10')
  })

  it('where people may be counted twice a total is two bounds and an estimate, never a sum alone (domain 8, situation 5)', async () => {
    const { served } = await released()
    const ask = async () => cellsOf(await file(lead, { format: 'json', content: 'cells', indicator: 'SERVED', period: '2026-Q1' }))[0]
    expect(await ask()).toMatchObject({ value: null, lower: '120', upper: '245', estimate: null, displayed_value: null, additivity: 'chevauchement' })
    await figures.overlap(served, '0.3')
    expect(await ask()).toMatchObject({ value: null, lower: '120', upper: '245', estimate: '171.5', displayed_value: '172', obs_status: 'E' })
  })

  it('totals do not come back through the import: they are no figures to enter', async () => {
    await released()
    for (const format of ['csv', 'xlsx', 'json', 'datapackage']) {
      const answer = await file(lead, { format, content: 'cells', from: '2026-Q1' })
      const again = await importAgain(lead, answer)
      expect([again.status, (again.body as unknown as { params: { reason: string } }).params.reason], format).toEqual([422, 'export_of_totals'])
    }
  })

  it('a file that is nobody’s export needs a mapping', async () => {
    const again = await importAgain(lead, { fileName: 'essai.csv', bytes: Buffer.from('Lieu;Valeur\nA1;3\n') })
    expect([again.status, (again.body as unknown as { params: { reason: string } }).params.reason]).toEqual([422, 'mapping_needed'])
  })

  it('DHIS2: a dataValueSet of what has a place there', async () => {
    await released()
    const { text } = await file(lead, { format: 'dhis2', indicator: 'EVENTS' })
    expect(JSON.parse(text)).toMatchObject({
      dataValues: [
        { dataElement: 'EVENTS', period: '2026Q1', orgUnit: 'A1', value: '7' },
        { dataElement: 'EVENTS', period: '2026Q2', orgUnit: 'A1', value: '9' },
      ],
      maillage: { content: 'figures', filters: { indicator: 'EVENTS' } },
    })
  })
})
