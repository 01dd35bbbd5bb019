import { overwriteGetLocale } from '#shared/i18n/paraglide/runtime.js'
import { m } from '#shared/i18n/paraglide/messages.js'
import { announcer } from './announce.ts'
import { makeBar } from './bar.ts'
import { renderCards } from './cards.ts'
import { control } from './control.ts'
import { askDetails, showDetails, theirsFrom } from './details.ts'
import { pasteBlock, showHelp } from './dialogs.ts'
import { el } from './dom.ts'
import { scopeOf, type GridData, type Learned } from './model.ts'
import { openOutbox } from './outbox.ts'
import { makeSender } from './sender.ts'
import { makeSheet, type Figure } from './sheet.ts'
import { stateOf } from './state.ts'
import { selectedFigures } from './selection.ts'
import { openStore } from './store.ts'
import { keptWords, needsFixing, syncStateOf, syncWords } from './sync.ts'
import { openTabs } from './tabs.ts'
import { renderTable, seriesWords } from './table.ts'
import { keepSheet } from './worker.ts'
import { partWord } from './words.ts'
import { makeId } from './make-id.ts'

const NARROW = '(max-width: 39.99rem)'
/** Typing that goes on is sent together. */
const SEND_AFTER = 500
const LOOK_EVERY = 30_000

/**
 * Turns the page's form into the sheet; the form stays for whoever has no script.
 * @param keptAt when the page was kept, ISO: it is shown without a network; null when the server has just made it
 */
async function start(place: HTMLElement, data: GridData, keptAt: string | null): Promise<void> {
  overwriteGetLocale(() => data.locale)
  const scope = scopeOf(data)
  // Signed out in another tab: nothing of the sheet stays on the screen.
  const store = await openStore(scope, `${data.partner} ${data.periods.map(({ code }) => code).join(' ')}`, () => location.reload())
  const tabs = openTabs(scope, (told) => {
    if (told.kind === 'learned') return sheet.learn(told.figures)
    void outbox.reread().then((keys) => {
      refresh(new Set(keys))
      look()
    })
  })
  const outbox = await openOutbox(store, () => {
    if (store.isKept) tabs.tell({ kind: 'waiting' })
    look()
  })
  const learned = (told: readonly Learned[]) => {
    void store.learn(told)
    tabs.tell({ kind: 'learned', figures: told })
  }
  const region = el('p', { role: 'status', class: 'visually-hidden' })
  const say = announcer(
    (text) => (region.textContent = text),
    () => performance.now(),
    (task, milliseconds) => void setTimeout(task, milliseconds),
  )

  let timer: ReturnType<typeof setTimeout> | undefined
  let isLeft = false
  const send = () => {
    clearTimeout(timer)
    // Whoever left was told that what waits is erased, not sent.
    if (isLeft) return
    void sender.flush().then(look)
  }
  const sheet = makeSheet({
    data,
    outbox,
    history: await store.history(),
    keepHistory: store.keepHistory,
    now: () => new Date().toISOString(),
    otherTab: m.grid_other_tab,
    changed: (keys) => {
      refresh(keys)
      look()
    },
    due: () => {
      clearTimeout(timer)
      timer = setTimeout(send, SEND_AFTER)
    },
  })
  // A kept page is older than what was saved from it; one that the server has just made says all that there is.
  if (keptAt === null) void store.forget(sheet.figures.keys())
  const before = keptAt === null ? [] : await store.learned()
  const sender = makeSender({
    outbox,
    initiativeId: data.initiativeId,
    hatId: data.hatId,
    fetch: globalThis.fetch.bind(globalThis),
    makeId,
    alone: tabs.alone,
    later: (task, milliseconds) => void setTimeout(task, milliseconds),
    async theirsOf(waiting) {
      const figure = sheet.figures.get(waiting.key)
      const told = figure === undefined ? null : await askDetails(sheet, figure, globalThis.fetch.bind(globalThis))
      return figure === undefined || told === null ? null : theirsFrom(told, figure)
    },
    changed(keys, answers) {
      if (answers.size > 0) learned(sheet.settle(answers))
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
    note.textContent = figure === null || words === '' ? '' : `${seriesWords(figure.series)}, ${partWord(part)}${m.frame_colon()}${words}`
  }
  const cards = renderCards(sheet, sender.isSending, details)
  const bar = makeBar({
    sheet,
    outbox,
    control: keys,
    isKept: store.isKept,
    lead(figure) {
      const line = sheet.lines.findIndex((one) => data.series[one.series] === figure.series)
      if (narrow.matches) cards.lead(figure)
      else keys.focus({ line, column: figure.period + 1 })
    },
    kept: keptAt === null ? null : keptWords(keptAt, data, Date.now()),
    moves: {
      sheet,
      outbox,
      fetch: globalThis.fetch.bind(globalThis),
      makeId,
      selected: () => selectedFigures(sheet, keys.selection()),
      flush: () => sender.flush().then(look),
      learn(told) {
        sheet.learn(told)
        learned(told)
      },
      say,
    },
  })
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
    const state = syncStateOf(sheet, outbox, { hindrance: sender.hindrance(), isOffline: !navigator.onLine, isKeeping: outbox.isKeeping(), now: Date.now() })
    bar.show(state)
    const words = syncWords(state)
    // What passes in an instant is shown, not said aloud.
    if (state.isKeeping) return
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

  sheet.learn(before)
  addEventListener('online', send)
  addEventListener('maillage:leaving', () => (isLeft = true))
  addEventListener('offline', look)
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') send()
  })
  setInterval(look, LOOK_EVERY)
  // Asked once there is something to lose; browsers answer without a question.
  if (outbox.all().length > 0) void navigator.storage?.persist?.()
  look()
  send()
  void keepSheet()
}

const place = document.getElementById('entry-grid')
const given = place?.getAttribute('data-grid')
if (place !== null && given) {
  start(place, JSON.parse(given) as GridData, place.getAttribute('data-kept-at')).catch((cause: unknown) => {
    // The form serves as before.
    document.querySelector('[data-entry-form]')?.setAttribute('data-shown', '')
    throw cause
  })
}
