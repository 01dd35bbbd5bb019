import type { EditMode } from './editor.ts'

/** What a key asks of the sheet. */
export type Command =
  | { readonly do: 'move' | 'extend'; readonly lines: number; readonly columns: number }
  | { readonly do: 'go'; readonly to: 'line_start' | 'line_end' | 'first' | 'last'; readonly extends: boolean }
  | { readonly do: 'edit'; readonly mode: EditMode; readonly text: string }
  | { readonly do: 'commit'; readonly lines: number; readonly columns: number; readonly leaves: boolean }
  | { readonly do: 'cancel' | 'clear' | 'fill_down' | 'undo' | 'redo' | 'details' | 'send' | 'help' | 'next_fault' | 'all' }

interface Key {
  readonly key: string
  readonly ctrlKey: boolean
  readonly metaKey: boolean
  readonly shiftKey: boolean
  readonly altKey: boolean
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = { arrowup: [-1, 0], arrowdown: [1, 0], arrowleft: [0, -1], arrowright: [0, 1] }
const PAGE = 10

/**
 * The command of a key (ux.md 7), the same under Caps Lock; null leaves the key to the browser: Tab then leaves the
 * grid, and copy, cut and paste arrive as events of their own.
 * @param editing mode of the open field, null when none is
 */
export function commandOf(event: Key, editing: EditMode | null): Command | null {
  const key = event.key.toLowerCase()
  const isControl = event.ctrlKey || event.metaKey
  const arrow = ARROWS[key]
  if (key === 'f1') return { do: 'help' }
  if (isControl && key === 's') return { do: 'send' }
  if (isControl && key === 'enter') return { do: 'details' }
  if (event.altKey) return key === 'n' ? { do: 'next_fault' } : null
  if (editing !== null) {
    if (key === 'enter') return { do: 'commit', lines: event.shiftKey ? -1 : 1, columns: 0, leaves: false }
    if (key === 'tab') return { do: 'commit', lines: 0, columns: event.shiftKey ? -1 : 1, leaves: true }
    if (key === 'escape') return { do: 'cancel' }
    if (editing === 'type' && arrow !== undefined && !isControl && !event.shiftKey) return { do: 'commit', lines: arrow[0], columns: arrow[1], leaves: false }
    return null
  }
  if (isControl && key === 'd') return { do: 'fill_down' }
  if (isControl && key === 'a') return { do: 'all' }
  if (isControl && (key === 'y' || (key === 'z' && event.shiftKey))) return { do: 'redo' }
  if (isControl && key === 'z') return { do: 'undo' }
  if (key === 'home') return { do: 'go', to: isControl ? 'first' : 'line_start', extends: event.shiftKey }
  if (key === 'end') return { do: 'go', to: isControl ? 'last' : 'line_end', extends: event.shiftKey }
  if (arrow !== undefined) {
    // To the edge with Ctrl, as far as there is a sheet.
    const far = isControl ? 10_000 : 1
    return { do: event.shiftKey ? 'extend' : 'move', lines: arrow[0] * far, columns: arrow[1] * far }
  }
  if (isControl) return null
  if (key === 'pagedown' || key === 'pageup') return { do: 'move', lines: key === 'pagedown' ? PAGE : -PAGE, columns: 0 }
  if (key === 'enter' && event.shiftKey) return { do: 'move', lines: -1, columns: 0 }
  if (key === 'enter' || key === 'f2') return { do: 'edit', mode: 'edit', text: '' }
  if (key === 'delete' || key === 'backspace') return { do: 'clear' }
  return [...event.key].length === 1 ? { do: 'edit', mode: 'type', text: event.key } : null
}
