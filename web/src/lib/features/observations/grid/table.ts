import { m } from '#shared/i18n/paraglide/messages.js'
import { divideText } from '#shared/values/decimal.ts'
import { el, shape } from './dom.ts'
import type { Place, Series } from './model.ts'
import { rangeOf, type Selection } from './selection.ts'
import type { Figure, Sheet } from './sheet.ts'
import { stateOf, valueWord } from './state.ts'
import { measured, partWord } from './words.ts'

/** The sheet as a table: one tab stop, each cell named by its headers, value and state. */
export interface TableView {
  readonly element: HTMLTableElement
  readonly cellAt: (place: Place) => HTMLTableCellElement | null
  readonly placeOf: (target: EventTarget | null) => Place | null
  readonly refresh: (keys: ReadonlySet<string>) => void
  readonly select: (selection: Selection) => void
}

/** Row header in words: what is counted, where, for whom, in which unit. */
export function seriesWords(series: Series): string {
  return [series.name, series.territoryName, series.categoryName].filter((one) => one !== '').join(' · ')
}

/** A figure in words: its row and its period. */
export function figureWords(sheet: Sheet, { series, period }: Figure): string {
  return `${seriesWords(series)}, ${sheet.data.periods[period]?.short ?? ''}`
}

function rowHeader(series: Series, part: Series['parts'][number], id: string): HTMLTableCellElement {
  const isFirst = part === series.parts[0]
  const unit = part === 'value' && series.unit !== '' ? `(${series.unit})` : ''
  const where = [series.territoryName, series.categoryName].filter((one) => one !== '').join(' · ')
  const words = series.parts.length === 1 && part === 'value' ? unit : `${partWord(part)} ${unit}`.trim()
  if (!isFirst) {
    const full = el('span', { class: 'visually-hidden' }, `${seriesWords(series)} `)
    return el('th', { scope: 'row', id, 'aria-colindex': 1, class: 'next' }, full, el('span', { class: 'part' }, words))
  }
  const isAlone = series.parts.length === 1
  return el(
    'th',
    { scope: 'row', id, 'aria-colindex': 1, class: 'first' },
    el('span', { class: 'name' }, series.name),
    el('span', { class: 'where' }, isAlone ? `${where} ${words}`.trim() : where),
    isAlone ? '' : el('span', { class: 'part' }, words),
  )
}

/** Value and state of a cell; the whole of it is read aloud, the sign is for the eye. */
function fill(cell: HTMLTableCellElement, sheet: Sheet, figure: Figure, place: Place, isSending: boolean): void {
  const part = sheet.partAt(place)
  const content = sheet.contentOf(figure)
  const { sign, words, hasComment } = stateOf(sheet, figure, part, isSending)
  const isFirst = part === figure.series.parts[0]
  const text = content.presence === 'reported' || isFirst ? shortWord(content, part, sheet) : ''
  cell.className = ['cell', sign ?? '', content.presence === 'reported' ? '' : 'absent'].filter((one) => one !== '').join(' ')
  cell.replaceChildren(
    el('span', { class: 'value' }, text),
    ...(sign === null ? [] : [el('span', { class: 'sign', title: words, 'aria-hidden': 'true' }, shape(sign))]),
    // Before the words: what is seen is read in one piece, and is a part of the name.
    ...[ratioOf(figure, part, sheet)].filter((one) => one !== null),
    ...(words === '' ? [] : [el('span', { class: 'visually-hidden' }, ` ${words}`)]),
    ...(hasComment && sign !== 'comment' && isFirst
      ? [el('span', { class: 'note' }, shape('comment'), el('span', { class: 'visually-hidden' }, ` ${m.grid_state_comment()}`))]
      : []),
  )
  if (sign === 'invalid') cell.setAttribute('aria-invalid', 'true')
  else cell.removeAttribute('aria-invalid')
  if (figure.stored.isEditable) cell.removeAttribute('aria-readonly')
  else cell.setAttribute('aria-readonly', 'true')
}

/** The quotient of both parts, computed and not typed. */
function ratioOf(figure: Figure, part: Series['parts'][number], sheet: Sheet): HTMLElement | null {
  if (part !== 'denominator' || sheet.faultOf(figure) !== null) return null
  const { numerator, denominator } = sheet.contentOf(figure).cells
  const quotient = numerator?.read == null || denominator?.read == null ? null : divideText(numerator.read, denominator.read)
  if (quotient === null) return null
  const { series } = figure
  return el('span', { class: 'result' }, `= ${measured(quotient, { ...series, unit: series.resultUnit }, sheet.data.locale)}`)
}

function shortWord(content: ReturnType<Sheet['contentOf']>, part: Series['parts'][number], sheet: Sheet): string {
  if (content.presence === 'missing') return m.grid_missing_short()
  if (content.presence === 'not_applicable') return m.presence_not_applicable_short()
  if (content.presence === 'not_expected') return m.grid_not_expected_short()
  return valueWord(content, part, sheet)
}

export function renderTable(sheet: Sheet, isSending: (key: string) => boolean, label: string): TableView {
  const { data, lines, columns } = sheet
  const headers = [m.progress_indicator(), m.entry_previous(), ...data.periods.map(({ name }) => name)]
  const cells: HTMLTableCellElement[][] = []
  const places = new WeakMap<Element, Place>()
  const byKey = new Map<string, Place[]>()
  const body = el('tbody')
  lines.forEach(({ series: index, part }, line) => {
    const series = data.series[index] as Series
    const row = el('tr', { 'aria-rowindex': line + 2, class: part === series.parts[0] ? 'first' : null }, rowHeader(series, part, `gr${line}`))
    cells[line] = Array.from({ length: columns }, (_, column) => {
      const place = { line, column }
      const figure = sheet.figureAt(place)
      const cell = el('td', {
        role: 'gridcell',
        id: `gc${line}-${column}`,
        'aria-colindex': column + 2,
        'aria-labelledby': `gr${line} gh${column} gc${line}-${column}`,
        tabindex: -1,
      })
      places.set(cell, place)
      if (figure !== null) {
        byKey.set(figure.key, [...(byKey.get(figure.key) ?? []), place])
        fill(cell, sheet, figure, place, isSending(figure.key))
      } else {
        cell.className = column === 0 ? 'cell former' : 'cell closed'
        cell.setAttribute('aria-readonly', 'true')
        if (column === 0 && series.previous !== null)
          cell.append(
            el('span', { class: 'value' }, series.previous.texts[part] ?? ''),
            part === series.parts[0] ? el('span', { class: 'when' }, ` ${series.previous.period}`) : '',
          )
        else if (column > 0) cell.append(el('span', { class: 'visually-hidden' }, m.grid_nothing_expected()))
      }
      row.append(cell)
      return cell
    })
    body.append(row)
  })
  const element = el(
    'table',
    {
      role: 'grid',
      'aria-label': label,
      'aria-rowcount': lines.length + 1,
      'aria-colcount': columns + 1,
      'aria-multiselectable': 'true',
      'aria-describedby': 'grid-keys',
    },
    el(
      'thead',
      {},
      el(
        'tr',
        { 'aria-rowindex': 1 },
        ...headers.map((text, index) =>
          el('th', { scope: 'col', id: `gh${index - 1}`, 'aria-colindex': index + 1, class: index === 0 ? null : 'number' }, text),
        ),
      ),
    ),
    body,
  )
  let selected: HTMLTableCellElement[] = []
  let active: HTMLTableCellElement | null = null
  const cellAt = ({ line, column }: Place) => cells[line]?.[column] ?? null
  return {
    element,
    cellAt,
    placeOf: (target) => (target instanceof Element ? (places.get(target.closest('td') ?? target) ?? null) : null),
    refresh(keys) {
      for (const key of keys) {
        for (const place of byKey.get(key) ?? []) {
          const [cell, figure] = [cellAt(place), sheet.figures.get(key)]
          if (cell !== null && figure !== undefined && cell.querySelector('input') === null) fill(cell, sheet, figure, place, isSending(key))
        }
      }
    },
    select(selection) {
      for (const cell of selected) cell.removeAttribute('aria-selected')
      if (active !== null) active.tabIndex = -1
      const { top, bottom, left, right } = rangeOf(selection)
      selected = cells.slice(top, bottom + 1).flatMap((row) => row.slice(left, right + 1))
      if (selected.length > 1) for (const cell of selected) cell.setAttribute('aria-selected', 'true')
      active = cellAt(selection.active)
      if (active !== null) active.tabIndex = 0
    },
  }
}
