import type { DecimalSign } from '#shared/exchange/number-format.ts'
import { formatNumber } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { formatOfBlock, type TwoReadings } from './block.ts'
import { isEmpty, saysSame, withText } from './content.ts'
import { el } from './dom.ts'
import type { Content } from './model.ts'
import type { Figure, Sheet, TypedCell } from './sheet.ts'
import { seriesWords } from './table.ts'
import { valueWord } from './state.ts'

/** A paste of more cells than this shows what it would do first (ux.md 1). */
const SHOWN_FIRST = 20
const LINES_SHOWN = 12

/** Opens a dialog that goes away when it closes; Escape closes it, and the focus returns. */
export function openDialog(title: string, ...content: (Node | string | null | false)[]): HTMLDialogElement {
  const before = document.activeElement
  const heading = el('h2', { id: 'grid-dialog-title', tabindex: -1 }, title)
  const dialog = el('dialog', { class: 'grid-dialog', 'aria-labelledby': 'grid-dialog-title' }, heading, ...content)
  dialog.addEventListener('close', () => {
    dialog.remove()
    // The browser gave the focus back when the dialog closed; this event comes later, and a key pressed meanwhile has
    // moved it: only where it went nowhere is it given back here.
    if (document.activeElement === document.body && before instanceof HTMLElement && before.isConnected) before.focus()
  })
  document.querySelector('main')?.append(dialog)
  dialog.showModal()
  return dialog
}

export const button = (text: string, onclick: () => void, look = ''): HTMLButtonElement =>
  el('button', { type: 'button', class: `button ${look}`.trim(), onclick }, text)

const KEYS: readonly (readonly [string, () => string])[] = [
  ['↑ ↓ ← →', m.grid_key_move],
  ['A–Z, 0–9', m.grid_key_type],
  ['Enter', m.grid_key_enter],
  ['Shift+Enter', m.grid_key_up],
  ['F2', m.grid_key_edit],
  ['Esc', m.grid_key_cancel],
  ['Tab, Shift+Tab', m.grid_key_tab],
  ['Home, End', m.grid_key_line],
  ['Ctrl+Home, Ctrl+End', m.grid_key_sheet],
  ['Shift+↑ ↓ ← →', m.grid_key_range],
  ['Delete', m.grid_key_clear],
  ['Ctrl+C, Ctrl+X, Ctrl+V', m.grid_key_clipboard],
  ['Ctrl+D', m.grid_key_fill],
  ['Ctrl+Z, Ctrl+Y', m.grid_key_undo],
  ['Ctrl+Enter', m.grid_key_details],
  ['Alt+N', m.grid_key_fix],
  ['Ctrl+S', m.grid_key_send],
  ['F1', m.grid_key_help],
]

/** The list of shortcuts. */
export function showHelp(): void {
  const dialog = openDialog(
    m.grid_help_title(),
    el('dl', { class: 'keys' }, ...KEYS.flatMap(([key, word]) => [el('dt', {}, el('kbd', {}, key)), el('dd', {}, word())])),
    el('p', { class: 'small muted' }, m.entry_codes()),
    button(m.grid_close(), () => dialog.close()),
  )
}

/** What a paste would do to each figure, under a decimal sign. */
function outcomes(sheet: Sheet, cells: readonly TypedCell[], sign: DecimalSign | null): { figure: Figure; before: Content; after: Content }[] {
  const after = new Map<Figure, Content>()
  for (const { place, text, exact } of cells) {
    const figure = sheet.figureAt(place)
    if (figure?.stored.isEditable) after.set(figure, withText(after.get(figure) ?? sheet.contentOf(figure), sheet.partAt(place), text, sign, exact ?? null))
  }
  return [...after].map(([figure, content]) => ({ figure, before: sheet.contentOf(figure), after: content }))
}

const inWords = (sheet: Sheet, figure: Figure, content: Content) =>
  isEmpty(content)
    ? m.grid_nothing()
    : content.presence === 'reported'
      ? figure.series.parts.map((part) => valueWord(content, part, sheet)).join(' / ')
      : valueWord(content, figure.series.parts[0] ?? 'value', sheet)

/**
 * Pastes a block: at once when it is small, over empty cells and can be read one way; otherwise after showing what it
 * would do, and after asking once how its numbers are written when nothing in it says so.
 */
export function pasteBlock(sheet: Sheet, cells: readonly TypedCell[], say: (text: string) => void): void {
  const landed = cells.filter(({ place }) => sheet.figureAt(place)?.stored.isEditable === true)
  // A number that the spreadsheet told exactly needs no reading.
  const numbers = landed.filter(({ place, exact }) => exact == null && !['done', 'achievedOn'].includes(sheet.partAt(place))).map(({ text }) => text)
  const format = formatOfBlock(numbers)
  const type = (sign: DecimalSign | null) => {
    const count = sheet.type(landed, sign)
    return () => say(m.grid_said_pasted({ count }))
  }
  const before = outcomes(sheet, landed, null)
  const overwrites = before.some((one) => !isEmpty(one.before) && !saysSame(one.before, one.after))
  if (landed.length === 0) return say(m.grid_said_locked())
  if (format.kind === 'known' && landed.length <= SHOWN_FIRST && !overwrites) return type(format.sign)()

  let sign = format.kind === 'known' ? format.sign : null
  const table = el('div', { class: 'scroll', tabindex: 0, role: 'region', 'aria-label': m.grid_paste_changes() })
  const apply = button(
    m.grid_paste(),
    () => {
      // Before the dialog closes: closing lays out the whole page, and need do it once only.
      const told = type(sign)
      dialog.close()
      told()
    },
    'primary',
  )
  const show = () => {
    const all = outcomes(sheet, landed, sign)
    const changes = all.filter((one) => !isEmpty(one.before) && !saysSame(one.before, one.after))
    const fresh = all.filter((one) => isEmpty(one.before) && !isEmpty(one.after))
    const rows = [...changes, ...fresh].slice(0, LINES_SHOWN)
    table.replaceChildren(
      el(
        'p',
        { class: 'strong' },
        m.grid_paste_summary({
          fresh: fresh.length,
          changed: changes.length,
          same: all.length - fresh.length - changes.length,
          skipped: cells.length - landed.length,
        }),
      ),
      rows.length === 0
        ? ''
        : el(
            'table',
            {},
            el(
              'tbody',
              {},
              ...rows.map(({ figure, before: old, after }) =>
                el(
                  'tr',
                  {},
                  el('th', { scope: 'row' }, `${seriesWords(figure.series)}, ${sheet.data.periods[figure.period]?.short ?? ''}`),
                  el(
                    'td',
                    { class: 'number' },
                    isEmpty(old) ? '' : el('del', {}, inWords(sheet, figure, old)),
                    ' ',
                    el('ins', {}, inWords(sheet, figure, after)),
                  ),
                ),
              ),
            ),
          ),
      changes.length + fresh.length > rows.length
        ? el('p', { class: 'small muted' }, m.grid_paste_more({ count: changes.length + fresh.length - rows.length }))
        : '',
    )
    apply.disabled = format.kind === 'ask' && sign === null
  }
  const question =
    format.kind === 'ask' &&
    numberQuestion(sheet, format.examples, (chosen) => {
      sign = chosen
      show()
    })
  show()
  const dialog = openDialog(
    m.grid_paste_title({ count: landed.length }),
    question,
    table,
    el(
      'div',
      { class: 'cluster' },
      apply,
      button(m.states_cancel(), () => dialog.close()),
    ),
  )
  if (format.kind === 'known') apply.focus()
}

/** Which sign stands before the decimals: three examples of the block, read both ways. */
function numberQuestion(sheet: Sheet, examples: readonly TwoReadings[], choose: (sign: DecimalSign) => void): HTMLElement {
  const reading = (sign: 'point' | 'comma') => examples.map((one) => `${one.text} → ${formatNumber(sheet.data.locale, one[sign])}`).join('; ')
  const choice = (sign: DecimalSign, words: string, name: 'point' | 'comma') =>
    el(
      'label',
      { class: 'choice' },
      el('input', { type: 'radio', name: 'grid-sign', value: sign, onchange: () => choose(sign) }),
      el('span', {}, words, el('span', { class: 'small muted' }, reading(name))),
    )
  return el('fieldset', {}, el('legend', {}, m.grid_paste_question()), choice(',', m.grid_paste_comma(), 'comma'), choice('.', m.grid_paste_point(), 'point'))
}
