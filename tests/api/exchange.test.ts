import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Import, ImportPreview, KeptMapping } from '#shared/exchange/contract.ts'
import type { MappingInput } from '#shared/exchange/mapping.ts'
import { figuresOf } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import { makeBomb } from '../support/zip.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

type Reading = MappingInput['readings'][number]
const READING: Reading = {
  indicator: { source: { constant: 'SERVED' } },
  territory: [{ source: { column: 'Lieu' } }],
  partner: { source: { column: 'Partenaire' } },
  period: { source: { column: 'Trimestre' }, pattern: 'code' },
  figure: { value: { source: { column: 'Valeur' } } },
}
const { partner: _partner, ...WITHOUT_PARTNER } = READING
const mapping = (rest: Partial<MappingInput> = {}): MappingInput => ({ readings: [READING], ...rest })
const HEADER = 'Lieu;Partenaire;Trimestre;Valeur\n'
const ROWS = `${HEADER}A1;P1;2026-Q1;12\nA2;P2;2026-Q1;30\n`

let initiative: TestInitiative
let lead: Asker
beforeEach(async () => {
  initiative = await world.buildInitiative()
  lead = await initiative.person({ role: 'backbone', lead: true })
  const figures = figuresOf(world, initiative)
  await figures.indicator('SERVED')
  await figures.indicator(
    'RATE',
    {
      unit_kind: 'ratio',
      counting_unit: 'persons',
      temporal_kind: 'stock',
      frequency: 'year',
      parts_unknown: true,
      is_proportion: true,
      source_kind: 'official',
    },
    { scope: 'population' },
  )
})

interface Problem {
  code: string
  params: Record<string, unknown>
  errors?: { pointer: string; code: string; params?: Record<string, unknown> }[]
}

const post = <Body = Import>(
  asker: Asker,
  text: string | Buffer,
  fields: Record<string, string> = {},
  options: { path?: string; headers?: Record<string, string>; name?: string } = {},
) =>
  asker.ask<Body>('POST', initiative.path(options.path ?? '/imports'), {
    body: importForm(options.name ?? 'essai.csv', Buffer.from(text as string), {
      ...(fields.mapping === undefined && fields.mappingName === undefined ? { mapping: JSON.stringify(mapping()) } : {}),
      ...fields,
    }),
    ...(options.headers === undefined ? {} : { headers: options.headers }),
  })
const stored = async () => {
  const { rows } = await world.maintain(initiative.id, (client) =>
    client.query<{ code: string; value: string | null; state: string; partner: string | null; presence: string; direct: boolean }>(
      `select t.code, trim_scale(o.value)::text as value, o.state, p.code as partner, o.presence, o.is_direct_total as direct from app.observations o join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id
     left join app.partners p on p.initiative_id = o.initiative_id and p.id = o.partner_id where o.initiative_id = $1 order by t.code`,
      [initiative.id],
    ),
  )
  return rows
}
const count = async (table: 'imports' | 'observations' | 'territories' | 'audit_log' | 'reporting_periods') => {
  const { rows } = await world.maintain(initiative.id, (client) =>
    client.query<{ n: number }>(`select count(*)::int as n from app.${table} where initiative_id = $1`, [initiative.id]),
  )
  return rows[0]?.n
}

describe('POST …/imports', () => {
  it('figures are created once, and the second import of the same file changes nothing', async () => {
    const first = await post(lead, ROWS)
    expect([first.status, first.body.state, first.body.result?.created, first.body.result?.rejections], first.text).toEqual([201, 'done', 2, []])
    expect((await stored()).map(({ code, value, state, partner }) => [code, value, state, partner])).toEqual([
      ['A1', '12', 'submitted', 'P1'],
      ['A2', '30', 'submitted', 'P2'],
    ])
    const second = await post(lead, ROWS)
    expect(second.body.result).toMatchObject({ read: 2, created: 0, changed: 0, unchanged: 2, skipped: 0, rejected: 0 })
    const third = await post(lead, ROWS.replace('30', '31'))
    expect(third.body.result).toMatchObject({ created: 0, changed: 1, unchanged: 1 })
  })

  it('one refused row refuses all, named by row, column and reason', async () => {
    const answer = await post(lead, `${ROWS}A9;P1;2026-Q1;4\nB1;P9;hier;5\nB1;P1;2026-Q1;beaucoup\n`)
    expect([answer.status, answer.body.state]).toEqual([201, 'refused'])
    expect(answer.body.result?.rejections.map(({ row, column, code, value }) => [row, column, code, value])).toEqual([
      [4, 'Lieu', 'territory_unknown', 'A9'],
      [5, 'Trimestre', 'period_unreadable', 'hier'],
      [6, 'Valeur', 'not_a_number', 'beaucoup'],
    ])
    expect(answer.body.result).toMatchObject({ read: 5, created: 0, changed: 0, rejected: 3 })
    expect([await stored(), await count('reporting_periods')]).toEqual([[], 0])
  })

  it('a rule of figures refuses with its own code', async () => {
    const answer = await post(lead, `${ROWS}B1;P1;2026-Q1;-4\n`)
    expect([answer.body.state, answer.body.result?.rejections]).toEqual(['refused', [{ sheet: null, row: 4, column: 'Valeur', code: 'negative', value: '-4' }]])
    expect(await stored()).toEqual([])
  })

  it('partial keeps what is right and counts the rest', async () => {
    const answer = await post(lead, `${ROWS}A9;P1;2026-Q1;4\n`, { partial: 'true' })
    expect([answer.body.state, answer.body.result?.created, answer.body.result?.rejected]).toEqual(['done', 2, 1])
    expect(await stored()).toHaveLength(2)
  })

  it('a dry run tells the same and writes nothing at all', async () => {
    const before = [await count('imports'), await count('audit_log'), await count('territories')]
    const creating = mapping({
      readings: [{ ...READING, territory: [{ source: { column: 'Lieu' }, create: { level: 'local', under: [{ source: { constant: 'A' } }] } }] }],
    })
    const answer = await post(lead, `${HEADER}Z9;P1;2026-Q1;4\n`, { dryRun: 'true', mapping: JSON.stringify(creating) })
    expect([answer.body.id, answer.body.state, answer.body.result?.created, answer.body.result?.territoriesCreated]).toEqual([null, 'done', 1, 1])
    expect([await count('imports'), await count('audit_log'), await count('territories')]).toEqual(before)
    expect([await stored(), await count('reporting_periods')]).toEqual([[], 0])
  })

  it('unknown territories are created under their parent when the mapping says so', async () => {
    const creating = mapping({
      readings: [{ ...READING, territory: [{ source: { column: 'Lieu' }, by: 'name', create: { level: 'local', under: [{ source: { constant: 'A' } }] } }] }],
    })
    const answer = await post(lead, `${HEADER}Île-aux-Œufs;P1;2026-Q1;4\n`, { mapping: JSON.stringify(creating) })
    expect(answer.body.result, answer.text).toMatchObject({ created: 1, territoriesCreated: 1 })
    expect((await stored()).map(({ code }) => code)).toEqual(['ile-aux-oeufs'])
    const territories = await lead.get<{ items: { code: string; parentCode: string | null }[] }>(initiative.path('/territories'))
    expect(territories.body.items.find(({ code }) => code === 'ile-aux-oeufs')?.parentCode).toBe('A')
  })

  it('an official figure of a whole community lands validated, even for a territory that has parts; a partner’s lands submitted', async () => {
    const official = mapping({
      readings: [
        {
          ...WITHOUT_PARTNER,
          indicator: { source: { constant: 'RATE' } },
          period: { source: { column: 'Trimestre' }, pattern: 'year' },
          figure: { value: { source: { column: 'Valeur' }, scale: '0.01' } },
        },
      ],
    })
    const answer = await post(lead, `${HEADER}A;;2025;14,5\n`, { mapping: JSON.stringify(official) })
    expect(answer.body.result?.created, answer.text).toBe(1)
    expect(await stored()).toEqual([{ code: 'A', value: '0.145', state: 'validated', partner: null, presence: 'reported', direct: true }])
  })

  it('the trace keeps the file’s name and hash, never its content, and there is one audit row', async () => {
    const before = (await count('audit_log')) ?? 0
    const { body } = await post(lead, ROWS)
    const { rows } = await world.maintain(initiative.id, (client) =>
      client.query<{ action: string; details: Record<string, unknown> }>(
        `select action, details from app.audit_log where initiative_id = $1 and object_type = 'import'`,
        [initiative.id],
      ),
    )
    expect(rows).toMatchObject([{ action: 'import.done', details: { fileName: 'essai.csv', created: 2 } }])
    expect((await count('audit_log')) ?? 0).toBe(before + 1)
    const read = await lead.get<Import>(initiative.path(`/imports/${body.id}`))
    expect(read.body).toMatchObject({ id: body.id, state: 'done', fileName: 'essai.csv' })
    const list = await lead.get<{ items: Import[] }>(initiative.path('/imports'))
    expect(list.body.items.map(({ id }) => id)).toEqual([body.id])
  })
})

describe('files that cannot be read', () => {
  const refusal = async (text: string | Buffer, fields: Record<string, string> = {}, name = 'essai.csv') => {
    const answer = await post<Problem>(lead, text, fields, { name })
    expect([answer.status, answer.body.code], answer.text).toEqual([422, 'import_refused'])
    expect([await stored(), await count('imports')]).toEqual([[], 0])
    return { reason: answer.body.params.reason, errors: answer.body.errors ?? [] }
  }

  it('people’s data stop the import before storage, and their values are not repeated', async () => {
    const answer = await post<Problem>(lead, 'Prénom;Lieu;Partenaire;Trimestre;Valeur\nΩAwaΩ;A1;P1;2026-Q1;1\n')
    expect([answer.status, answer.body.params.reason, answer.body.errors?.[0]?.params]).toEqual([
      422,
      'personal_data_person_names',
      { row: 1, column: 'Prénom' },
    ])
    expect(answer.text).not.toContain('Awa')
    expect([await stored(), await count('imports')]).toEqual([[], 0])
  })

  it('numbers that two formats fit are refused with examples', async () => {
    const { reason, errors } = await refusal(`${HEADER}A1;P1;2026-Q1;1,234\nA2;P1;2026-Q1;2,500\n`)
    expect([reason, errors.map(({ params }) => params)]).toEqual([
      'number_format_ambiguous',
      [
        { row: 2, column: 'Valeur', value: '1,234' },
        { row: 3, column: 'Valeur', value: '2,500' },
      ],
    ])
    const told = mapping({ numbers: { decimal: '.', grouping: ',' } })
    const answer = await post(lead, `${HEADER}A1;P1;2026-Q1;1,234\n`, { mapping: JSON.stringify(told) })
    expect(
      (await stored()).map(({ value }) => value),
      answer.text,
    ).toEqual(['1234'])
  })

  it('a wrong encoding is refused with the row', async () => {
    const { reason, errors } = await refusal(Buffer.from(`${HEADER}Été;P1;2026-Q1;1\n`, 'latin1'), {
      mapping: JSON.stringify(mapping({ file: { encoding: 'utf-8' } })),
    })
    expect([reason, errors[0]?.params?.row]).toEqual(['encoding_wrong', 2])
  })

  it('a workbook that swells to 150 MB is refused and the server goes on', async () => {
    expect((await refusal(makeBomb(150), {}, 'bombe.xlsx')).reason).toBe('file_too_large_inside')
    expect((await post(lead, ROWS)).body.state).toBe('done')
  })

  it('a column that is not there is named', async () => {
    expect(await refusal('Lieu;Partenaire;Valeur\nA1;P1;1\n')).toEqual({
      reason: 'column_not_found',
      errors: [{ pointer: '/file/rows/1/columns/Trimestre', code: 'column_not_found', params: { row: 1, column: 'Trimestre' } }],
    })
  })
})

describe('requests that are not imports', () => {
  it.each([
    ['no mapping at all', { mappingName: 'inconnue' }, 'unknown_reference', 422],
    ['a mapping that is no JSON', { mapping: '{' }, 'import_mapping_invalid', 422],
    ['a mapping without readings', { mapping: '{"readings":[]}' }, 'import_mapping_invalid', 422],
  ] as const)('%s', async (_name, fields, code, status) => {
    const answer = await post<Problem>(lead, ROWS, fields)
    expect([answer.status, answer.body.code], answer.text).toEqual([status, code])
  })

  it('a fault of the mapping is named by its place', async () => {
    const bad = { readings: [{ ...READING, period: { source: { column: 'Trimestre' }, pattern: 'lune' } }] }
    const answer = await post<Problem>(lead, ROWS, { mapping: JSON.stringify(bad) })
    expect(answer.body.errors?.map(({ pointer }) => pointer)).toEqual(['/mapping/readings/0/period/pattern'])
  })

  it('no file, no form, or a file above 10 MiB', async () => {
    const empty = new FormData()
    empty.append('mapping', JSON.stringify(mapping()))
    const missing = await lead.ask<Problem>('POST', initiative.path('/imports'), { body: empty })
    expect([missing.status, missing.body.code]).toEqual([400, 'import_file_missing'])
    const json = await lead.ask<Problem>('POST', initiative.path('/imports'), { body: { file: 'x' } })
    expect([json.status, json.body.code]).toEqual([415, 'unsupported_media_type'])
    const large = await post<Problem>(lead, Buffer.alloc(11 * 1024 * 1024, 'a'))
    expect([large.status, large.body.code]).toEqual([413, 'body_too_large'])
  })

  it('an Idempotency-Key applies the file once, and another file under it is refused', async () => {
    const headers = { 'idempotency-key': 'cle-d-essai-1' }
    const first = await post(lead, ROWS, {}, { headers })
    const again = await post(lead, ROWS, {}, { headers })
    expect([again.status, again.body.id, again.body.result?.created]).toEqual([201, first.body.id, 2])
    expect(await count('imports')).toBe(1)
    const other = await post<Problem>(lead, ROWS.replace('30', '31'), {}, { headers })
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused'])
  })
})

describe('who may import', () => {
  it('contributors and the backbone; for others the page does not exist', async () => {
    expect((await post(world.stranger, ROWS)).status).toBe(401)
    for (const role of ['partner_viewer', 'funder'] as const) {
      const asker = await initiative.person({ role, ...(role === 'partner_viewer' ? { partner: 'P2' } : {}) })
      for (const path of ['/imports', '/import-mappings']) expect([role, path, (await asker.get(initiative.path(path))).status]).toEqual([role, path, 404])
      expect([role, (await post(asker, ROWS)).status, (await post(asker, ROWS, {}, { path: '/imports/preview' })).status]).toEqual([role, 404, 404])
    }
    expect(await stored()).toEqual([])
  })

  it('a contributor imports its own partner’s rows alone, and they are its own when the file names nobody', async () => {
    const contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
    const refused = await post(contributor, ROWS)
    expect([refused.body.state, refused.body.result?.rejections.map(({ row, column, code }) => [row, column, code])]).toEqual([
      'refused',
      [[2, 'Partenaire', 'partner_not_yours']],
    ])
    expect(await stored()).toEqual([])
    const own = await post(contributor, 'Lieu;Trimestre;Valeur\nA1;2026-Q1;12\n', { mapping: JSON.stringify(mapping({ readings: [WITHOUT_PARTNER] })) })
    expect([own.body.state, await stored()]).toMatchObject(['done', [{ code: 'A1', value: '12', state: 'submitted', partner: 'P2' }]])
  })

  it('a contributor creates no territory and no category', async () => {
    const contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
    const creating = mapping({
      readings: [
        {
          ...READING,
          territory: [{ source: { column: 'Lieu' }, create: { level: 'local', under: [{ source: { constant: 'A' } }] } }],
          categories: [{ dimension: 'age', source: { constant: 'jeunes' }, unknown: 'create' }],
        },
      ],
    })
    const answer = await post(contributor, `${HEADER}Z9;P2;2026-Q1;4\n`, { mapping: JSON.stringify(creating) })
    expect(answer.body.result?.rejections.map(({ code }) => code).sort()).toEqual(['dimension_unknown', 'territory_unknown'])
  })

  it('a contributor sees its own imports and not the others’', async () => {
    const contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
    const other = await post(lead, ROWS)
    const own = await post(contributor, `${HEADER}A2;P2;2026-Q1;30\n`)
    expect((await contributor.get<{ items: Import[] }>(initiative.path('/imports'))).body.items.map(({ id }) => id)).toEqual([own.body.id])
    expect((await contributor.get(initiative.path(`/imports/${other.body.id}`))).status).toBe(404)
  })
})

describe('kept mappings', () => {
  const save = (asker: Asker, name: string, given: MappingInput, headers: Record<string, string> = {}) =>
    asker.ask<KeptMapping>('PUT', initiative.path('/import-mappings'), { body: { name, mapping: given }, headers })

  it('a mapping is kept under a name, used by it, and changed only by who saw it', async () => {
    const made = await save(lead, 'Tableau trimestriel', mapping())
    expect([made.status, made.body.version], made.text).toEqual([200, 1])
    expect((await lead.get<{ items: KeptMapping[] }>(initiative.path('/import-mappings'))).body.items.map(({ name }) => name)).toEqual(['Tableau trimestriel'])
    expect((await post(lead, ROWS, { mappingName: 'Tableau trimestriel' })).body.result?.created).toBe(2)
    expect((await save(lead, 'Tableau trimestriel', mapping({ duplicates: 'first' }))).status).toBe(428)
    const changed = await save(lead, 'Tableau trimestriel', mapping({ duplicates: 'first' }), { 'if-match': '"v1"' })
    expect([changed.status, changed.body.version, changed.body.mapping.duplicates]).toEqual([200, 2, 'first'])
    expect((await save(lead, 'Tableau trimestriel', mapping(), { 'if-match': '"v1"' })).status).toBe(412)
  })
})

describe('POST …/imports/preview', () => {
  it('tells encoding, separator, header, columns and first rows, and keeps nothing', async () => {
    const text = 'Tableau du trimestre\n\nLieu;Trimestre;Valeur\nÉcole A;2026-Q1;1 234,5\nÉcole B;2026-Q1;12\n'
    const { status, body } = await post<ImportPreview>(lead, Buffer.from(text, 'latin1'), {}, { path: '/imports/preview' })
    expect(status).toBe(200)
    expect(body).toMatchObject({ kind: 'csv', encoding: 'windows-1252', delimiter: ';', headerRow: 3, rowCount: 2 })
    expect(body.columns).toMatchObject([
      { position: 1, name: 'Lieu', looksLike: 'text', distinct: ['École A', 'École B'] },
      { position: 2, name: 'Trimestre', looksLike: 'period', periodPattern: 'year_quarter' },
      { position: 3, name: 'Valeur', looksLike: 'number', number: { decimal: ',', code: null } },
    ])
    expect(body.rows[0]).toEqual({ row: 4, cells: ['École A', '2026-Q1', '1 234,5'] })
    expect(await count('imports')).toBe(0)
  })

  it('shows no row of a file of people', async () => {
    const answer = await post<Problem>(lead, 'Nom;Date de naissance\nX;2001-02-03\n', {}, { path: '/imports/preview' })
    expect([answer.status, answer.body.params.reason]).toEqual([422, 'personal_data_birth_date'])
  })
})
