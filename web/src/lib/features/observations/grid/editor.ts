import { el } from './dom.ts'

/** `type`: begun by typing, arrows leave the cell as in a spreadsheet; `edit`: begun by F2 or Enter, arrows move in the text. */
export type EditMode = 'type' | 'edit'

export interface Editor {
  readonly cell: HTMLTableCellElement
  readonly mode: EditMode
  /** Text that stood there when it was opened: taken as it is, nothing was typed. */
  readonly opened: string
  readonly text: () => string
  readonly close: () => void
}

/** Opens a field in a cell; what it holds is the caller's to take before closing. @param given text that stands there, and the one to begin with */
export function openEditor(cell: HTMLTableCellElement, mode: EditMode, given: { readonly standing: string; readonly text: string }, isNumber: boolean): Editor {
  const input = el('input', {
    type: 'text',
    class: 'editor',
    autocomplete: 'off',
    spellcheck: 'false',
    // Headers name the field; the cell's own content is the field itself.
    'aria-labelledby': (cell.getAttribute('aria-labelledby') ?? '').split(' ').slice(0, 2).join(' '),
    inputmode: isNumber ? 'text' : null,
    value: given.text,
  })
  cell.classList.add('editing')
  cell.append(input)
  input.focus({ preventScroll: true })
  input.setSelectionRange(given.text.length, given.text.length)
  return {
    cell,
    mode,
    opened: given.standing,
    text: () => input.value,
    close() {
      cell.classList.remove('editing')
      input.remove()
    },
  }
}
