import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart } from './bar-chart.server.ts'
import { shownFigure } from './hidden.ts'
import { lineChart } from './line-chart.server.ts'
import { mapChart } from './map.server.ts'
import { pack } from './packed.ts'
import { at, quarters, SHARE } from './samples.ts'
import { sparkLabel, sparkOf } from './sparkline.ts'
import { stripOf } from './strip.ts'
import type { ChartView, PlottedFigure, PointPresence } from './types.ts'

/** A figure with everything that it may carry. */
const anyFigure = (presence: PointPresence) =>
  fc.record({
    value: fc.option(
      fc.integer({ min: -10_000, max: 10_000 }).map((number) => (number / 1000).toFixed(3)),
      { nil: null },
    ),
    lower: fc.option(fc.constantFrom('-9.9', '0.001', '7'), { nil: null }),
    upper: fc.option(fc.constantFrom('8', '99', '123.4'), { nil: null }),
    presence: fc.constant(presence),
    isProvisional: fc.boolean(),
    isRevised: fc.boolean(),
    isPartial: fc.boolean(),
  })

/** Places of which some are hidden, twice: the same but for what the hidden ones carry. */
const twice = fc
  .array(fc.oneof(fc.tuple(fc.constant('reported' as const)), fc.tuple(fc.constant('masked' as const)), fc.tuple(fc.constant('missing' as const))), {
    minLength: 3,
    maxLength: 8,
  })
  .chain((kinds) =>
    fc.tuple(
      ...kinds.map(([kind]) =>
        kind === 'masked' ? fc.tuple(anyFigure(kind), anyFigure(kind)) : anyFigure(kind).map((one): [PlottedFigure, PlottedFigure] => [one, one]),
      ),
    ),
  )
  .map((pairs) => [pairs.map(([one]) => one), pairs.map(([, other]) => other)] as [PlottedFigure[], PlottedFigure[]])

const axis = quarters(2024, 8)
const square = (x: number) => ({
  type: 'Polygon' as const,
  coordinates: [
    [
      [x, 45],
      [x + 1, 45],
      [x + 1, 46],
      [x, 46],
      [x, 45],
    ],
  ],
})
const line = (figures: readonly PlottedFigure[]) =>
  lineChart({ measure: SHARE, axis, series: [{ code: 'R', label: 'R', points: figures.map((one, index) => ({ ...one, x: at(axis, index) })) }] }, 'fr-CA')
const bars = (figures: readonly PlottedFigure[]) =>
  barChart(
    {
      measure: SHARE,
      rowTitle: 'Lieu',
      rows: figures.map((one, index) => ({
        ...one,
        code: `c${index}`,
        label: `Lieu ${index}`,
        status: { label: Number(one.value) > 1 ? 'en bonne voie' : 'en difficulté', tone: 'neutral' },
      })),
    },
    'fr-CA',
  )
const map = (isTiles: boolean) => (figures: readonly PlottedFigure[]) =>
  mapChart(
    {
      measure: SHARE,
      rowTitle: 'Lieu',
      places: figures.map((one, index) => ({ ...one, code: `c${index}`, label: `Lieu ${index}`, geometry: isTiles ? null : square(index) })),
    },
    'fr-CA',
  )
const everything = (view: ChartView) => `${JSON.stringify(view)} ${view.explored === null ? '' : pack(view.explored)}`

describe('a hidden figure', () => {
  for (const [name, draw] of [
    ['a line', line],
    ['bars', bars],
    ['a map', map(false)],
    ['squares', map(true)],
  ] as const) {
    it(`changes no byte of ${name}, of its sentences, notes, table or of what the page explores, whatever it is`, () => {
      fc.assert(
        fc.property(twice, ([one, other]) => {
          expect(everything(draw(one))).toBe(everything(draw(other)))
        }),
        { numRuns: 60 },
      )
    })
  }

  it('changes neither a small curve nor where a place stands among others', () => {
    fc.assert(
      fc.property(twice, ([one, other]) => {
        const spark = (figures: readonly PlottedFigure[]) => [sparkOf(figures, SHARE, 96, 24), sparkLabel(figures, SHARE, 'fr-CA')]
        expect(spark(one)).toEqual(spark(other))
        const strip = (figures: readonly PlottedFigure[]) =>
          stripOf(figures.map((figure, index) => ({ ...figure, code: `c${index}`, label: `Lieu ${index}` })).map(shownFigure), 'c1', '0.5', SHARE, 150, 'fr-CA')
        expect(strip(one)).toEqual(strip(other))
      }),
      { numRuns: 60 },
    )
  })

  it('is the same sign in the table and where a map is pointed at, and has its note', () => {
    const view = map(false)([
      { value: '0.2', presence: 'reported' },
      { value: '0.9', presence: 'masked' },
      { value: '0.4', presence: 'reported' },
    ])
    expect(view.table.rows.map((row) => [row.cells[0]?.replace('\u00A0', ' '), row.plain[0]])).toEqual([
      ['20,0 %', '20.0'],
      ['s', null],
      ['40,0 %', '40.0'],
    ])
    expect(view.svg?.wide).toContain('<title>Lieu 1, s (masqué pour protéger des personnes)</title>')
    expect(view.notes.join(' ').replaceAll('\u00A0', ' ')).toContain('« s » : masqué')
    expect(JSON.stringify(view)).not.toMatch(/90[,.]0/)
  })
})
