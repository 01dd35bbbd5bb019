/** A map under the hands: nearer and farther, from place to place by the keyboard, read aloud from the table's own words. */
import { rowsOf } from './figure.ts'

const STEP = 1.6
const MOST = 40

/** Opens a map for zooming; gives what closes it. */
export function openMap(figure: HTMLElement, drawing: HTMLElement, readout: HTMLElement): () => void {
  const svg = [...drawing.querySelectorAll<SVGSVGElement>('svg')].find((one) => one.getClientRects().length > 0)
  const bar = figure.querySelector<HTMLElement>('[data-zoom]')
  if (svg === undefined || bar === null) return () => undefined
  const whole = { width: svg.viewBox.baseVal.width, height: svg.viewBox.baseVal.height }
  let view = { x: 0, y: 0, ...whole }
  let at = -1
  const rows = rowsOf(figure)
  const shapeAt = (index: number) => svg.querySelector<SVGGraphicsElement>(`[data-place="${index}"]`)

  const show = () => svg.setAttribute('viewBox', [view.x, view.y, view.width, view.height].map((one) => one.toFixed(1)).join(' '))
  const look = (x: number, y: number, width: number) => {
    const height = (width * whole.height) / whole.width
    view = { x: Math.max(0, Math.min(whole.width - width, x - width / 2)), y: Math.max(0, Math.min(whole.height - height, y - height / 2)), width, height }
    show()
  }
  const middle = () => {
    const box = at < 0 ? null : shapeAt(at)?.getBBox()
    return box == null ? [view.x + view.width / 2, view.y + view.height / 2] : [box.x + box.width / 2, box.y + box.height / 2]
  }
  const zoom = (by: string) => {
    const [x = 0, y = 0] = middle()
    const width = by === 'all' ? whole.width : by === 'in' ? view.width / STEP : view.width * STEP
    look(x, y, Math.max(whole.width / MOST, Math.min(whole.width, width)))
  }
  const choose = (index: number) => {
    svg.querySelector('.chosen')?.classList.remove('chosen')
    at = index
    const [row, shape] = [rows[index], shapeAt(index)]
    if (row === undefined) return
    shape?.classList.add('chosen')
    readout.textContent = (drawing.dataset.said ?? '').replace('{place}', row.head).replace('{value}', row.cells[0] ?? '')
    const [x = 0, y = 0] = middle()
    const isOutside = x < view.x || y < view.y || x > view.x + view.width || y > view.y + view.height
    if (isOutside) look(x, y, view.width)
  }
  const keys: Record<string, () => void> = {
    ArrowRight: () => choose(Math.min(rows.length - 1, at + 1)),
    ArrowDown: () => choose(Math.min(rows.length - 1, at + 1)),
    ArrowLeft: () => choose(Math.max(0, at - 1)),
    ArrowUp: () => choose(Math.max(0, at - 1)),
    Home: () => choose(0),
    End: () => choose(rows.length - 1),
    '+': () => zoom('in'),
    '=': () => zoom('in'),
    '-': () => zoom('out'),
  }
  const key = (event: KeyboardEvent) => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }
  const press = (event: Event) => {
    const by = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-by]')?.dataset.by : undefined
    if (by !== undefined) zoom(by)
  }
  const point = (event: Event) => {
    const index = event.target instanceof Element ? event.target.closest('[data-place]')?.getAttribute('data-place') : null
    if (index != null && Number(index) !== at) choose(Number(index))
  }
  bar.hidden = false
  bar.addEventListener('click', press)
  svg.addEventListener('click', point)
  svg.addEventListener('pointerover', point)
  drawing.addEventListener('keydown', key)
  return () => {
    bar.hidden = true
    bar.removeEventListener('click', press)
    svg.removeEventListener('click', point)
    svg.removeEventListener('pointerover', point)
    drawing.removeEventListener('keydown', key)
    svg.querySelector('.chosen')?.classList.remove('chosen')
    view = { x: 0, y: 0, ...whole }
    show()
  }
}
