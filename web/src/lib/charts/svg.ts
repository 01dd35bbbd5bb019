/** The only SVG that reaches a page as markup: rewritten from a list of what may be there. */

declare const own: unique symbol
/** Markup that `ownSvg` let through. */
export type OwnSvg = string & { readonly [own]: true }

const ELEMENTS = new Set(['svg', 'g', 'path', 'circle', 'rect', 'line', 'text', 'title', 'defs', 'pattern'])
const ATTRIBUTES = new Set([
  'viewBox',
  'width',
  'height',
  'x',
  'y',
  'dy',
  'x1',
  'x2',
  'y1',
  'y2',
  'cx',
  'cy',
  'r',
  'd',
  'transform',
  'id',
  'fill',
  'fill-opacity',
  'fill-rule',
  'stroke',
  'stroke-width',
  'stroke-opacity',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'paint-order',
  'vector-effect',
  'text-anchor',
  'font-size',
  'font-weight',
  'patternUnits',
  'patternTransform',
  'class',
  'data-place',
])
const TOKEN = /<\/([A-Za-z]+)\s*>|<([A-Za-z]+)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(\/?)>|([^<]+)|(<)/g
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g
const VALUE = /^[\w\s.,()#%+*-]*$/
const CIRCLE = 'M1 0A1 1 0 1 1 1 -0.1A1 1 0 0 1 1 0'

type Attributes = Record<string, string>

/** Text for inside an element or an attribute. */
export function escapeText(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

const round = (number: string | number) => String(Math.round(Number(number) * 10) / 10)

/** A marker is written as a circle of its size, a text at its place: shorter, and a stroke keeps its width. */
function simplified(element: string, attributes: Attributes): [string, Attributes] {
  const { transform = '', ...rest } = attributes
  const scaled = /^matrix\(([\d.]+),0,0,\1,([\d.-]+),([\d.-]+)\)$/.exec(transform)
  if (element === 'path' && attributes.d === CIRCLE && scaled !== null) {
    const { d: _, ...paint } = rest
    const [, radius = '0', x = '0', y = '0'] = scaled
    const width = rest['stroke-width'] === undefined ? {} : { 'stroke-width': round(Number(rest['stroke-width']) * Number(radius)) }
    return ['circle', { cx: round(x), cy: round(y), r: round(radius), ...paint, ...width }]
  }
  const moved = /^translate\(([\d.-]+)[ ,]([\d.-]+)\)$/.exec(transform)
  if (element === 'text' && moved !== null) {
    const [, x = '0', y = '0'] = moved
    return ['text', { ...rest, x: round(Number(x) + Number(rest.x ?? 0)), y: round(Number(y) + Number(rest.y ?? 0)) }]
  }
  return [element, attributes]
}

/** Says nothing, or names a rule of a stylesheet that is not kept. */
function isIdle(element: string, name: string, value: string): boolean {
  return (element === 'text' && name === 'text-anchor' && value === 'start') || (name === 'class' && value.startsWith('zr'))
}

function read(element: string, source: string): Attributes {
  const attributes: Attributes = {}
  for (const [, name = '', value = ''] of source.matchAll(ATTRIBUTE)) {
    if (name === 'style') {
      const size = /font-size:\s*([\d.]+)px/.exec(value)?.[1]
      const weight = /font-weight:\s*(\w+)/.exec(value)?.[1]
      if (size !== undefined) attributes['font-size'] = size
      if (weight !== undefined && weight !== 'normal') attributes['font-weight'] = weight
    } else if (name === 'dominant-baseline') {
      // Half of a capital's height: understood everywhere, print and old browsers included.
      if (value === 'central') attributes.dy = '.35em'
    } else if (ATTRIBUTES.has(name) && !isIdle(element, name, value)) attributes[name] = value
  }
  return attributes
}

function write(element: string, attributes: Attributes, closed: boolean): string {
  for (const [name, value] of Object.entries(attributes)) {
    if (!VALUE.test(value) || /\b(NaN|undefined|null|Infinity)\b/.test(value) || /url\((?!#)/.test(value))
      throw new RangeError(`a chart would hold ${name}="${value}"`)
  }
  return `<${element}${Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${value}"`)
    .join('')}${closed ? '/' : ''}>`
}

/** Short and the same for the same drawing, so that pages keep their ETag. */
function fingerprint(text: string): string {
  let hash = 5381
  for (let index = 0; index < text.length; index += 1) hash = ((hash * 33) ^ text.charCodeAt(index)) >>> 0
  return hash.toString(36)
}

/**
 * Rewrites a renderer's SVG: known elements and attributes only, no style, script, link or event; ids
 * that depend on nothing but the drawing; hidden from assistive technology, because the figure around
 * it has the name and the table.
 * @throws RangeError on an attribute that no drawing of ours would have, and on NaN
 */
export function ownSvg(markup: string, size: { readonly width: number; readonly height: number; readonly font?: number }): OwnSvg {
  const source = markup.replace(/<style[\s>][\s\S]*?<\/style>/g, '').replace(/<\?[\s\S]*?\?>/g, '')
  const stack: (string | null)[] = []
  let text = ''
  for (const [, end, start, attributes = '', slash = '', words, stray] of source.matchAll(TOKEN)) {
    const kept = stack.every((one) => one !== null)
    if (stray !== undefined) throw new RangeError('a chart would hold broken markup')
    if (words !== undefined) {
      if (kept && (stack.at(-1) === 'text' || stack.at(-1) === 'title')) text += words.replace(/&(?!(?:amp|lt|gt|quot|#39);)/g, '&amp;')
    } else if (start !== undefined) {
      const [element, found]: [string | null, Attributes] = ELEMENTS.has(start) ? simplified(start, read(start, attributes)) : [null, {}]
      const base = String(size.font ?? '')
      if (found['font-size'] === base) delete found['font-size']
      const known: Attributes =
        start === 'svg'
          ? {
              viewBox: `0 0 ${round(size.width)} ${round(size.height)}`,
              width: round(size.width),
              height: round(size.height),
              ...(base === '' ? {} : { 'font-size': base }),
            }
          : found
      // ECharts paints a transparent ground first.
      const idle = element === null || (element === 'rect' && known.fill === 'none' && known.stroke === undefined)
      if (kept && !idle) text += write(element, named(known), slash === '/').replace(/^<svg/, '<svg aria-hidden="true" focusable="false"')
      if (slash !== '/') stack.push(idle ? null : element)
    } else if (end !== undefined) {
      const element = stack.pop()
      if (element !== undefined && element !== null && stack.every((one) => one !== null)) text += `</${element}>`
    }
  }
  const short = text
    .replace(/<(path|circle|rect|line)([^>]*)><\/\1>/g, '<$1$2/>')
    .replace(/<(g|defs)><\/\1>/g, '')
    .replace(/<g>((?:<path[^>]*\/>)+)<\/g>/g, '$1')
  // Two drawings of a page must not share an id, and a quote never stands in text: only attributes are met.
  const mark = fingerprint(short)
  return short.replaceAll('="url(#', `="url(#c${mark}-`).replaceAll(' id="', ` id="c${mark}-`) as OwnSvg
}

/** Names without the renderer's counter. */
function named(attributes: Attributes): Attributes {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.replace(name === 'id' ? /^zr\d+-/ : /(?<=^url\(#)zr\d+-/, '')]))
}
