import { overwriteGetLocale } from '#shared/i18n/paraglide/runtime.js'
import { m } from '#shared/i18n/paraglide/messages.js'
import { announcer } from './announce.ts'
import { makeBar } from './bar.ts'
import { renderCards } from './cards.ts'
import { control } from './control.ts'
import { askDetails, showDetails, theirsFrom } from './details.ts'
import { pasteBlock, showHelp } from './dialogs.ts'
import { el } from './dom.ts'
import { scopeOf, type GridData } from './model.ts'
import { openOutbox } from './outbox.ts'
import { makeSender } from './sender.ts'
import { makeSheet, type Figure } from './sheet.ts'
import { stateOf } from './state.ts'
import { openStore } from './store.ts'
import { needsFixing, syncStateOf, syncWords } from './sync.ts'
import { renderTable, seriesWords } from './table.ts'
import { partWord } from './words.ts'

const NARROW = '(max-width: 39.99rem)'
/** Typing that goes on is sent together. */
const SEND_AFTER = 500
const LOOK_EVERY = 30_000

/** Turns the page's form into the sheet; the form stays for whoever has no script, and carries the moves. */
async function start(place: HTMLElement, data: GridData): Promise<void> {
  overwriteGetLocale(() => data.locale)
  const scope = scopeOf(data)
  const store = await openStore(scope, `${data.partner} ${data.periods.map(({ code }) => code).join(' ')}`)
  const outbox = await openOutbox(store)
  const region = el('p', { role: 'status', class: 'visually-hidden' })
  const say = announcer(
    (text) => (region.textContent = text),
    () => performance.now(),
    (task, milliseconds) => void setTimeout(task, milliseconds),
  )

  let timer: ReturnType<typeof setTimeout> | undefined
  const send = () => {
    clearTimeout(timer)
    void sender.flush().then(look)
  }
  const sheet = makeSheet({
    data,
    outbox,
    history: await store.history(),
    keepHistory: (history) => void store.keepHistory(history),
    now: () => new Date().toISOString(),
    changed: (keys) => {
      refresh(keys)
      look()
    },
    due: () => {
      clearTimeout(timer)
      timer = setTimeout(send, SEND_AFTER)
    },
  })
  const sender = makeSender({
    outbox,
    initiativeId: data.initiativeId,
    hatId: data.hatId,
    fetch: globalThis.fetch.bind(globalThis),
    makeId: () => crypto.randomUUID(),
    later: (task, milliseconds) => void setTimeout(task, milliseconds),
    async theirsOf(waiting) {
      const figure = sheet.figures.get(waiting.key)
      const told = figure === undefined ? null : await askDetails(sheet, figure, globalThis.fetch.bind(globalThis))
      return figure === undefined || told === null ? null : theirsFrom(told, figure)
    },
    changed(keys, answers) {
      sheet.settle(answers)
      refresh(new Set(keys))
      look()
    },
  })

  const details = (figure: Figure) => showDetails(sheet, figure, globalThis.fetch.bind(globalThis))
  const note = el('p', { class: 'cell-note', 'aria-hidden': 'true' })
  const table = renderTable(sheet, sender.isSending, m.entry_caption({ period: data.periods.map(({ name }) => name).join(', ') }))
  const keys = control(sheet, table, {
    say,
    details,
    send,
    help: showHelp,
    paste: (cells) => pasteBlock(sheet, cells, say),
    needsFixing: (one) => needsFixing(sheet, one),
    moved: (one) => showNote(one),
  })
  // What is wrong with the active cell stands under the sheet: nobody must hover to read it.
  function showNote(one: { line: number; column: number }): void {
    const figure = sheet.figureAt(one)
    const part = sheet.partAt(one)
    const words = figure === null ? '' : stateOf(sheet, figure, part, sender.isSending(figure.key)).words
    note.textContent = figure === null || words === '' ? '' : `${seriesWords(figure.series)}, ${partWord(part)} : ${words}`
  }
  const cards = renderCards(sheet, sender.isSending, details)
  const bar = makeBar({ sheet, outbox, control: keys, flush: () => sender.flush().then(look), isKept: store.isKept })
  const wide = el(
    'div',
    { class: 'wide' },
    el('div', { class: 'scroll sheet' }, table.element),
    note,
    el('p', { id: 'grid-keys', class: 'small muted no-print' }, m.grid_keys_hint()),
  )

  function refresh(changed: ReadonlySet<string>): void {
    table.refresh(changed)
    cards.refresh(changed)
    showNote(keys.selection().active)
  }
  let said = ''
  function look(): void {
    const state = syncStateOf(sheet, outbox, { hindrance: sender.hindrance(), isOffline: !navigator.onLine, now: Date.now() })
    bar.show(state)
    const words = syncWords(state)
    if (words !== said) say(words)
    said = words
  }

  const narrow = matchMedia(NARROW)
  const fit = () => {
    wide.hidden = narrow.matches
    cards.card.hidden = !narrow.matches
    cards.pager.hidden = !narrow.matches
  }
  narrow.addEventListener('change', fit)
  fit()
  place.replaceChildren(cards.pager, bar.head, wide, cards.card, bar.foot, region)
  place.hidden = false
  place.setAttribute('data-ready', '')
  document.querySelector('[data-entry-form]')?.setAttribute('hidden', '')

  addEventListener('online', send)
  addEventListener('offline', look)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') send()
  })
  setInterval(look, LOOK_EVERY)
  // Asked once there is something to lose; browsers answer without a question.
  if (outbox.all().length > 0) void navigator.storage?.persist?.()
  look()
  send()
}

const place = document.getElementById('entry-grid')
const given = place?.getAttribute('data-grid')
if (place !== null && given) {
  start(place, JSON.parse(given) as GridData).catch((cause: unknown) => {
    // The form serves as before.
    document.querySelector('[data-entry-form]')?.setAttribute('data-shown', '')
    throw cause
  })
}
