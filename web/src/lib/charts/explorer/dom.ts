const SVG = 'http://www.w3.org/2000/svg'

/** An element with its attributes and children; text is text, never markup. */
export function el<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string>> = {},
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const element = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

/** A shape of a drawing. */
export function shape(name: 'circle' | 'line', attributes: Readonly<Record<string, string | number>>): SVGElement {
  const element = document.createElementNS(SVG, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value))
  return element
}

/** A drawing of ours as an element of the page. */
export function drawn(svg: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(svg.replace('<svg ', `<svg xmlns="${SVG}" `), 'image/svg+xml')
  return document.importNode(documentElement, true) as unknown as SVGSVGElement
}
