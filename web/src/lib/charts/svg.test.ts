import { describe, expect, it } from 'vitest'
import { escapeText, ownSvg } from './svg.ts'

const size = { width: 100, height: 50, font: 13 }
const draw = (inside: string) => ownSvg(`<svg xmlns="http://www.w3.org/2000/svg">${inside}</svg>`, size)

describe('the only markup that reaches a page', () => {
  it('keeps no style, for the policy of the pages forbids it', () => {
    const svg = draw('<style>text{fill:red}</style><text style="font-size:15px;font-family:x" x="1" y="2">a</text>')
    expect(svg).not.toMatch(/style/)
    expect(svg).toContain('<text font-size="15" x="1" y="2">a</text>')
  })
  it('drops scripts, links, foreign elements and events with all they hold', () => {
    const svg = draw(
      '<script>alert(1)</script><a href="javascript:alert(1)"><text>b</text></a><foreignObject><text>c</text></foreignObject><image href="x"/><path onclick="x()" d="M0 0L1 1"/>',
    )
    expect(svg).not.toMatch(/script|alert|href|onclick|foreign|image|<text/)
    expect(svg).toContain('<path d="M0 0L1 1"/>')
  })
  it('keeps text as text', () => {
    const label = '<script>"x"</script>'
    expect(draw(`<text>${escapeText(label)}</text>`)).toContain('&lt;script&gt;&quot;x&quot;&lt;/script&gt;')
  })
  it.each(['NaN', 'undefined', '1 Infinity', 'url(https://example.org/x)', 'url(javascript:x)', 'a&quot;b'])('refuses the value %s', (value) => {
    expect(() => draw(`<path d="${value}"/>`)).toThrow(RangeError)
  })
  it('allows a label that is called NaN', () => {
    expect(draw('<text>NaN</text>')).toContain('NaN')
  })
  it('gives the same drawing the same ids, whatever counter the renderer is at', () => {
    const pattern = (zr: number) => draw(`<path fill="url(#zr${zr}-p0)" d="M0 0"/><defs><pattern id="zr${zr}-p0"><path d="M1 1"/></pattern></defs>`)
    expect(pattern(3)).toBe(pattern(17))
    expect(/id="(\w+-p0)"/.exec(pattern(3))?.[1]).toBe(/url\(#(\w+-p0)\)/.exec(pattern(3))?.[1])
  })
  it('refuses broken markup instead of guessing', () => {
    expect(() => draw('<path d="M0 0" < />')).toThrow(RangeError)
  })
})
