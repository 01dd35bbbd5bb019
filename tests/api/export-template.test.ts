import { colToLetter, openXlsx, saveXlsx } from 'hucre/xlsx'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Import } from '#shared/exchange/contract.ts'
import { download } from '../support/download.ts'
import { figuresOf, type FigureBuilder } from '../support/figure-builder.ts'
import { importForm } from '../support/import-form.ts'
import { openWorld, type Asker, type TestInitiative, type World } from '../support/world.ts'
import { readZip } from '../support/zip.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

let initiative: TestInitiative
let figures: FigureBuilder
let lead: Asker
let contributor: Asker
beforeEach(async () => {
  initiative = await world.buildInitiative()
  figures = figuresOf(world, initiative)
  lead = await initiative.person({ role: 'backbone', lead: true })
  contributor = await initiative.person({ role: 'partner_contributor', partner: 'P2' })
  const events = await figures.indicator('EVENTS', { name_fr: 'Rencontres', name_en: 'Meetings' })
  const rate = await figures.indicator('RATE', { unit_kind: 'ratio', display_factor: 100, is_proportion: true })
  const share = await figures.indicator('SHARE', {
    unit_kind: 'ratio',
    parts_unknown: true,
    is_proportion: true,
    display_factor: 100,
    decimals: 1,
    conditions: '{backbone_support}',
  })
  const done = await figures.indicator('DONE', { unit_kind: 'milestone', conditions: '{backbone_support}' })
  for (const indicator of [events, rate, share, done]) await figures.owed(indicator, 'A1', 'P2')
  await figures.owed(events, 'A2', 'P2')
  await figures.figure(events, 'A1', 'P2', '2026-Q1', { value: '41' })
})

const template = (asker: Asker, query: Record<string, string> = {}) =>
  download(world, asker, initiative.path('/exports/template'), { period: '2026-Q2', ...query })
type Fill = Readonly<Record<string, Readonly<Record<string, string | number | Date>>>>

/** The template filled in as a person would, by indicator and territory. */
async function filled(bytes: Buffer, fill: Fill): Promise<Buffer> {
  const workbook = await openXlsx(bytes)
  const sheet = workbook.sheets[0]
  if (sheet === undefined) throw new Error('the template has no sheet')
  const header = (sheet.rows[0] ?? []).map(String)
  for (const [place, values] of Object.entries(fill)) {
    const row = sheet.rows.find((cells) => `${cells[header.indexOf('indicateur')]} ${cells[header.indexOf('territoire')]}` === place)
    if (row === undefined) throw new Error(`the template has no row ${place}`)
    for (const [name, value] of Object.entries(values)) row[header.indexOf(name)] = value
  }
  sheet.cells?.clear()
  return Buffer.from(await saveXlsx(workbook))
}
const importFile = (asker: Asker, bytes: Buffer) => asker.ask<Import>('POST', initiative.path('/imports'), { body: importForm('gabarit.xlsx', bytes, {}) })
const stored = async () =>
  (
    await world.maintain(initiative.id, (client) =>
      client.query<Record<string, unknown>>(
        `select i.code, t.code as place, p.code as period, trim_scale(o.value)::text as value, trim_scale(o.numerator)::text as numerator, o.bool_value as bool, o.presence, o.presence_reason as reason
         from app.observations o join app.indicator_versions v on v.initiative_id = o.initiative_id and v.id = o.indicator_version_id join app.indicators i on i.initiative_id = v.initiative_id and i.id = v.indicator_id
         join app.territories t on t.initiative_id = o.initiative_id and t.id = o.territory_id join app.reporting_periods p on p.initiative_id = o.initiative_id and p.id = o.period_id
         where o.initiative_id = $1 order by p.code, i.code, t.code`,
        [initiative.id],
      ),
    )
  ).rows

describe('GET …/exports/template', () => {
  it('holds a row for each figure that is owed, its keys, the previous value, and no figure of the period', async () => {
    await figures.figure(await figures.indicator('OTHER'), 'A1', 'P2', '2026-Q2', { value: '999' })
    const answer = await template(contributor)
    expect([answer.status, answer.fileName]).toEqual([200, `maillage_${initiative.slug}_P2_2026-Q2.xlsx`])
    const [sheet] = (await openXlsx(answer.bytes)).sheets
    const header = (sheet?.rows[0] ?? []).map(String)
    const cell = (row: readonly unknown[], name: string) => row[header.indexOf(name)] ?? null
    const rows = sheet?.rows.slice(1) ?? []
    expect(
      rows
        .map((row) => ['indicateur', 'territoire', 'partenaire', 'période', 'catégorie', 'valeur précédente', 'valeur_affichée'].map((name) => cell(row, name)))
        .sort(),
    ).toEqual([
      ['DONE', 'A1', 'P2', '2026-Q2', 'TOTAL', null, null],
      ['EVENTS', 'A1', 'P2', '2026-Q2', 'TOTAL', '41', null],
      ['EVENTS', 'A2', 'P2', '2026-Q2', 'TOTAL', null, null],
      ['OTHER', 'A1', 'P2', '2026-Q2', 'TOTAL', null, null],
      ['RATE', 'A1', 'P2', '2026-Q2', 'TOTAL', null, null],
      ['SHARE', 'A1', 'P2', '2026-Q2', 'TOTAL', null, null],
    ])
  })

  it('protects headers and keys, types the cells, and gives presences and categories to choose from', async () => {
    const { bytes } = await template(contributor)
    const entries = readZip(bytes)
    const sheet = entries.get('xl/worksheets/sheet1.xml') ?? ''
    expect(sheet).toMatch(/<sheetProtection [^>]*sheet="1"/)
    const validations = [...sheet.matchAll(/<dataValidation ([^>]*)>/g)].map(([, attributes]) => attributes ?? '')
    expect(new Set(validations.map((attributes) => /type="(\w+)"/.exec(attributes)?.[1]))).toEqual(new Set(['list', 'whole', 'decimal', 'date']))
    expect(sheet).not.toMatch(/<f[ >]/)
    const { sheets } = await openXlsx(bytes)
    expect(sheets.map(({ name, hidden }) => [name, hidden === true])).toEqual([
      ['Saisie', false],
      ['Mode d’emploi', false],
      ['Listes', true],
    ])
    // Style numbers of the cells, and those of the styles that are open.
    const styles = [...(/<cellXfs[^>]*>(.*)<\/cellXfs>/s.exec(entries.get('xl/styles.xml') ?? '')?.[1] ?? '').matchAll(/<xf [^>]*?(?:\/>|>.*?<\/xf>)/gs)]
    const isOpen = new Map(styles.map(([xf], index) => [String(index), /locked="0"/.test(xf)]))
    const isLocked = (row: number, column: number) => {
      const [, style = '0'] = new RegExp(`<c r="${colToLetter(column)}${row + 1}"[^>]* s="(\\d+)"`).exec(sheet) ?? []
      return isOpen.get(style) !== true
    }
    const header = (sheets[0]?.rows[0] ?? []).map(String)
    expect(header.filter((_name, column) => isLocked(0, column))).toEqual(header)
    expect(header.filter((_name, column) => !isLocked(1, column)).sort()).toEqual(expect.arrayContaining(['catégorie', 'présence', 'raison', 'commentaire']))
    for (const name of ['indicateur', 'territoire', 'partenaire', 'période', 'facteur']) expect(isLocked(1, header.indexOf(name)), name).toBe(true)
  })

  it('speaks English where it is asked to, and comes back alike', async () => {
    const { bytes } = await template(contributor, { language: 'en' })
    const { sheets } = await openXlsx(bytes)
    expect([sheets[0]?.name, sheets[0]?.rows[0]?.slice(0, 2)]).toEqual(['Entry', ['indicator', 'indicator_name']])
    expect((await importFile(contributor, bytes)).body.result).toMatchObject({ created: 0, changed: 0, rejected: 0 })
  })

  it('comes back without a mapping: values as people write them, absences with their reason; blanks erase nothing', async () => {
    const { bytes } = await template(contributor)
    const fill: Fill = {
      'EVENTS A1': { valeur_affichée: 12, commentaire: 'deux annulées' },
      'EVENTS A2': { présence: 'sans objet', raison: 'Pas d’activité cet été' },
      'RATE A1': { numérateur: 12, dénominateur: 30 },
      'SHARE A1': { valeur_affichée: 61.9 },
      'DONE A1': { valeur_affichée: 'oui', atteint_le: '2026-05-04' },
    }
    const first = await importFile(contributor, await filled(bytes, fill))
    expect([first.body.state, first.body.result?.rejections, first.body.result?.created], first.text).toEqual(['done', [], 5])
    const q2 = async () =>
      (await stored())
        .filter(({ period }) => period === '2026-Q2')
        .map(({ code, place, value, numerator, bool, presence, reason }) => [code, place, value ?? numerator ?? bool ?? null, presence, reason])
    const expected = [
      ['DONE', 'A1', true, 'reported', null],
      ['EVENTS', 'A1', '12', 'reported', null],
      ['EVENTS', 'A2', null, 'not_applicable', 'Pas d’activité cet été'],
      ['RATE', 'A1', '12', 'reported', null],
      ['SHARE', 'A1', '0.619', 'reported', null],
    ]
    expect(await q2()).toEqual(expected)
    // The same template blank again, and filled again: nothing changes.
    const blank = await importFile(contributor, bytes)
    expect(blank.body.result).toMatchObject({ created: 0, changed: 0, rejected: 0, skipped: 5 })
    const again = await importFile(contributor, await filled(bytes, fill))
    expect(again.body.result).toMatchObject({ created: 0, changed: 0, unchanged: 5 })
    expect(await q2()).toEqual(expected)
  })

  it('a presence beside a figure, a word that is none, an absence typed in the value: each is told or understood', async () => {
    const { bytes } = await template(contributor)
    const bad = await importFile(
      contributor,
      await filled(bytes, { 'EVENTS A1': { valeur_affichée: 3, présence: 'manquante' }, 'EVENTS A2': { présence: 'peut-être' } }),
    )
    expect(bad.body.result?.rejections.map(({ column, code, value }) => [column, code, value])).toEqual([
      ['présence', 'figure_with_absence', '3'],
      ['présence', 'presence_unknown', 'peut-être'],
    ])
    const typed = await importFile(contributor, await filled(bytes, { 'EVENTS A1': { valeur_affichée: 'n.d.' }, 'EVENTS A2': { valeur_affichée: 's.o.' } }))
    expect(typed.body.result, typed.text).toMatchObject({ created: 2, rejected: 0 })
    expect((await stored()).filter(({ period }) => period === '2026-Q2').map(({ place, presence }) => [place, presence])).toEqual([
      ['A1', 'missing'],
      ['A2', 'not_applicable'],
    ])
  })

  it('a set is a part of the indicators', async () => {
    const indicators = async (set: string) => {
      const [sheet] = (await openXlsx((await template(contributor, { set })).bytes)).sheets
      return [...new Set((sheet?.rows.slice(1) ?? []).map((row) => row[0]))].sort()
    }
    expect(await indicators('backbone_support')).toEqual(['DONE', 'SHARE'])
    expect(await indicators('common_agenda')).toEqual([])
  })

  it('where nothing is owed it offers every indicator of the whole territory', async () => {
    const { bytes } = await template(lead, { partner: 'P3' })
    const [sheet] = (await openXlsx(bytes)).sheets
    expect(
      sheet?.rows
        .slice(1)
        .map((row) => row[0])
        .sort(),
    ).toEqual(['DONE', 'EVENTS', 'RATE', 'SHARE'])
  })

  it('is its own partner’s for a contributor, anybody’s for the backbone, and nobody else’s', async () => {
    expect((await template(contributor, { partner: 'P1' })).status).toBe(404)
    expect((await template(lead, { partner: 'P1' })).status).toBe(200)
    for (const role of ['partner_viewer', 'funder'] as const)
      expect((await template(await initiative.person({ role, ...(role === 'funder' ? {} : { partner: 'P2' }) }))).status).toBe(404)
    expect((await template(lead, { period: 'hier' })).status).toBe(422)
  })
})
