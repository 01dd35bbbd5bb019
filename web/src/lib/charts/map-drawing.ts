/**
 * A choropleth, written by hand and not by ECharts: its maps are registered once and for all in the
 * process, under one name for everybody, have no pattern per place (hatching for no data, dots for masked)
 * and write coordinates that nobody has simplified. This one follows the language of the other drawings.
 */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Classes } from './classes.ts'
import { absenceSign, hasValue } from './figure-text.ts'
import { labelPlace } from './map-label.ts'
import { classesFor, look, PATTERNS, titleOf } from './map-look.ts'
import { INK, PAPER } from './palette.ts'
import { project, type Ring } from './projection.ts'
import { simplify } from './simplify.ts'
import { escapeText, ownSvg, type OwnSvg } from './svg.ts'
import { textWidth } from './text.ts'
import type { Geometry, MapData, MapPlace } from './types.ts'

const WIDTH = 580
const TALLEST = 560
/** Letters of all outlines together: 40 KB at most when compressed. */
const LONGEST = 70_000
const WIDE_FONT = 13.5
/** Size of a word where the map is shown at half its size: a phone (`ChartFigure.svelte` sets it). */
const NARROW_FONT = 26
const MOST_LABELS = 40
/** Of so many places borders as wide as usual would cover the small ones. */
const MANY = 150

/** Differences from point to point in pixels with one decimal, in as few letters as they take. */
export function pathOf(rings: readonly Ring[]): string {
  const write = (tenths: number) => String(tenths / 10).replace(/^(-?)0\./, '$1.')
  return rings
    .map((ring) => {
      let path = `M${write(ring[0] ?? 0)} ${write(ring[1] ?? 0)}l`
      for (let index = 2; index < ring.length; index += 1) {
        const step = write((ring[index] ?? 0) - (ring[index - 2] ?? 0))
        path += index === 2 || step.startsWith('-') ? step : ` ${step}`
      }
      return `${path}z`
    })
    .join('')
}

interface Shape {
  readonly place: MapPlace
  readonly rings: readonly Ring[]
  readonly path: string
}

function shapesOf(data: MapData): { shapes: Shape[]; height: number } {
  const places = data.places.filter((place): place is MapPlace & { readonly geometry: Geometry } => place.geometry !== null)
  const plane = project(
    places.map((place) => place.geometry),
    WIDTH,
    TALLEST,
  )
  let shapes: Shape[] = []
  for (let tolerance = 4; tolerance < 200; tolerance *= 1.5) {
    const simple = simplify(plane.shapes, tolerance, 12)
    shapes = places.map((place, index) => ({ place, rings: simple[index] ?? [], path: pathOf(simple[index] ?? []) })).filter((shape) => shape.path !== '')
    if (shapes.reduce((sum, shape) => sum + shape.path.length, 0) <= LONGEST) break
  }
  return { shapes, height: plane.height }
}

function words(shape: Shape, classes: Classes, data: MapData, locale: Locale): string {
  const spot = labelPlace(shape.rings)
  if (spot === null) return ''
  const { place } = shape
  const value = hasValue(place) ? formatMeasure(locale, place.value, data.measure) : absenceSign(place.presence, locale)
  const room = (lines: readonly string[], font: number) =>
    Math.max(...lines.map((line) => textWidth(line, font))) <= (spot.width / 10) * 1.1 && lines.length * font * 1.1 <= spot.height / 10
  const choices = [[place.label, value], [value]].map((lines) => lines.filter((line) => line !== ''))
  const lines = choices.find((choice) => choice.length > 0 && room(choice, WIDE_FONT))
  if (lines === undefined) return ''
  const narrow = choices.find((choice) => choice.length > 0 && room(choice, NARROW_FONT))
  const { word, halo } = look(place, classes)
  const [x, y] = [Math.round(spot.x / 10), Math.round(spot.y / 10)]
  const draw = (choice: readonly string[], kind: string) =>
    choice
      .map((line, index) => {
        const dy = choice.length === 1 ? '.35em' : index === 0 ? '-.2em' : '.95em'
        return `<text class="${kind}" x="${x}" y="${y}" dy="${dy}" text-anchor="middle" fill="${word}" stroke="${halo}" stroke-width="3" paint-order="stroke"${line === value && hasValue(place) ? ' font-weight="600"' : ''}>${escapeText(line)}</text>`
      })
      .join('')
  if (narrow === undefined) return draw(lines, 'map-wide')
  return narrow.length === lines.length ? draw(lines, 'map-word') : draw(lines, 'map-wide') + draw(narrow, 'map-narrow')
}

/** The drawing, with the classes that its legend explains; null when no place has a shape. */
export function drawMap(data: MapData, locale: Locale): { svg: OwnSvg; classes: Classes } | null {
  const { shapes, height } = shapesOf(data)
  if (shapes.length === 0) return null
  const classes = classesFor(
    data,
    shapes.map(({ place }) => place),
    locale,
  )
  const order = new Map(data.places.map((place, index) => [place, index]))
  const drawn = shapes.map((shape) => ({ shape, ...look(shape.place, classes) })).sort((a, b) => a.rank - b.rank)
  const paths = drawn
    .map(
      ({ shape, fill, stroke }) =>
        `<path d="${shape.path}" data-place="${order.get(shape.place) ?? -1}" fill="${fill}" stroke="${stroke}">${titleOf(shape.place, data, locale)}</path>`,
    )
    .join('')
  const chosen = shapes.find((shape) => shape.place.code === data.highlight)
  const outline =
    chosen === undefined
      ? ''
      : `<path class="map-outline" d="${chosen.path}" fill="none" stroke="${PAPER}" stroke-width="5"/><path class="map-outline" d="${chosen.path}" fill="none" stroke="${INK}" stroke-width="2.5"/>`
  const labels = shapes.length > MOST_LABELS ? '' : shapes.map((shape) => words(shape, classes, data, locale)).join('')
  const markup =
    `<svg>${PATTERNS}` +
    `<g class="map-shapes" fill-rule="evenodd" stroke-linejoin="round"${shapes.length > MANY ? ' stroke-width=".5"' : ''}>${paths}</g>${outline}${labels}</svg>`
  return { svg: ownSvg(markup, { width: WIDTH, height, font: WIDE_FONT }), classes }
}
