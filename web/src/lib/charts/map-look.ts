/** How a place looks on a map or among tiles: colour, outline, pattern, words for whoever points at it. */
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { classesOf, type Classes } from './classes.ts'
import { figureText, hasValue } from './figure-text.ts'
import { INK, inkOnClass, MUTED, PAPER } from './palette.ts'
import { escapeText } from './svg.ts'
import type { MapData, MapPlace } from './types.ts'

export interface Look {
  readonly fill: string
  readonly stroke: string
  readonly word: string
  readonly halo: string
  /** Light outlines are drawn last: they show on both sides of a border. */
  readonly rank: number
}

/** Hatching for no data, dots for hidden figures. */
export const PATTERNS =
  `<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="6" height="6" fill="${PAPER}"/><rect width="1.2" height="6" fill="${MUTED}"/></pattern>` +
  `<pattern id="dots" width="7" height="7" patternUnits="userSpaceOnUse"><rect width="7" height="7" fill="${PAPER}"/><circle cx="3.5" cy="3.5" r="1.1" fill="${MUTED}"/></pattern></defs>`

/** Classes of the figures that are drawn: hidden ones have no part in them. */
export function classesFor(data: MapData, places: readonly MapPlace[], locale: Locale): Classes {
  return classesOf(
    places.flatMap((place) => (hasValue(place) ? [place.value] : [])),
    data.measure,
    data.classes ?? 'equal',
    locale,
  )
}

export function look(place: MapPlace, classes: Classes): Look {
  if (!hasValue(place)) return { fill: place.presence === 'masked' ? 'url(#dots)' : 'url(#hatch)', stroke: MUTED, word: INK, halo: PAPER, rank: 0 }
  const step = classes.of(place.value)
  // The middle grey is too near to ink and to white alike: there the halo is white.
  return {
    fill: `var(--map-${step})`,
    stroke: inkOnClass(step),
    word: inkOnClass(step),
    halo: step === 3 ? '#ffffff' : `var(--map-${step})`,
    rank: step <= 2 ? 2 : 1,
  }
}

/** What is said of a place where it is pointed at: the sign of a hidden figure with its meaning. */
export function titleOf(place: MapPlace, data: MapData, locale: Locale): string {
  const text = place.presence === 'masked' ? m.charts_masked_said({}, { locale }) : figureText(place, data.measure, locale)
  return `<title>${escapeText(`${place.label}, ${text}`)}</title>`
}
