/** Outlines of places without a figure: decoration beside a name, or a look at what was sent. */
import { pathOf } from './map-drawing.ts'
import { project } from './projection.ts'
import { simplify } from './simplify.ts'
import { ownSvg, type OwnSvg } from './svg.ts'
import type { Geometry } from './types.ts'

interface Size {
  readonly width: number
  readonly tallest: number
  /** Letters of all outlines together. */
  readonly longest: number
}

interface Place {
  readonly code: string
  readonly geometry: Geometry
}

/** Small, beside the name of a place. */
const BESIDE: Size = { width: 176, tallest: 150, longest: 9_000 }
/** As wide as a page's text. */
const WHOLE: Size = { width: 580, tallest: 420, longest: 60_000 }

function draw(places: readonly Place[], code: string | null, size: Size): OwnSvg {
  const plane = project(
    places.map((place) => place.geometry),
    size.width,
    size.tallest,
  )
  let paths: string[] = []
  for (let tolerance = 4; tolerance < 200; tolerance *= 1.6) {
    paths = simplify(plane.shapes, tolerance, 8).map(pathOf)
    if (paths.reduce((sum, path) => sum + path.length, 0) <= size.longest) break
  }
  const shapes = places.map((place, index) => ({ path: paths[index] ?? '', isOwn: place.code === code })).filter(({ path }) => path !== '')
  const shape = ({ path, isOwn }: (typeof shapes)[number]) =>
    `<path d="${path}" fill="${isOwn ? 'var(--accent)' : 'var(--sunken)'}" stroke="${isOwn ? 'var(--text)' : 'var(--border-control)'}"/>`
  const markup = shapes.toSorted((a, b) => Number(a.isOwn) - Number(b.isOwn)).map(shape)
  return ownSvg(`<svg><g class="map-shapes" fill-rule="evenodd" stroke-linejoin="round">${markup.join('')}</g></svg>`, {
    width: size.width,
    height: plane.height,
  })
}

/** Where a place is among its neighbours, never the only way to know; null without its shape. */
export function drawLocator(places: readonly Place[], code: string): OwnSvg | null {
  return places.some((place) => place.code === code) ? draw(places, code, BESIDE) : null
}

/** All outlines of a level; null without any. */
export function drawOutlines(places: readonly Place[]): OwnSvg | null {
  return places.length === 0 ? null : draw(places, null, WHOLE)
}
