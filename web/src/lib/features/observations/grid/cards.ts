import { m } from '#shared/i18n/paraglide/messages.js'
import { button } from './dialogs.ts'
import { el, shape } from './dom.ts'
import type { Content, Part } from './model.ts'
import { typedText } from './read-cell.ts'
import type { Figure, Sheet } from './sheet.ts'
import { stateOf, valueWord } from './state.ts'
import { partWord, yesNo } from './words.ts'

/** The sheet on a phone: one indicator at a time, in ordinary fields, of the period that was chosen. */
export interface CardsView {
  readonly card: HTMLElement
  /** Stands above all that grows: a button must not move away from under a finger. */
  readonly pager: HTMLElement
  readonly refresh: (keys: ReadonlySet<string>) => void
  /** Shows the card of a figure, where it has one. */
  readonly lead: (figure: Figure) => void
}

export function renderCards(sheet: Sheet, isSending: (key: string) => boolean, details: (figure: Figure) => void): CardsView {
  const last = sheet.data.periods.length - 1
  const figures = [...sheet.figures.values()].filter(({ period }) => period === last)
  const card = el('div', { class: 'card' })
  const count = el('p', { class: 'small muted', 'aria-live': 'polite' })
  const back = button(m.grid_card_back(), () => go(-1))
  const on = button(m.grid_card_on(), () => go(1), 'primary')
  let at = 0

  function textIn(figure: Figure, part: Part): string {
    const content = sheet.contentOf(figure)
    if (content.presence === 'missing') return m.grid_missing_short()
    if (content.presence === 'not_applicable') return m.presence_not_applicable_short()
    return typedText(part, content.cells[part], sheet.data.locale, yesNo())
  }

  function take(figure: Figure, part: Part, input: HTMLInputElement, seen: Content): void {
    if (input.value === input.defaultValue) return
    input.defaultValue = input.value
    const line = sheet.lines.findIndex((one) => sheet.data.series[one.series] === figure.series && one.part === part)
    sheet.typeOver({ line, column: figure.period + 1 }, input.value, seen)
  }

  function fieldFor(figure: Figure, part: Part, index: number): HTMLElement {
    const { sign, words } = stateOf(sheet, figure, part, isSending(figure.key))
    const id = `gk${index}`
    const seen = sheet.contentOf(figure)
    const input = el('input', {
      type: 'text',
      id,
      value: textIn(figure, part),
      autocomplete: 'off',
      readonly: !figure.stored.isEditable,
      'aria-describedby': words === '' ? null : `${id}-state`,
      'aria-invalid': sign === 'invalid' ? 'true' : null,
      onchange: () => take(figure, part, input, seen),
      onkeydown: (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'Enter') return
        event.preventDefault()
        take(figure, part, input, seen)
        const next = document.getElementById(`gk${index + 1}`)
        if (next === null) go(1)
        else next.focus()
      },
    })
    const unit = part === 'value' && figure.series.unit !== '' ? ` (${figure.series.unit})` : ''
    return el(
      'div',
      { class: 'field' },
      el('label', { for: id }, `${partWord(part)}${unit}`),
      input,
      words !== '' && el('p', { id: `${id}-state`, class: `state ${sign ?? ''}` }, sign === null ? '' : shape(sign), ` ${words}`),
    )
  }

  function show(): void {
    const figure = figures[at]
    if (figure === undefined) return
    const { series } = figure
    const former = series.previous
    card.replaceChildren(
      el('h2', { tabindex: -1 }, series.name),
      el('p', { class: 'small muted' }, [series.territoryName, series.categoryName].filter((one) => one !== '').join(' · ')),
      former === null
        ? ''
        : el(
            'p',
            { class: 'small' },
            `${m.entry_previous()} (${former.period})${m.frame_colon()}${series.parts
              .map((part) => former.texts[part] ?? '')
              .filter((one) => one !== '')
              .join(' / ')}`,
          ),
      ...series.parts.map((part, index) => fieldFor(figure, part, index)),
      sheet.contentOf(figure).presence === 'reported' ? '' : el('p', { class: 'small' }, valueWord(sheet.contentOf(figure), series.parts[0] ?? 'value', sheet)),
      button(m.grid_details(), () => details(figure)),
    )
    count.textContent = m.grid_card_count({ at: at + 1, total: figures.length })
    back.disabled = at === 0
    on.disabled = at === figures.length - 1
  }

  function go(by: number): void {
    at = Math.max(0, Math.min(at + by, figures.length - 1))
    show()
    card.querySelector<HTMLElement>('h2')?.focus()
  }

  show()
  return {
    card,
    lead(figure) {
      const index = figures.indexOf(figure)
      if (index !== -1) go(index - at)
    },
    pager: el('div', { class: 'pager' }, back, count, on),
    refresh(keys) {
      const figure = figures[at]
      if (figure === undefined || !keys.has(figure.key)) return
      const focused = document.activeElement
      // What is being typed stays; it is compared with what stood there when it was begun.
      if (focused instanceof HTMLInputElement && card.contains(focused) && focused.value !== focused.defaultValue) return
      show()
      if (focused?.id.startsWith('gk')) document.getElementById(focused.id)?.focus()
    },
  }
}
