import fc from 'fast-check'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { barChart } from './bar-chart.server.ts'
import { lineChart } from './line-chart.server.ts'
import { mapChart } from './map.server.ts'
import { at, lineOf, pointsOf, quarters, seriesOf, SHARE } from './samples.ts'
import type { BarRow, ChartView, MapPlace } from './types.ts'

const HOSTILE = '<script>alert("x")</script>" onload="y'
const drawings = (view: ChartView) => [view.svg?.wide, view.svg?.narrow].filter((svg) => svg != null)
const square = (x: number, y: number, size = 1): MapPlace['geometry'] => ({
  type: 'Polygon',
  coordinates: [
    [
      [x, y],
      [x + size, y],
      [x + size, y + size],
      [x, y + size],
      [x, y],
    ],
  ],
})

function expectClean(view: ChartView): void {
  expect(drawings(view).length).toBeGreaterThan(0)
  for (const svg of drawings(view)) {
    expect(svg).toMatch(/^<svg aria-hidden="true"/)
    const tags = svg.match(/<[^>]*>/g)?.join('') ?? ''
    expect(tags).not.toMatch(/style|NaN|undefined|null|Infinity|script|onload|href|ecmeta/)
    expect(tags.match(/<(\w+)[^/>]*>/g)?.length).toBe(tags.match(/<\/\w+>/g)?.length)
  }
}

describe('drawings for a page', () => {
  const axis = quarters(2020, 24)
  const curve = (shift: number) => axis.map((_, index) => (0.3 + shift + Math.sin(index / 3) / 8).toFixed(3))

  it('a line chart of 24 quarters and four series takes 8 KB at most', () => {
    const series = ['La Vallée-aux-Bouleaux', 'Les Trois-Lacs', 'La Côte-aux-Vents', 'Haut-Rivage'].map((label, index) =>
      seriesOf(label, pointsOf(axis, curve(index / 10))),
    )
    const view = lineChart({ measure: SHARE, axis, series, target: [{ x: at(axis, 23), value: '0.65' }] }, 'fr-CA')
    expectClean(view)
    for (const svg of drawings(view)) expect(Buffer.byteLength(svg)).toBeLessThanOrEqual(8 * 1024)
  })
  it('the same figures give the same drawing, so that a page keeps its ETag', () => {
    const data = lineOf(['0.1', null, '0.3'])
    expect(lineChart(data, 'fr-CA').svg).toEqual(lineChart(data, 'fr-CA').svg)
    const bars = { measure: SHARE, rowTitle: 'Lieu', rows: [{ code: 'a', label: 'A', value: '0.2', presence: 'reported' as const, isPartial: true }] }
    expect(barChart(bars, 'fr-CA').svg).toEqual(barChart(bars, 'fr-CA').svg)
  })
  it('follows light and dark: no colour of its own outside the map', () => {
    for (const svg of drawings(lineChart(lineOf(['0.1', '0.3'], { baseline: { x: at(quarters(2024, 1), 0), value: '0.1' } }), 'fr-CA'))) {
      expect([...svg.matchAll(/(?:fill|stroke)="([^"]*)"/g)].map((match) => match[1]).filter((color) => !/^(none|var\(--[\w-]+\))$/.test(color ?? ''))).toEqual(
        [],
      )
    }
  })
  it('a name can hold anything and stays a name', () => {
    const rows: BarRow[] = [{ code: 'a', label: HOSTILE, value: '0.5', presence: 'reported', status: { label: HOSTILE, tone: 'caution' } }]
    const bars = barChart({ measure: SHARE, rowTitle: 'Lieu', rows }, 'fr-CA')
    const lines = lineChart(
      {
        measure: SHARE,
        axis: [{ code: 'x', label: HOSTILE, short: HOSTILE }],
        series: ['A', HOSTILE].map((label) => seriesOf(label, [{ x: { code: 'x', label: HOSTILE }, value: '0.2', presence: 'reported' }])),
      },
      'fr-CA',
    )
    const map = mapChart(
      { measure: SHARE, rowTitle: 'Lieu', places: [{ code: 'a', label: HOSTILE, value: '0.5', presence: 'reported', geometry: square(0, 45) }] },
      'fr-CA',
    )
    for (const view of [bars, lines, map]) expectClean(view)
    expect(map.svg?.wide).toContain('&lt;script&gt;')
  })
  it('nothing to draw is no drawing, with its sentence and its table', () => {
    const view = lineChart(lineOf([null, null]), 'fr-CA')
    expect(view.svg).toBeNull()
    expect(view.summary).toEqual(['Aucune donnée à dessiner.'])
    expect(view.table.rows).toHaveLength(2)
    expect(barChart({ measure: SHARE, rowTitle: 'Lieu', rows: [] }, 'fr-CA').svg).toBeNull()
    expect(
      mapChart({ measure: SHARE, rowTitle: 'Lieu', places: [{ code: 'a', label: 'A', value: '1', presence: 'reported', geometry: null }] }, 'fr-CA').svg,
    ).toBeNull()
  })
  it('any figures give clean drawings', () => {
    const value = fc.option(
      fc.double({ min: -1e7, max: 1e7, noNaN: true }).map((number) => number.toFixed(3)),
      { nil: null },
    )
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 8 }), value, value, (values, baseline, target) => {
        const ticks = quarters(2024, 8)
        const view = lineChart(
          lineOf(values, {
            ...(baseline === null ? {} : { baseline: { x: at(ticks, 0), value: baseline } }),
            ...(target === null ? {} : { target: [{ x: at(ticks, 7), value: target }] }),
          }),
          'en',
        )
        if (view.svg !== null) expectClean(view)
        expectClean(
          barChart(
            {
              measure: SHARE,
              rowTitle: 'Lieu',
              target,
              rows: values.map((one, index) => ({ code: String(index), label: `L${index}`, value: one, presence: one === null ? 'missing' : 'reported' })),
            },
            'en',
          ),
        )
      }),
      { numRuns: 40 },
    )
  })
})

describe('bar chart', () => {
  const row = (code: string, value: string | null, more: Partial<BarRow> = {}): BarRow => ({
    code,
    label: code,
    value,
    presence: value === null ? 'missing' : 'reported',
    ...more,
  })
  it('starts every bar at zero', () => {
    const svg = barChart({ measure: SHARE, rowTitle: 'Lieu', rows: [row('a', '0.9'), row('b', '0.8')] }, 'fr-CA').svg?.wide ?? ''
    const lengths = [...svg.matchAll(/<path d="M[\d.]+ [\d.]+l([\d.]+) 0/g)].map((match) => Number(match[1]))
    expect(lengths).toHaveLength(2)
    expect(at(lengths, 1) / at(lengths, 0)).toBeCloseTo(8 / 9, 2)
  })
  it('says a status in words and a missing figure in words, without a bar', () => {
    const svg =
      barChart({ measure: SHARE, rowTitle: 'Lieu', rows: [row('a', '0.9', { status: { label: 'à surveiller', tone: 'caution' } }), row('b', null)] }, 'fr-CA')
        .svg?.wide ?? ''
    expect(svg).toContain('à surveiller')
    expect(svg).toContain('donnée attendue, non reçue')
    expect(svg.match(/fill="var\(--(accent|caution)\)" *\/>/g)).toHaveLength(1)
  })
  it('hatches what is partial and empties what is provisional', () => {
    const view = barChart({ measure: SHARE, rowTitle: 'Lieu', rows: [row('a', '0.9', { isPartial: true }), row('b', '0.8', { isProvisional: true })] }, 'fr-CA')
    expect(view.svg?.wide).toMatch(/fill="url\(#(c\w+-p0)\)"[\s\S]*<pattern [^>]*id="\1"/)
    expect(view.svg?.wide).toMatch(/fill="var\(--surface\)" stroke="var\(--accent\)"/)
    expect(view.notes).toHaveLength(2)
  })
})

describe('map', () => {
  const place = (
    code: string,
    value: string | null,
    geometry: MapPlace['geometry'],
    presence: MapPlace['presence'] = value === null ? 'missing' : 'reported',
  ): MapPlace => ({ code, label: code, value, presence, geometry })

  it('tells no data from masked by pattern, and lists in the table the places without a shape', () => {
    const view = mapChart(
      {
        measure: SHARE,
        rowTitle: 'Lieu',
        places: [place('A', '0.2', square(0, 45)), place('B', null, square(1, 45)), place('C', null, square(2, 45), 'masked'), place('D', '0.4', null)],
      },
      'fr-CA',
    )
    expectClean(view)
    expect(view.legend.map((entry) => entry.swatch)).toEqual([3, 'no_data', 'masked'])
    expect(view.table.rows.map((row) => row.code)).toEqual(['A', 'B', 'C', 'D'])
    expect(view.svg?.wide).toMatch(/url\(#c\w+-hatch\)"/)
    expect(view.svg?.wide).toMatch(/url\(#c\w+-dots\)"/)
  })
  it('never colours a masked place, whatever it carries', () => {
    const view = mapChart({ measure: SHARE, rowTitle: 'Lieu', places: [place('A', '0.2', square(0, 45)), place('B', '0.9', square(1, 45), 'masked')] }, 'fr-CA')
    expect(`${view.svg?.wide} ${view.summary.join(' ')} ${JSON.stringify(view.legend)} ${JSON.stringify(view.table)}`).not.toMatch(/90[,.]0/)
  })
  it('of a hundred detailed shapes takes 40 KB at most when compressed', () => {
    const rough = (column: number, row: number): MapPlace['geometry'] => {
      const edge = (x: number, y: number) => [
        x + Math.sin(y * 37.7) * 0.03 + Math.sin(y * 411) * 0.01,
        y + Math.sin(x * 29.3) * 0.03 + Math.sin(x * 397) * 0.01,
      ]
      const side = Array.from({ length: 100 }, (_, index) => index / 100)
      const ring = [
        ...side.map((s) => edge(column + s, row)),
        ...side.map((s) => edge(column + 1, row + s)),
        ...side.map((s) => edge(column + 1 - s, row + 1)),
        ...side.map((s) => edge(column, row + 1 - s)),
      ]
      return { type: 'Polygon', coordinates: [[...ring, at(ring, 0)]] }
    }
    const places = Array.from({ length: 100 }, (_, index) =>
      place(`Municipalité ${index}`, String(index / 100), rough(index % 10, 40 + Math.floor(index / 10))),
    )
    const view = mapChart({ measure: SHARE, rowTitle: 'Lieu', places }, 'fr-CA')
    expectClean(view)
    expect(gzipSync(view.svg?.wide ?? '').length).toBeLessThanOrEqual(40 * 1024)
    expect(view.svg?.wide.match(/<title>/g)).toHaveLength(100)
  })
})
