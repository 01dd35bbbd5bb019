import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import type { ImportDraft } from '#shared/exchange/draft-contract.ts'
import type { MappingInput } from '#shared/exchange/mapping.ts'
import type { RevisionRequest } from '#shared/observations/revision-contract.ts'
import { download } from '../support/download.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const OFFICIAL = {
  unit_kind: 'ratio',
  counting_unit: 'persons',
  temporal_kind: 'stock',
  frequency: 'year',
  parts_unknown: true,
  is_proportion: true,
  source_kind: 'official',
}
const reading = (indicator: string, isShare: boolean): MappingInput['readings'][number] => ({
  indicator: { source: { constant: indicator } },
  territory: [{ source: { column: 'Lieu' } }],
  ...(isShare ? {} : { partner: { source: { column: 'Partenaire' } } }),
  period: { source: { column: 'Période' }, pattern: 'code' },
  figure: { value: { source: { column: 'Valeur' }, ...(isShare ? { scale: '0.01' } : {}) } },
})
const RATE: MappingInput = { readings: [reading('RATE', true)] }
const SERVED: MappingInput = { readings: [reading('SERVED', false)] }
const HEADER = 'Lieu;Partenaire;Période;Valeur\n'

interface Setting {
  readonly here: TestInitiative
  readonly figures: FigureBuilder
  readonly lead: Asker
  readonly staff: Asker
  readonly own: Asker
}
/** 15 October 2026: 2024 has been locked since 20 April 2025 (20 days for handing in, then 90), 2026-Q2 is open. */
async function setting(): Promise<Setting> {
  const here = await world.buildInitiative({ clockFrozenAt: '2026-10-15T13:00:00Z' })
  const figures = figuresOf(world, here)
  await figures.indicator('RATE', OFFICIAL, { scope: 'population' })
  await figures.indicator('SERVED')
  return {
    here,
    figures,
    lead: await here.person({ role: 'backbone', lead: true, name: 'Line Lead' }),
    staff: await here.person({ role: 'backbone', name: 'Sam Staff' }),
    own: await here.person({ role: 'partner_contributor', partner: 'P1' }),
  }
}
const send = (who: Asker, here: TestInitiative, mapping: MappingInput, rows: string, fields: Record<string, string> = {}) =>
  who.ask<Import>('POST', here.path('/imports'), { body: importForm('taux.csv', Buffer.from(HEADER + rows), { mapping: JSON.stringify(mapping), ...fields }) })
const requests = async (who: Asker, here: TestInitiative, state?: string) =>
  (await who.get<{ items: RevisionRequest[] }>(here.path('/revision-requests'), state === undefined ? {} : { state })).body.items
const values = (here: TestInitiative) =>
  world.maintain(here.id, async (client) => {
    const { rows } = await client.query<{ period: string; value: string; state: string }>(
      `select p.code as period, trim_scale(o.value)::text as value, o.state from app.observations o
       join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id where o.initiative_id = $1 order by p.code`,
      [here.id],
    )
    return rows.map(({ period, value, state }) => `${period} ${value} ${state}`)
  })

describe('an import and figures that two people change (domain 3.12)', () => {
  it('an official source corrects itself freely until the period locks; after that it asks, another person approves, and the old value stays in the history', async () => {
    const { here, lead, staff } = await setting()
    await send(lead, here, RATE, 'T;;2024;14,5\nT;;2025;15\n')
    expect(await values(here)).toEqual(['2024 0.145 validated', '2025 0.15 validated'])
    world.setNow(new Date())
    const before = await send(lead, here, RATE, 'T;;2024;14,6\nT;;2025;15,2\n')
    // 2025 is due on 20 January 2026 and locks on 20 April 2026: both are locked.
    expect(before.body, before.text).toMatchObject({ state: 'done', result: { read: 2, requested: 2, changed: 0, rejected: 0 } })
    expect(await values(here)).toEqual(['2024 0.145 validated', '2025 0.15 validated'])
    const [asked] = (await requests(staff, here, 'pending')).filter(({ period }) => period === '2024')
    expect(asked).toMatchObject({ reason: 'source_revision', note: 'taux.csv', old: { value: '0.145' }, new: { value: '0.146' }, requestedBy: 'Line Lead' })
    const decide = (who: Asker) =>
      who.ask<{ code: string; state: string }>('POST', here.path(`/revision-requests/${asked?.id}/decision`), { body: { decision: 'approve' } })
    expect((await decide(lead)).body.code).toBe('four_eyes')
    expect((await decide(staff)).body.state).toBe('approved')
    expect(await values(here)).toEqual(['2024 0.146 validated', '2025 0.15 validated'])
  })

  it('before the lock it replaces its figure as before', async () => {
    const { here, lead } = await setting()
    await world.maintain(here.id, (client) => client.query(`update app.indicator_versions set due_days = 300 where initiative_id = $1`, [here.id]))
    await send(lead, here, RATE, 'T;;2025;15\n')
    expect((await send(lead, here, RATE, 'T;;2025;15,2\n')).body.result).toMatchObject({ changed: 1, requested: 0 })
    expect(await requests(lead, here)).toEqual([])
  })

  it('the same file again asks for nothing new; another figure while one waits is refused by name; a dry run asks for nothing', async () => {
    const { here, lead } = await setting()
    await send(lead, here, RATE, 'T;;2024;14,5\n')
    expect((await send(lead, here, RATE, 'T;;2024;14,6\n', { dryRun: 'true' })).body.result).toMatchObject({ requested: 1 })
    expect(await requests(lead, here)).toEqual([])
    await send(lead, here, RATE, 'T;;2024;14,6\n')
    expect((await send(lead, here, RATE, 'T;;2024;14,6\n')).body.result).toMatchObject({ requested: 0, unchanged: 1 })
    const other = await send(lead, here, RATE, 'T;;2024;14,7\n')
    expect(other.body).toMatchObject({ state: 'refused', result: { rejections: [{ row: 2, code: 'revision_pending' }] } })
    expect(await requests(lead, here)).toHaveLength(1)
  })

  it('a partner’s validated figure of a locked period is asked for too, by its contributor or for it; a comment alone is no reason to ask', async () => {
    const { here, figures, own, lead } = await setting()
    const served = { id: '', code: 'SERVED', versionId: await versionOf(here, 'SERVED') }
    await figures.figure(served, 'A1', 'P1', '2025-Q1', { value: '10', origin: 'partner' })
    expect((await send(own, here, SERVED, 'A1;P1;2025-Q1;12\n')).body.result).toMatchObject({ requested: 1 })
    expect(await requests(lead, here)).toMatchObject([{ partner: 'P1', new: { value: '12' }, abilities: ['approve', 'refuse'] }])
    const [commented] = SERVED.readings
    const withComment = { readings: [{ ...commented, figure: { ...commented?.figure, comment: { constant: 'Relu' } } }] } as MappingInput
    expect((await send(own, here, withComment, 'A1;P1;2025-Q1;10\n')).body.result?.rejections).toMatchObject([{ code: 'period_locked' }])
  })

  it('what is published changes the same way, whatever its period', async () => {
    const { here, figures, lead } = await setting()
    const rate = { id: '', code: 'RATE', versionId: await versionOf(here, 'RATE') }
    await figures.figure(rate, 'T', null, '2025', { value: '0.15', state: 'published', is_direct_total: true })
    expect((await send(lead, here, RATE, 'T;;2025;15,2\n')).body.result).toMatchObject({ requested: 1, rejected: 0 })
  })

  it('the wizard shows them apart before anything is written, and taking the import back withdraws what nobody decided', async () => {
    const { here, lead } = await setting()
    await send(lead, here, RATE, 'T;;2024;14,5\n')
    const started = await lead.ask<ImportDraft>('POST', here.path('/import-drafts'), {
      body: importForm('taux.csv', Buffer.from(`${HEADER}T;;2024;14,6\nT;;2023;14\n`), {}),
    })
    const at = (rest: string) => here.path(`/import-drafts/${started.body.id}${rest}`)
    const saved = await lead.ask('PUT', here.path('/import-mappings'), { body: { name: 'taux', mapping: RATE } })
    expect(saved.status, saved.text).toBe(200)
    await lead.ask('PUT', at(''), {
      body: { choices: { ...started.body.choices, mappingName: 'taux' } },
      headers: { 'if-match': `"v${started.body.version}"` },
    })
    const { checked } = (await lead.ask<ImportDraft>('POST', at('/check'))).body
    expect(checked).toMatchObject({ result: { created: 1, requested: 1 }, requested: [{ before: '0.145', after: '0.146', period: '2024' }], changed: [] })
    const done = (await lead.ask<Import>('POST', at('/run'))).body
    expect(done.result).toMatchObject({ created: 1, requested: 1 })
    await lead.ask('POST', here.path(`/imports/${done.id}/undo`))
    expect(await requests(lead, here)).toMatchObject([{ state: 'withdrawn' }])
    expect(await values(here)).toEqual(['2024 0.145 validated'])
  })
})

const versionOf = async (here: TestInitiative, code: string): Promise<string> =>
  world.maintain(here.id, async (client) => {
    const { rows } = await client.query<{ id: string }>(
      `select v.id from app.indicator_versions v join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id where v.initiative_id = $1 and i.code = $2`,
      [here.id, code],
    )
    return rows[0]?.id ?? ''
  })

describe('unusual figures of a file (domain 3.10)', () => {
  const SERIES = ['2024-Q3;13', '2024-Q4;14', '2025-Q1;15', '2025-Q2;13', '2025-Q3;14', '2025-Q4;12', '2026-Q1;31'].map((rest) => `A1;P1;${rest}`).join('\n')

  it('are told with the numbers that made them unusual, the file’s own earlier figures counting as the past; the API imports all the same', async () => {
    const { here, lead } = await setting()
    const answer = await send(lead, here, SERVED, `${SERIES}\n`)
    expect(answer.body.result?.warnings, answer.text).toEqual([
      { code: 'outlier', count: 1, first: { sheet: null, row: 8, column: 'Valeur' }, numbers: { median: '13.5', mad: '0.5', count: '6', z: '23.61' } },
      {
        code: 'sudden_change',
        count: 1,
        first: { sheet: null, row: 8, column: 'Valeur' },
        numbers: { previous: '12', period: '2025-Q4', value: '31', change: '1.583333333333' },
      },
    ])
    expect(await confirmations(here)).toEqual([])
  })

  it('confirmWarnings keeps its comment on each of them, and on no other figure', async () => {
    const { here, lead } = await setting()
    await send(lead, here, SERVED, `${SERIES}\n`, { confirmWarnings: 'Nouvelle halte-garderie' })
    expect(await confirmations(here)).toEqual(['2026-Q1 31 outlier+sudden_change Nouvelle halte-garderie'])
  })

  it('a zero of a whole place is confirmed by a tick; a late figure is late by the date that was extended', async () => {
    const { here, figures, lead } = await setting()
    const served = { id: await indicatorOf(here), code: 'SERVED', versionId: await versionOf(here, 'SERVED') }
    await figures.owed(served, 'A1', 'P1')
    const warnings = async () => (await send(lead, here, SERVED, 'A1;P1;2026-Q2;0\n', { dryRun: 'true' })).body.result?.warnings
    expect(await warnings()).toMatchObject([
      { code: 'late', numbers: { dueOn: '2026-07-20', days: '87' } },
      { code: 'zero', numbers: { value: '0' } },
    ])
    const extended = await lead.ask('POST', here.path('/due-extensions'), {
      body: { partner: 'P1', period: '2026-Q2', dueOn: '2026-10-31', reason: 'La seule personne est partie' },
    })
    expect(extended.status, extended.text).toBe(201)
    expect(await warnings()).toMatchObject([{ code: 'zero' }])
  })

  const indicatorOf = async (here: TestInitiative) =>
    world.maintain(
      here.id,
      async (client) =>
        (await client.query<{ id: string }>(`select id from app.indicators where initiative_id = $1 and code = 'SERVED'`, [here.id])).rows[0]?.id ?? '',
    )
  const confirmations = (here: TestInitiative) =>
    world.maintain(here.id, async (client) => {
      const { rows } = await client.query<{ line: string }>(
        `select p.code || ' ' || trim_scale(o.value) || ' ' || (select string_agg(w ->> 'code', '+') from jsonb_array_elements(c.warnings) w) || ' ' || c.comment as line
         from app.observation_confirmations c join app.observations o on o.initiative_id = c.initiative_id and o.id = c.observation_id and o.version = c.number
         join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id where c.initiative_id = $1 order by 1`,
        [here.id],
      )
      return rows.map(({ line }) => line)
    })
})

describe('what leaves and comes back', () => {
  const again = async (lead: Asker, here: TestInitiative, query: Record<string, string>) => {
    const file = await download(world, lead, here.path('/exports'), query)
    const back = await lead.ask<Import>('POST', here.path('/imports'), { body: importForm(file.fileName, file.bytes, {}) })
    return { text: file.text, result: back.body.result, back }
  }

  it.each([
    ['csv', 'fr'],
    ['json', 'en'],
    ['xlsx', 'en'],
  ])('%s: a report that an event excuses carries S with its reason, makes no figure, and changes nothing when it comes back', async (format, language) => {
    const { here, figures, lead } = await setting()
    const served = { id: '', code: 'SERVED', versionId: await versionOf(here, 'SERVED') }
    await world.maintain(here.id, (client) =>
      client.query(
        `insert into app.reporting_assignments (initiative_id, indicator_id, territory_id, partner_id, valid_from)
         select v.initiative_id, v.indicator_id, $3, p.id, '2026-01-01' from app.indicator_versions v join app.partners p on p.initiative_id = v.initiative_id and p.code in ('P1', 'P2')
         where v.initiative_id = $1 and v.id = $2`,
        [here.id, served.versionId, here.territory.A1],
      ),
    )
    await figures.figure(served, 'A1', 'P1', '2026-Q2', { presence: 'missing' })
    await figures.figure(served, 'A1', 'P1', '2026-Q1', { value: '7' })
    const declared = await lead.ask<{ count: number }>('POST', here.path('/collection-events'), {
      body: { noteFr: 'Inondations', noteEn: 'Floods', filters: { periods: ['2026-Q2'] } },
    })
    expect(declared.body.count, declared.text).toBe(2)
    const { text, result, back } = await again(lead, here, { format, language, basis: 'provisional' })
    expect(result, back.text).toMatchObject({ created: 0, changed: 0, rejected: 0, unchanged: 2, skipped: 1, skippedBy: { condition: 1 } })
    if (format !== 'csv') return
    const rows = text.split('\r\n').filter((line) => line.startsWith('SERVED;'))
    const columns =
      text
        .split('\r\n')
        .find((line) => line.startsWith('indicateur;'))
        ?.split(';') ?? []
    const cell = (line: string, name: string) => line.split(';')[columns.indexOf(name)]
    expect(rows.map((line) => ['partenaire', 'période', 'présence', 'raison', 'état', 'statut_sdmx'].map((name) => cell(line, name)))).toEqual([
      ['P1', '2026-Q1', 'déclarée', '', 'validée', 'A'],
      ['P1', '2026-Q2', 'manquante', '', 'validée', 'O|S'],
      ['P2', '2026-Q2', 'manquante', 'Inondations', '', 'O|S'],
    ])
  })

  it('a figure that somebody typed into the row of an excused report is imported', async () => {
    const { here, lead } = await setting()
    await world.maintain(here.id, (client) =>
      client.query(
        `insert into app.reporting_assignments (initiative_id, indicator_id, territory_id, partner_id, valid_from)
         select i.initiative_id, i.id, $2, p.id, '2026-01-01' from app.indicators i join app.partners p on p.initiative_id = i.initiative_id and p.code = 'P2'
         where i.initiative_id = $1 and i.code = 'SERVED'`,
        [here.id, here.territory.A1],
      ),
    )
    await lead.ask('POST', here.path('/collection-events'), { body: { noteFr: 'Crue', filters: { periods: ['2026-Q2'] } } })
    const file = await download(world, lead, here.path('/exports'), { format: 'csv', language: 'fr' })
    const typed = file.text.replace(/;manquante;Crue;/, ';déclarée;;9').replace(/;déclarée;;9/, ';déclarée;;9')
    const back = await lead.ask<Import>('POST', here.path('/imports'), { body: importForm('essai.csv', Buffer.from(typed), {}) })
    expect(back.body.result, back.text).toMatchObject({ created: 1, skipped: 0, rejected: 0 })
  })

  it('a milestone goes through DHIS2 with the day that stands; a fresh « yes » without one takes the period’s first day', async () => {
    const { here, figures, lead } = await setting()
    const done = await figures.indicator('DONE', { unit_kind: 'milestone' })
    await figures.figure(done, 'A1', null, '2026-Q1', { bool_value: true, achieved_on: '2026-02-03' })
    await figures.figure(done, 'A2', null, '2026-Q1', { bool_value: false })
    const { text, result, back } = await again(lead, here, { format: 'dhis2', indicator: 'DONE' })
    expect(result, back.text).toMatchObject({ read: 2, created: 0, changed: 0, unchanged: 2, rejected: 0 })
    const { dataValues } = JSON.parse(text) as { dataValues: { orgUnit: string; value: string }[] }
    const fresh = { dataValues: dataValues.map((one) => ({ ...one, period: '2026Q2', value: 'true' })) }
    const sent = await lead.ask<Import>('POST', here.path('/imports'), { body: importForm('dhis2.json', Buffer.from(JSON.stringify(fresh)), {}) })
    expect(sent.body.result, sent.text).toMatchObject({ created: 2 })
    const days = await world.maintain(here.id, async (client) => {
      const { rows } = await client.query<{ line: string }>(
        `select p.code || ' ' || t.code || ' ' || coalesce(o.achieved_on::text, '–') as line from app.observations o
         join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
         join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id where o.initiative_id = $1 order by 1`,
        [here.id],
      )
      return rows.map(({ line }) => line)
    })
    expect(days).toEqual(['2026-Q1 A1 2026-02-03', '2026-Q1 A2 –', '2026-Q2 A1 2026-04-01', '2026-Q2 A2 2026-04-01'])
  })
})
