import { describe, expect, it } from 'vitest'
import { lineOption } from './line-option.ts'
import type { LineOption } from './option-types.ts'
import { at, DAYS, lineOf, pointsOf, quarters, seriesOf, SHARE } from './samples.ts'
import { NARROW, WIDE, type LineData } from './types.ts'

const axis = quarters(2024, 8)

interface DrawnItem {
  readonly value: [number, number | null]
  readonly symbol?: string
  readonly itemStyle?: { readonly color: string }
}

function seriesIn(option: LineOption): { data: DrawnItem[]; connectNulls?: boolean }[] {
  return option.series as unknown as { data: DrawnItem[]; connectNulls?: boolean }[]
}
function wordsIn(option: LineOption): string[] {
  const { elements } = option.graphic as unknown as { elements: { type: string; style: { text?: string } }[] }
  return elements.filter((element) => element.type === 'text').map((element) => (element.style.text ?? '').replaceAll('\u00A0', ' '))
}
const draw = (data: LineData, locale: 'fr-CA' | 'en' = 'fr-CA') => lineOption(data, locale, WIDE).option

describe('line chart', () => {
  it('breaks the line at a gap, masked or missing, and never invents a figure', () => {
    const [line] = seriesIn(draw(lineOf(['0.1', null, '0.3', 's', '0.5'])))
    expect(line?.data.map((item) => item.value)).toEqual([
      [0, 10],
      [1, null],
      [2, 30],
      [3, null],
      [4, 50],
    ])
    expect(line?.connectNulls).toBe(false)
  })
  it('draws the range of a partial figure dotted and open above', () => {
    const strokes = (isPartial: boolean) => {
      const points = pointsOf(axis, ['0.4']).map((point) => ({ ...point, lower: '0.4', upper: '0.7', isPartial }))
      const { elements } = draw(lineOf([], { series: [seriesOf('R', points)] })).graphic as unknown as {
        elements: { type: string; style: { lineDash?: number[]; lineWidth?: number } }[]
      }
      return elements.filter((element) => element.type === 'line' && element.style.lineWidth === 1.5)
    }
    expect([strokes(false).length, strokes(true).length]).toEqual([3, 2])
    expect([strokes(false), strokes(true)].map((all) => all.some(({ style }) => (style.lineDash ?? []).length > 0))).toEqual([false, true])
  })
  it('breaks the line where a position has no point at all', () => {
    const points = pointsOf(axis, ['0.1', '0.2', '0.3']).filter((_, index) => index !== 1)
    const [line] = seriesIn(draw(lineOf([], { series: [seriesOf('R', points)] })))
    expect(line?.data.map((item) => item.value[1])).toEqual([10, null, 30])
  })
  it('does not join the figures before and after a break in the series', () => {
    const [line] = seriesIn(draw(lineOf(['0.1', '0.2', '0.3'], { breaks: [{ x: at(axis, 2) }] })))
    expect(line?.data.map((item) => item.value)).toEqual([
      [0, 10],
      [1, 20],
      [1.5, null],
      [2, 30],
    ])
    expect(wordsIn(draw(lineOf(['0.1', '0.2', '0.3'], { breaks: [{ x: at(axis, 2) }] })))).toContain('Bris de série')
  })
  it('draws zero as a figure', () => {
    const [line] = seriesIn(draw(lineOf(['0', '0.2'])))
    expect(line?.data.map((item) => item.value[1])).toEqual([0, 20])
  })
  it('draws what is provisional or partial hollow', () => {
    const [first, second] = pointsOf(axis, ['0.1', '0.2'])
    const [line] = seriesIn(
      draw(lineOf([], { series: [seriesOf('R', first === undefined || second === undefined ? [] : [first, { ...second, isProvisional: true }])] })),
    )
    expect(line?.data.map((item) => item.itemStyle?.color)).toEqual([undefined, 'var(--surface)'])
  })
  it('labels the end, the target with its period and the baseline, in the language', () => {
    const data = lineOf([null, '0.4', '0.619'], { baseline: { x: at(axis, 0), value: '0.383' }, target: [{ x: at(axis, 7), value: '0.65' }] })
    expect(wordsIn(draw(data))).toEqual(expect.arrayContaining(['61,9 %', 'Cible 65,0 % (T4 2025)', 'Départ 38,3 %']))
    expect(wordsIn(draw(data, 'en'))).toEqual(expect.arrayContaining(['61.9%', 'Baseline 38.3%']))
  })
  it('draws the target as a dashed path from the baseline through the target points', () => {
    const [, target] = seriesIn(
      draw(
        lineOf(['0.1'], {
          baseline: { x: at(axis, 0), value: '0.1' },
          target: [
            { x: at(axis, 3), value: '0.3' },
            { x: at(axis, 7), value: '0.6' },
          ],
        }),
      ),
    )
    expect(target?.data.map((item) => item.value)).toEqual([
      [0, 10],
      [3, 30],
      [7, 60],
    ])
  })
  it('says that its axis is cut exactly when zero is not on it', () => {
    const cut = lineOption(lineOf(['140', '150', '145'], { measure: DAYS }), 'fr-CA', WIDE)
    expect(cut.isTruncated).toBe(true)
    expect(wordsIn(cut.option)).toContain('Axe tronqué')
    expect(wordsIn(draw(lineOf(['0.1', '0.9'])))).not.toContain('Axe tronqué')
  })
  it('names every series at its end, on a phone too', () => {
    const series = ['Nord', 'Sud'].map((label, index) => seriesOf(label, pointsOf(axis, ['0.1', `0.${index + 2}`])))
    for (const room of [WIDE, NARROW])
      expect(wordsIn(lineOption({ measure: SHARE, axis, series }, 'fr-CA', room).option)).toEqual(expect.arrayContaining(['Nord', 'Sud', '20,0 %', '30,0 %']))
  })
  it('of more than four series, lets one stand out', () => {
    const series = Array.from({ length: 6 }, (_, index) => seriesOf(`S${index}`, pointsOf(axis, ['0.1', '0.2'])))
    const words = wordsIn(draw({ measure: SHARE, axis, series, focus: 'S3' }))
    expect(words).toContain('S3')
    expect(words).not.toContain('S1')
  })
  it('marks a masked figure with its sign at the axis', () => {
    expect(wordsIn(draw(lineOf(['0.1', 's', '0.2'])))).toContain('s')
  })
  it('has no animation and no text under 13 pixels at the size where it is shown', () => {
    // The wide drawing is 580 wide and shown from 560 on; the narrow one is 300 wide and shown at 288 on the smallest screen.
    expect(draw(lineOf(['0.1']))).toMatchObject({ animation: false })
    expect((WIDE.font * 560) / WIDE.width).toBeGreaterThanOrEqual(13)
    expect((NARROW.font * 288) / NARROW.width).toBeGreaterThanOrEqual(13)
  })
  it('refuses a figure that stands nowhere on the axis', () => {
    expect(() => draw(lineOf([], { series: [seriesOf('R', [{ x: { code: '1999', label: '1999' }, value: '1', presence: 'reported' }])] }))).toThrow(/1999/)
  })
})
