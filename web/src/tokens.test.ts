import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const css = readFileSync(join(import.meta.dirname, 'app.css'), 'utf8')

/** The colours of a rule: its first block after the marker. */
function coloursAfter(marker: string): Record<string, string> {
  const start = css.indexOf(marker)
  expect(start, marker).toBeGreaterThanOrEqual(0)
  const block = css.slice(css.indexOf('{', start + marker.length - 1) + 1, css.indexOf('}', start))
  return Object.fromEntries([...block.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6})/g)].map((match) => [match[1] ?? '', match[2] ?? '']))
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** WCAG 2.2, relative luminance and contrast ratio. */
function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

const light = coloursAfter(':root {')
const dark = { ...light, ...coloursAfter(":root[data-theme='dark'] {") }
const device = { ...light, ...coloursAfter(":root:not([data-theme='light']) {") }

const TEXTS = ['text', 'text-muted', 'accent', 'accent-hover', 'positive', 'caution', 'negative', 'neutral', 'error', 'learning']
const GROUNDS = ['bg', 'surface', 'subtle', 'sunken']

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('the %s colours', (_, colours) => {
  const ratio = (one: string, other: string) => contrast(colours[one] ?? '', colours[other] ?? '')

  it.each(TEXTS.flatMap((text) => GROUNDS.map((ground) => [text, ground] as const)))('%s is readable on %s', (text, ground) => {
    expect(ratio(text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'positive', 'caution', 'negative', 'neutral', 'error', 'learning'])('%s is readable on its own tint, and so is plain text', (tone) => {
    expect(ratio(tone, `${tone}-bg`)).toBeGreaterThanOrEqual(4.5)
    expect(ratio('text', `${tone}-bg`)).toBeGreaterThanOrEqual(4.5)
    expect(ratio('accent', `${tone}-bg`), 'a link inside').toBeGreaterThanOrEqual(4.5)
  })

  it('buttons are readable', () => {
    expect(ratio('on-accent', 'accent')).toBeGreaterThanOrEqual(4.5)
    expect(ratio('on-accent', 'accent-hover')).toBeGreaterThanOrEqual(4.5)
    expect(ratio('on-error', 'error')).toBeGreaterThanOrEqual(4.5)
  })

  it.each(GROUNDS)('the edge of a control stands out on %s', (ground) => {
    expect(ratio('border-control', ground)).toBeGreaterThanOrEqual(3)
  })

  it.each([...GROUNDS, 'accent', 'error'])('one of the two focus rings stands out on %s', (ground) => {
    expect(Math.max(ratio('focus-inner', ground), ratio('focus-outer', ground))).toBeGreaterThanOrEqual(3)
  })

  it.each([1, 2, 3, 4, 5, 6].map((series) => `series-${series}`))('%s stands out on the page and on a card', (series) => {
    expect(ratio(series, 'bg')).toBeGreaterThanOrEqual(3)
    expect(ratio(series, 'surface')).toBeGreaterThanOrEqual(3)
  })
})

it('the device’s dark and the chosen dark are the same', () => {
  expect(device).toEqual(dark)
})
