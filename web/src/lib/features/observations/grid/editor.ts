import { el } from './dom.ts'

/** `type`: begun by typing, arrows leave the cell as in a spreadsheet; `edit`: begun by F2 or Enter, arrows move in the text. */
export type EditMode = 'type' | 'edit'

export interface Editor {
  readonly cell: HTMLTableCellElement
  readonly mode: EditMode
  readonly text: () => string
  readonly close: () => void
}

/** Opens a field in a cell; what it holds is the caller's to take before closing. */
export function openEditor(cell: HTMLTableCellElement, mode: EditMode, text: string, isNumber: boolean): Editor {
  const input = el('input', {
    type: 'text',
    class: 'editor',
    autocomplete: 'off',
    spellcheck: 'false',
    // Headers name the field; the cell's own content is the field itself.
    'aria-labelledby': (cell.getAttribute('aria-labelledby') ?? '').split(' ').slice(0, 2).join(' '),
    inputmode: isNumber ? 'text' : null,
    value: text,
  })
  cell.classList.add('editing')
  cell.append(input)
  input.focus({ preventScroll: true })
  input.setSelectionRange(text.length, text.length)
  return {
    cell,
    mode,
    text: () => input.value,
    close() {
      cell.classList.remove('editing')
      input.remove()
    },
  }
}
