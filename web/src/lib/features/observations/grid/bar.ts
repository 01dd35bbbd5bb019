import { m } from '#shared/i18n/paraglide/messages.js'
import { openCheck } from './check-dialog.ts'
import type { Control } from './control.ts'
import { unsentFile } from './csv.ts'
import { button, openDialog, showHelp } from './dialogs.ts'
import { el } from './dom.ts'
import { moveWord, openMove, type MoveDeps } from './move-dialog.ts'
import { mayMove, MOVES } from './moves.ts'
import type { Outbox } from './outbox.ts'
import type { Figure, Sheet } from './sheet.ts'
import { isOld, syncWords, type SyncState } from './sync.ts'
import { partWord, yesNo } from './words.ts'

/** The line above the sheet and the buttons under it. */
export interface Bar {
  readonly head: HTMLElement
  readonly foot: HTMLElement
  readonly show: (state: SyncState) => void
}

function download(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  el('a', { href: url, download: name }).click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}

/** A field to paste in, where the keyboard's own paste is not at hand. */
function askPaste(control: Control): void {
  const area = el('textarea', { rows: 6, id: 'grid-paste' })
  // The page that came with the text, as long as the text is still that one.
  let copied = { plain: '', html: '' }
  area.addEventListener('paste', ({ clipboardData }) => {
    copied = { plain: (clipboardData?.getData('text/plain') ?? '').replace(/\r\n?/g, '\n'), html: clipboardData?.getData('text/html') ?? '' }
  })
  const take = () => {
    dialog.close()
    control.pasteCopied(area.value, area.value === copied.plain ? copied.html : '')
  }
  const dialog = openDialog(
    m.grid_paste_from_title(),
    el('label', { for: 'grid-paste' }, m.grid_paste_from_hint()),
    area,
    el(
      'div',
      { class: 'cluster' },
      button(m.grid_paste(), take, 'primary'),
      button(m.states_cancel(), () => dialog.close()),
    ),
  )
  area.focus()
}

export function makeBar(deps: {
  readonly sheet: Sheet
  readonly outbox: Outbox
  readonly control: Control
  readonly moves: MoveDeps
  readonly isKept: boolean
  /** Goes to a figure. */
  readonly lead: (figure: Figure) => void
  /** Sentence of a page that was shown without a network; null for one that the server has just made. */
  readonly kept: string | null
}): Bar {
  const { sheet, outbox, control } = deps
  const words = el('p', { class: 'sync' })
  const progress = el('p', { class: 'small muted' })
  const sendNow = button(m.grid_send_now(), () => void deps.moves.flush())
  const save = button(m.grid_download_unsent(), () => {
    const headers = [m.progress_indicator(), m.grid_csv_territory(), m.entry_partner(), m.entry_period(), m.grid_csv_category(), m.entry_value()]
    const parts = (['numerator', 'denominator', 'sampleN', 'achievedOn'] as const).map(partWord)
    download(
      unsentFile(outbox.all(), sheet.data.locale, [...headers, ...parts, m.entry_reason(), m.entry_comment(), m.grid_csv_since()], yesNo()),
      'maillage.csv',
    )
  })
  const fix = button(m.grid_fix_next(), () => control.nextFault())
  const signIn = el(
    'a',
    { class: 'button', href: `/${sheet.data.locale}/sign-in?next=${encodeURIComponent(location.pathname + location.search)}` },
    m.frame_sign_in(),
  )
  const check = button(m.grid_check(), () => openCheck(sheet, deps.moves.selected(), deps.lead))
  const moves = MOVES.map((kind) => ({ kind, element: button(moveWord(kind), () => void openMove(kind, deps.moves), kind === 'submit' ? 'primary' : '') }))
  const again = button(m.grid_kept_reload(), () => location.reload(), 'small')
  const head = el('div', { class: 'head' }, words, progress, el('div', { class: 'cluster no-print' }, fix, sendNow, save, signIn))
  const foot = el(
    'div',
    { class: 'foot cluster no-print' },
    el('div', { class: 'cluster', role: 'group', 'aria-label': m.grid_actions() }, check, ...moves.map(({ element }) => element)),
    button(m.grid_undo(), () => void sheet.undo()),
    button(m.grid_redo(), () => void sheet.redo()),
    button(m.grid_paste_from(), () => askPaste(control)),
    button(m.grid_help(), showHelp),
    button(m.grid_print(), () => print()),
  )
  if (deps.kept !== null) head.prepend(el('p', { class: 'kept' }, `${deps.kept} `, again))
  if (!deps.isKept) head.append(el('p', { class: 'refused' }, m.grid_not_kept()))
  return {
    head,
    foot,
    show(state) {
      const unsent = state.waiting + state.elsewhere
      words.textContent = syncWords(state)
      words.className = `sync ${isOld(state) ? 'old' : state.toFix > 0 ? 'to-fix' : unsent > 0 ? 'pending' : 'done'}`
      progress.textContent = m.entry_progress({ filled: state.filled, total: state.total })
      // Their place is kept: a sheet that moves away from under the pointer is clicked wrong.
      sendNow.classList.toggle('off', unsent === 0)
      save.classList.toggle('off', unsent + state.toFix === 0)
      fix.classList.toggle('off', state.toFix + state.returned === 0)
      signIn.hidden = state.hindrance !== 'signed_out'
      again.hidden = state.isOffline
      for (const { kind, element } of moves)
        element.hidden = ![...sheet.figures.values()].some((figure) => mayMove(figure, kind) || (kind === 'submit' && figure.stored.isEditable))
    },
  }
}
