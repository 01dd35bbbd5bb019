import { commandOf, type Command } from './commands.ts'
import { openEditor, type EditMode, type Editor } from './editor.ts'
import { writeBlock } from './block.ts'
import type { Content, Place } from './model.ts'
import { typedText } from './read-cell.ts'
import { extended, landing, moved, placesOf, rangeOf, single, type Selection } from './selection.ts'
import type { Figure, Sheet, TypedCell } from './sheet.ts'
import { readCopied } from './spreadsheet.ts'
import type { TableView } from './table.ts'
import { yesNo } from './words.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

/** What the keys of the sheet ask of the page around it. */
export interface Surroundings {
  readonly say: (text: string) => void
  readonly help: () => void
  readonly details: (figure: Figure) => void
  readonly send: () => void
  /** Pastes after asking what must be asked. */
  readonly paste: (cells: readonly TypedCell[]) => void
  readonly needsFixing: (place: Place) => boolean
  /** The active cell changed. */
  readonly moved: (place: Place) => void
}

export interface Control {
  readonly selection: () => Selection
  readonly focus: (place: Place) => void
  /** Pastes a copied block at the selection, as Ctrl+V does: its plain text, and the page beside it if any. */
  readonly pasteCopied: (plain: string, html: string) => void
  readonly nextFault: () => void
}

/** The text of a cell as a spreadsheet would take it. */
function copyText(sheet: Sheet, place: Place): string {
  const figure = sheet.figureAt(place)
  const part = sheet.partAt(place)
  if (figure === null) return place.column === 0 ? (sheet.data.series[sheet.lines[place.line]?.series ?? -1]?.previous?.texts[part] ?? '') : ''
  const { presence, cells } = sheet.contentOf(figure)
  if (presence === 'missing') return m.grid_missing_short()
  if (presence === 'not_applicable') return m.presence_not_applicable_short()
  return typedText(part, cells[part], sheet.data.locale, yesNo())
}

/** Keyboard, pointer and clipboard of the sheet. */
export function control(sheet: Sheet, view: TableView, around: Surroundings): Control {
  const size = { lines: sheet.lines.length, columns: sheet.columns }
  let selection = single({ line: 0, column: Math.min(1, size.columns - 1) })
  let editor: Editor | null = null
  /** What stood there when the field was opened. */
  let seen: Content | null = null

  function select(next: Selection, isFocused = true): void {
    selection = next
    view.select(selection)
    if (isFocused) view.cellAt(selection.active)?.focus({ preventScroll: true })
    // The browser leaves a cell alone that shows a little of itself.
    view.cellAt(selection.corner)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
    around.moved(selection.active)
  }

  function commit(): void {
    if (editor === null) return
    const [open, text] = [editor, editor.text()]
    editor = null
    open.close()
    const place = selection.active
    const figure = sheet.figureAt(place)
    if (seen !== null && text !== open.opened) sheet.typeOver(place, text, seen)
    if (figure !== null) view.refresh(new Set([figure.key]))
  }

  function cancel(): void {
    const open = editor
    // Forgotten first: a field that loses the focus is taken.
    editor = null
    open?.close()
    select(selection)
  }

  function edit(mode: EditMode, text: string): void {
    const cell = view.cellAt(selection.active)
    const figure = sheet.figureAt(selection.active)
    if (cell === null || figure === null || !figure.stored.isEditable) {
      around.say(m.grid_said_locked())
      return
    }
    select(single(selection.active), false)
    const part = sheet.partAt(selection.active)
    const standing = copyText(sheet, selection.active)
    seen = sheet.contentOf(figure)
    editor = openEditor(cell, mode, { standing, text: mode === 'type' ? text : standing }, part !== 'done' && part !== 'achievedOn')
  }

  function nextFault(): void {
    const all = placesOf({ top: 0, bottom: size.lines - 1, left: 1, right: size.columns - 1 })
    const here = selection.active.line * size.columns + selection.active.column
    const order = (place: Place) => (place.line * size.columns + place.column - here - 1 + size.lines * size.columns) % (size.lines * size.columns)
    const [next] = all.filter(around.needsFixing).sort((a, b) => order(a) - order(b))
    if (next === undefined) around.say(m.grid_said_nothing_to_fix())
    else select(single(next))
  }

  function fillDown(): void {
    const { top, bottom, left, right } = rangeOf(selection)
    // One cell takes the value above it, a range its first line's.
    const from = top === bottom ? top - 1 : top
    const texts = placesOf({ top: top === bottom ? top : top + 1, bottom, left, right }).flatMap((place) =>
      from < 0 ? [] : [{ place, text: copyText(sheet, { line: from, column: place.column }) }],
    )
    sheet.type(texts)
  }

  function step(count: number, word: (inputs: { count: number }) => string, nothing: () => string): void {
    around.say(count === 0 ? nothing() : word({ count }))
  }

  function go(command: Command & { do: 'go' }): void {
    const { active, corner } = selection
    const from = command.extends ? corner : active
    const place: Place =
      command.to === 'first'
        ? { line: 0, column: 1 }
        : command.to === 'last'
          ? { line: size.lines - 1, column: size.columns - 1 }
          : { line: from.line, column: command.to === 'line_start' ? 0 : size.columns - 1 }
    select(command.extends ? { active, corner: place } : single(place))
  }

  /** @returns whether the key was the sheet's */
  function run(command: Command): boolean {
    switch (command.do) {
      case 'move':
        select(moved(selection, command.lines, command.columns, size))
        return true
      case 'extend':
        select(extended(selection, command.lines, command.columns, size))
        return true
      case 'go':
        go(command)
        return true
      case 'all':
        select({ active: selection.active, corner: { line: size.lines - 1, column: size.columns - 1 } })
        return true
      case 'edit':
        edit(command.mode, command.text)
        return true
      case 'commit': {
        const before = selection.active
        commit()
        const next = moved(selection, command.lines, command.columns, size)
        select(next)
        // At the edge, Tab leaves the grid.
        return !(command.leaves && next.active.column === before.column)
      }
      case 'cancel':
        cancel()
        return true
      case 'clear':
        sheet.type(placesOf(rangeOf(selection)).map((place) => ({ place, text: '' })))
        return true
      case 'fill_down':
        fillDown()
        return true
      case 'undo':
        step(sheet.undo(), m.grid_said_undone, m.grid_said_nothing_to_undo)
        return true
      case 'redo':
        step(sheet.redo(), m.grid_said_redone, m.grid_said_nothing_to_redo)
        return true
      case 'details': {
        commit()
        const figure = sheet.figureAt(selection.active)
        if (figure !== null) around.details(figure)
        return true
      }
      case 'send':
        commit()
        around.send()
        return true
      case 'help':
        around.help()
        return true
      case 'next_fault':
        nextFault()
        return true
    }
  }

  function pasteCopied(plain: string, html: string): void {
    const block = readCopied(plain, html)
    if (block.length > 0) around.paste(landing(rangeOf(selection), block, size))
  }

  const { element } = view
  element.addEventListener('keydown', (event) => {
    const command = commandOf(event, editor?.mode ?? null)
    if (command !== null && run(command)) event.preventDefault()
  })
  element.addEventListener('mousedown', (event) => {
    const place = view.placeOf(event.target)
    if (place === null || (editor !== null && editor.cell === view.cellAt(place))) return
    commit()
    event.preventDefault()
    const isAgain =
      !event.shiftKey && place.line === selection.active.line && place.column === selection.active.column && document.activeElement === view.cellAt(place)
    select(event.shiftKey ? { active: selection.active, corner: place } : single(place))
    // A second tap opens the field: the only way where there is no keyboard.
    if (isAgain) edit('edit', '')
  })
  element.addEventListener('mouseover', (event) => {
    const place = view.placeOf(event.target)
    if (event.buttons === 1 && editor === null && place !== null) select({ active: selection.active, corner: place })
  })
  element.addEventListener('focusin', (event) => {
    const place = view.placeOf(event.target)
    if (place !== null && editor === null && (place.line !== selection.active.line || place.column !== selection.active.column)) select(single(place), false)
    else if (place !== null) around.moved(selection.active)
  })
  element.addEventListener('focusout', (event) => {
    if (editor !== null && !(event.relatedTarget instanceof Node && editor.cell.contains(event.relatedTarget))) commit()
  })
  const isMine = () => editor === null && element.contains(document.activeElement)
  const copy = (event: ClipboardEvent) => {
    if (!isMine()) return
    const { top, bottom, left, right } = rangeOf(selection)
    const rows = Array.from({ length: bottom - top + 1 }, (_, down) =>
      Array.from({ length: right - left + 1 }, (_, across) => copyText(sheet, { line: top + down, column: left + across })),
    )
    event.clipboardData?.setData('text/plain', writeBlock(rows))
    event.preventDefault()
    if (event.type === 'cut') run({ do: 'clear' })
    around.say(m.grid_said_copied({ count: rows.length * (rows[0]?.length ?? 0) }))
  }
  document.addEventListener('copy', copy)
  document.addEventListener('cut', copy)
  document.addEventListener('paste', (event) => {
    const plain = event.clipboardData?.getData('text/plain') ?? ''
    // Two cells or more are for the sheet, even while the field of one is open: it could hold them as one text only.
    const isBlock = /[\t\n]/.test(plain.replace(/\r?\n$/, ''))
    if (editor !== null && isBlock && editor.cell.contains(document.activeElement)) cancel()
    if (!isMine()) return
    event.preventDefault()
    pasteCopied(plain, event.clipboardData?.getData('text/html') ?? '')
  })
  view.select(selection)
  return { selection: () => selection, focus: (place) => select(single(place)), pasteCopied, nextFault }
}
