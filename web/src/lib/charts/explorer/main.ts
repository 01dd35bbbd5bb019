/**
 * A chart under the hands: the same option, drawn by the same library from the same figures, at the size that there is.
 * Every word of the readout is the table's own. Nothing moves by itself.
 */
import { isLocale, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { overwriteGetLocale } from '#shared/i18n/paraglide/runtime.js'
import { unpack } from '../packed.ts'
import { rowsOf } from '../tools/figure.ts'
import type { LineData, Room } from '../types.ts'
import { drawn, el, shape } from './dom.ts'
import { chosen, plotBars, plotLine, type Plot, type Spot } from './spots.ts'

const NARROW_UNDER = 560

/** Opens the chart of a figure in place of its drawing; gives what closes it. */
export function openChart(figure: HTMLElement, drawing: HTMLElement, readout: HTMLElement): () => void {
  const locale: Locale = isLocale(document.documentElement.lang) ? document.documentElement.lang : 'fr-CA'
  overwriteGetLocale(() => locale)
  const explored = unpack(figure.dataset.explored ?? '')
  if (explored.kind === 'map') return () => undefined
  const rows = new Map(rowsOf(figure).map((row) => [row.code, row]))
  const line: LineData | null = explored.kind === 'line' ? explored.data : null
  const names = line === null ? [] : line.series.map((one) => one.label)
  let choice = { series: new Set(line?.series.map(({ code }) => code)), from: 0, to: (line?.axis.length ?? 1) - 1 }
  let [lane, at] = [0, -1]
  let plot: Plot | null = null

  const holder = el('div', { 'data-explore-drawing': '' })
  const choices =
    line === null
      ? null
      : choicesOf(line, (next) => {
          choice = next
          at = -1
          draw()
        })
  readout.before(...(choices === null ? [] : [choices]), holder)
  choices?.setAttribute('data-explore-drawing', '')
  drawing.setAttribute('data-open', '')

  function draw(): void {
    const width = Math.max(280, Math.min(1100, drawing.clientWidth))
    const room: Room = { width, font: width < NARROW_UNDER ? 14 : 13.5, isNarrow: width < NARROW_UNDER }
    plot = line === null ? plotBars((explored as Extract<typeof explored, { kind: 'bar' }>).data, locale, room) : plotLine(chosen(line, choice), locale, room)
    holder.replaceChildren(drawn(plot.svg))
    if ((plot.lanes[lane]?.length ?? 0) === 0)
      lane = Math.max(
        0,
        plot.lanes.findIndex((one) => one.length > 0),
      )
    if (at >= 0) mark()
  }
  const spot = (): Spot | undefined => plot?.lanes[lane]?.[at]

  function mark(): void {
    const svg = holder.querySelector('svg')
    const found = spot()
    if (svg === null || found === undefined || plot === null) return
    for (const old of svg.querySelectorAll('.ring, .thread')) old.remove()
    if (line !== null) svg.append(shape('line', { class: 'thread', x1: found.x, x2: found.x, y1: plot.top, y2: plot.bottom }))
    if (found.y !== null) svg.append(shape('circle', { class: 'ring', cx: found.x, cy: found.y, r: 7 }))
    const row = rows.get(found.code)
    const value = row?.cells[found.column] ?? ''
    const head = row?.head ?? found.code
    readout.textContent =
      names.length > 1
        ? m.charts_explore_point({ period: head, series: names[found.column] ?? '', value })
        : m.charts_explore_place({ place: head, value: row === undefined || line !== null ? value : row.cells.filter((cell) => cell !== '').join(', ') })
  }
  function move(to: number): void {
    at = Math.max(0, Math.min((plot?.lanes[lane]?.length ?? 1) - 1, to))
    mark()
  }
  function change(by: number): void {
    const open = (plot?.lanes ?? []).flatMap((one, index) => (one.length > 0 ? [index] : []))
    const code = spot()?.code
    lane = open[Math.max(0, Math.min(open.length - 1, open.indexOf(lane) + by))] ?? lane
    const same = plot?.lanes[lane]?.findIndex((one) => one.code === code) ?? -1
    move(same >= 0 ? same : at)
  }
  const keys: Record<string, () => void> = {
    ArrowRight: () => move(at + 1),
    ArrowLeft: () => move(at < 0 ? 0 : at - 1),
    ArrowDown: () => (line === null ? move(at + 1) : change(1)),
    ArrowUp: () => (line === null ? move(at < 0 ? 0 : at - 1) : change(-1)),
    Home: () => move(0),
    End: () => move(Infinity),
  }
  function key(event: KeyboardEvent): void {
    const act = event.target === drawing && !event.ctrlKey && !event.metaKey && !event.altKey ? keys[event.key] : undefined
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  function point(event: PointerEvent): void {
    const svg = holder.querySelector('svg')
    if (svg === null || plot === null) return
    const box = svg.getBoundingClientRect()
    const scale = svg.viewBox.baseVal.width / box.width
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale]
    const away = (one: Spot) => (line === null ? Math.abs((one.y ?? 0) - y) : Math.abs(one.x - x) * 4 + Math.abs((one.y ?? y) - y))
    let best: { lane: number; at: number; away: number } | null = null
    plot.lanes.forEach((spots, laneAt) =>
      spots.forEach((one, spotAt) => {
        if (best === null || away(one) < best.away) best = { lane: laneAt, at: spotAt, away: away(one) }
      }),
    )
    const found = best as { lane: number; at: number } | null
    if (found === null || (found.lane === lane && found.at === at)) return
    ;({ lane, at } = found)
    mark()
  }
  const watch = new ResizeObserver(draw)
  draw()
  watch.observe(drawing)
  drawing.addEventListener('keydown', key)
  holder.addEventListener('pointermove', point)
  holder.addEventListener('pointerdown', point)
  return () => {
    watch.disconnect()
    drawing.removeEventListener('keydown', key)
    drawing.removeAttribute('data-open')
    holder.remove()
    choices?.remove()
  }
}

interface Chosen {
  series: Set<string>
  from: number
  to: number
}

/** Which series and which stretch of time: native controls, nothing where there is nothing to choose. */
function choicesOf(data: LineData, changed: (choice: Chosen) => void): HTMLElement | null {
  if (data.series.length < 2 && data.axis.length < 4) return null
  const boxes = data.series.map((one) => Object.assign(el('input', { type: 'checkbox', value: one.code }), { checked: true }))
  const select = (at: number) => {
    const field = el('select', {}, ...data.axis.map(({ label }, index) => el('option', { value: String(index) }, label)))
    field.selectedIndex = at
    return field
  }
  const [from, to] = [select(0), select(data.axis.length - 1)]
  const read = (event: Event) => {
    // One series and two positions stay: without them there is nothing to draw.
    if (!boxes.some((box) => box.checked) && event.target instanceof HTMLInputElement) event.target.checked = true
    if (from.selectedIndex >= to.selectedIndex) {
      if (event.target === from) to.selectedIndex = Math.min(data.axis.length - 1, from.selectedIndex + 1)
      from.selectedIndex = Math.max(0, Math.min(from.selectedIndex, to.selectedIndex - 1))
    }
    changed({ series: new Set(boxes.filter((box) => box.checked).map((box) => box.value)), from: from.selectedIndex, to: to.selectedIndex })
  }
  const group = el('div', { class: 'choices', role: 'group', 'aria-label': m.charts_explore_series() })
  if (data.series.length > 1) group.append(...data.series.map((one, index) => el('label', {}, boxes[index] as HTMLInputElement, one.label)))
  if (data.axis.length > 3) group.append(el('label', {}, m.charts_explore_from(), from), el('label', {}, m.charts_explore_to(), to))
  group.addEventListener('change', read)
  return group
}
