import { m } from '#shared/i18n/paraglide/messages.js'
import type { Control } from './control.ts'
import { unsentFile } from './csv.ts'
import { button, openDialog, showHelp } from './dialogs.ts'
import { el } from './dom.ts'
import type { Outbox } from './outbox.ts'
import type { Sheet } from './sheet.ts'
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
  const take = () => {
    dialog.close()
    control.pasteText(area.value)
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
  readonly flush: () => Promise<void>
  readonly isKept: boolean
}): Bar {
  const { sheet, outbox, control } = deps
  const words = el('p', { class: 'sync' })
  const progress = el('p', { class: 'small muted' })
  const sendNow = button(m.grid_send_now(), () => void deps.flush())
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
  const submitter = document.querySelector<HTMLButtonElement>('[data-entry-form] button[data-submit]')
  const refused = el('p', { class: 'refused', role: 'alert' })
  async function handIn(): Promise<void> {
    await deps.flush()
    const left = [...sheet.figures.keys()].filter((key) => outbox.get(key) !== null).length
    refused.textContent = left === 0 ? '' : m.grid_submit_refused({ count: left })
    if (left === 0) submitter?.click()
  }
  const submit = button(m.grid_submit(), () => void handIn(), 'primary')
  const head = el('div', { class: 'head' }, words, progress, el('div', { class: 'cluster no-print' }, fix, sendNow, save, signIn))
  const foot = el(
    'div',
    { class: 'foot cluster no-print' },
    submitter !== null && submit,
    button(m.grid_undo(), () => void sheet.undo()),
    button(m.grid_redo(), () => void sheet.redo()),
    button(m.grid_paste_from(), () => askPaste(control)),
    button(m.grid_help(), showHelp),
    button(m.grid_print(), () => print()),
    refused,
  )
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
      fix.classList.toggle('off', state.toFix === 0)
      signIn.hidden = state.hindrance !== 'signed_out'
    },
  }
}
