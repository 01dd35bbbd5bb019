/**
 * Places as squares in the order of their codes, where nobody has given their shapes: a square tells a figure and a name,
 * not where the place is (the note under it says so).
 */
import { formatMeasure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import type { Classes } from './classes.ts'
import { absenceSign, hasValue } from './figure-text.ts'
import { classesFor, look, PATTERNS, titleOf } from './map-look.ts'
import { INK, PAPER } from './palette.ts'
import { escapeText, ownSvg, type OwnSvg } from './svg.ts'
import { clipText, textWidth } from './text.ts'
import { NARROW, WIDE, type MapData, type MapPlace, type Room } from './types.ts'

const GAP = 4
/** A square with a name and a figure needs this much; with a figure alone the half. */
const NAMED = 92
const FIGURED = 54
const SMALLEST = 14

interface Grid {
  readonly columns: number
  readonly size: number
  readonly height: number
}

/** As wide as words need, as long as they fit a screen; many places become small squares without words. */
function gridOf(count: number, room: Room): Grid {
  const columnsAt = (width: number) => Math.max(1, Math.floor((room.width + GAP) / (width + GAP)))
  const heightAt = (width: number) => (width >= NAMED ? 56 : width >= FIGURED ? 34 : width)
  const found = [NAMED, FIGURED, 30, SMALLEST].find((width) => Math.ceil(count / columnsAt(width)) * heightAt(width) <= room.width * 1.2) ?? SMALLEST
  const columns = Math.min(count, columnsAt(found))
  const size = Math.min(130, (room.width + GAP) / columns - GAP)
  return { columns, size, height: heightAt(size) }
}

function tile(place: MapPlace, index: number, at: number, grid: Grid, data: MapData, classes: Classes, locale: Locale, room: Room): string {
  const [x, y] = [(at % grid.columns) * (grid.size + GAP), Math.floor(at / grid.columns) * (grid.height + GAP)]
  const { fill, stroke, word, halo } = look(place, classes)
  const middle = x + grid.size / 2
  const value = hasValue(place) ? formatMeasure(locale, place.value, data.measure) : absenceSign(place.presence, locale)
  const lines = [
    ...(grid.size >= NAMED ? [{ text: clipText(place.label, room.font, grid.size - 8), bold: false }] : []),
    ...(grid.size >= FIGURED && textWidth(value, room.font) <= grid.size ? [{ text: value, bold: hasValue(place) }] : []),
  ].filter(({ text }) => text !== '')
  const words = lines
    .map(
      ({ text, bold }, line) =>
        `<text x="${middle.toFixed(1)}" y="${(y + grid.height / 2 + (line - (lines.length - 1) / 2) * 18).toFixed(1)}" dy=".35em" text-anchor="middle" fill="${word}" stroke="${halo}" stroke-width="3" paint-order="stroke"${bold ? ' font-weight="600"' : ''}>${escapeText(text)}</text>`,
    )
    .join('')
  const box = `x="${x.toFixed(1)}" y="${y.toFixed(1)}" width="${grid.size.toFixed(1)}" height="${grid.height.toFixed(1)}"`
  const outline =
    place.code === data.highlight
      ? `<rect ${box} fill="none" stroke="${PAPER}" stroke-width="5"/><rect ${box} fill="none" stroke="${INK}" stroke-width="2.5"/>`
      : ''
  return `<rect data-place="${index}" ${box} fill="${fill}" stroke="${stroke}">${titleOf(place, data, locale)}</rect>${outline}${words}`
}

function draw(data: MapData, classes: Classes, locale: Locale, room: Room): OwnSvg {
  const grid = gridOf(data.places.length, room)
  const byCode = data.places.map((place, index) => ({ place, index })).sort((a, b) => a.place.code.localeCompare(b.place.code, 'en', { numeric: true }))
  const tiles = byCode.map(({ place, index }, at) => tile(place, index, at, grid, data, classes, locale, room)).join('')
  const rows = Math.ceil(data.places.length / grid.columns)
  return ownSvg(`<svg>${PATTERNS}<g class="map-shapes">${tiles}</g></svg>`, { width: room.width, height: rows * (grid.height + GAP), font: room.font })
}

/** Squares for wide and narrow places, with their classes; null for fewer than two places. */
export function drawTiles(data: MapData, locale: Locale): { wide: OwnSvg; narrow: OwnSvg; classes: Classes } | null {
  if (data.places.length < 2) return null
  const classes = classesFor(data, data.places, locale)
  return { wide: draw(data, classes, locale, WIDE), narrow: draw(data, classes, locale, NARROW), classes }
}
