type Child = Node | string | null | undefined | false
type Attributes = Readonly<Record<string, string | number | boolean | null | undefined | ((event: Event) => void)>>

/** An element with its attributes, listeners (`onclick`) and children. Text is text, never markup. */
export function el<Name extends keyof HTMLElementTagNameMap>(name: Name, attributes: Attributes = {}, ...children: Child[]): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(key.slice(2), value)
    else if (value === true) element.setAttribute(key, '')
    else if (value !== null && value !== undefined && value !== false) element.setAttribute(key, String(value))
  }
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined && child !== false && child !== ''))
  return element
}

/** Drawn on a grid of 16: each state has a shape of its own, readable in grey. */
const SHAPES = {
  saved: 'm3 8.5 3.2 3.2L13 4.5',
  waiting: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zm0-9.2V8l2.2 1.8',
  sending: 'M3.5 8h.1M8 8h.1m4.4 0h.1',
  invalid: 'M5.4 1.8h5.2l3.6 3.6v5.2l-3.6 3.6H5.4l-3.6-3.6V5.4zM8 4.8v3.8m0 2.3v.2',
  unusual: 'M8 2.2 14.4 13.5H1.6zM8 6.5v3.2m0 1.8v.2',
  conflict: 'M2.5 5.5h10m-2.7-3 3 3-3 3M13.5 10.5h-10m2.7-3-3 3 3 3',
  returned: 'M6 2.5 2.5 6 6 9.5M2.5 6h7a3.75 3.75 0 0 1 0 7.5H5',
  comment: 'M2.5 3h11v7.5h-6L4.5 13v-2.5h-2z',
  locked: 'M4 7.2h8v6H4zM5.5 7V5a2.5 2.5 0 0 1 5 0v2',
} as const
export type Shape = keyof typeof SHAPES

const SVG = 'http://www.w3.org/2000/svg'

/** A decorative drawing: the words beside it carry the meaning. */
export function shape(name: Shape): SVGSVGElement {
  const svg = document.createElementNS(SVG, 'svg')
  const attributes = { width: 14, height: 14, viewBox: '0 0 16 16', fill: 'none', stroke: 'currentColor', 'stroke-width': name === 'sending' ? 3 : 1.6 }
  for (const [key, value] of Object.entries({ ...attributes, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true' }))
    svg.setAttribute(key, String(value))
  const path = document.createElementNS(SVG, 'path')
  path.setAttribute('d', SHAPES[name])
  svg.append(path)
  return svg
}
