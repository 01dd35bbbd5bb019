import { describe, expect, it } from 'vitest'
import { chartCsv, chartJson, type CsvTable } from './csv.ts'
import { pictureOf } from './export-svg.ts'
import { lineChart } from './line-chart.server.ts'
import { pack, unpack } from './packed.ts'
import { at, lineOf, pointsOf, quarters, seriesOf } from './samples.ts'

const asShown = (label: string) => `${label}, as shown`

describe('the file of a chart', () => {
  const table: CsvTable = {
    about: [
      ['Titre', 'Le dépistage; « progresse »'],
      ['Source', '=HYPERLINK("x")'],
    ],
    columns: [
      { label: 'Lieu', isNumber: false, unit: null },
      { label: 'Valeur', isNumber: true, unit: '%' },
    ],
    rows: [
      [
        { text: '+SUM(A1)', plain: null },
        { text: '61,9 %', plain: '61.9' },
      ],
      [
        { text: 'B', plain: null },
        { text: 's', plain: null },
      ],
      [
        { text: 'C', plain: null },
        { text: '−3,2 %', plain: '-3.2' },
      ],
    ],
  }
  it('has numbers as numbers in the habits of the language, and the sign of a hidden figure', () => {
    const lines = chartCsv(table, 'fr', asShown).split('\r\n')
    expect(lines.slice(3)).toEqual(['Lieu;Valeur (%)', "'+SUM(A1);61,9", 'B;s', 'C;-3,2', ''])
    expect(chartCsv(table, 'en', asShown)).toContain('\r\nC,-3.2\r\n')
  })
  it('says its title and source first, and no spreadsheet runs anything of it', () => {
    const text = chartCsv(table, 'fr', asShown)
    expect(text.startsWith('\ufeffTitre;"Le dépistage; « progresse »"\r\nSource;"\'=HYPERLINK(""x"")"')).toBe(true)
  })
  it('as JSON has exact numbers with a point beside the words of the screen, the code of each place and the source; a hidden figure is its sign', () => {
    const told = JSON.parse(chartJson({ ...table, codes: ['A1', 'B1', null] })) as unknown
    expect(told).toMatchObject({
      about: ['Titre : Le dépistage; « progresse »', 'Source : =HYPERLINK("x")'],
      columns: [{ label: 'Lieu' }, { label: 'Valeur', unit: '%' }],
      rows: [
        { code: 'A1', cells: [{ text: '+SUM(A1)' }, { text: '61,9 %', value: '61.9' }] },
        { code: 'B1', cells: [{ text: 'B' }, { text: 's', value: null }] },
        { code: null, cells: [{ text: 'C' }, { text: '−3,2 %', value: '-3.2' }] },
      ],
    })
  })
  it('keeps the words of a qualified figure beside its number', () => {
    const qualified = {
      ...table,
      rows: [
        [
          { text: 'A', plain: null },
          { text: '61,9 % (provisoire)', plain: '61.9' },
        ],
      ],
    }
    expect(chartCsv(qualified, 'fr', asShown)).toContain('Lieu;Valeur (%);"Valeur, as shown"'.replaceAll('"', ''))
    expect(chartCsv(qualified, 'fr', asShown)).toContain('A;61,9;61,9 % (provisoire)')
  })
})

describe('the picture of a chart', () => {
  const view = lineChart(lineOf(['0.394', null, '0.619']), 'fr-CA')
  const picture = pictureOf({
    svg: view.svg?.wide.replace(/ aria-hidden="true" focusable="false"/, '') ?? '',
    width: 720,
    height: 350,
    title: 'Un titre <long> & clair',
    subtitle: 'Part des enfants, %',
    legend: [
      { swatch: '1', label: '0 à 20' },
      { swatch: 'masked', label: 'Masqué' },
    ],
    lines: ['« s » : masqué', 'Source : registre · Démarche · Données vivantes, 15 octobre 2026'],
    color: (name) => (name === '--surface' ? '#ffffff' : '#1b2430'),
  })
  it('stands alone: title, measure, legend, notes, source, day, and no name of a colour left', () => {
    for (const words of ['Un titre &lt;long&gt; &amp; clair', 'Part des enfants, %', '0 à 20', 'Masqué', 'Données vivantes, 15 octobre 2026'])
      expect(picture.svg).toContain(words)
    expect(picture.svg).not.toMatch(/var\(|href|<script|class=/)
    expect(picture.svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="760"/)
  })
  it('keeps the size of the letters of the drawing', () => {
    expect(picture.svg).toMatch(/<svg x="20"[^>]*font-size="13.5"/)
  })
})

describe('what a page carries of a chart', () => {
  it('gives the same data again', () => {
    const axis = quarters(2024, 8)
    const data = {
      ...lineOf(['0.394', null, 's', '0.619'], { target: [{ x: at(axis, 7), value: '0.65' }], baseline: { x: at(axis, 0), value: '0.3' } }),
      series: ['A', 'B'].map((label) => seriesOf(label, pointsOf(axis, ['0.1', null, 's', '0.2']))),
    }
    const explored = lineChart(data, 'fr-CA').explored
    const found = explored === null ? null : unpack(pack(explored))
    expect(found?.kind).toBe('line')
    const again = found?.kind === 'line' ? lineChart(found.data, 'fr-CA') : null
    expect(again?.svg).toEqual(lineChart(data, 'fr-CA').svg)
    expect(again?.table).toEqual(lineChart(data, 'fr-CA').table)
  })
})
