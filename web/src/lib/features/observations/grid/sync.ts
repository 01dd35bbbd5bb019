import { formatDateTime } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { GridData, Place } from './model.ts'
import type { Outbox } from './outbox.ts'
import { isReady } from './queue.ts'
import type { Hindrance } from './sender.ts'
import type { Sheet } from './sheet.ts'
import { isEmpty } from './content.ts'
import { isReturned, stateOf } from './state.ts'

/** Where the entry stands, for the line above the sheet. */
export interface SyncState {
  readonly filled: number
  readonly total: number
  /** Kept on this device and on their way, or waiting for a connection. */
  readonly waiting: number
  /** Of other periods or partners, typed before. */
  readonly elsewhere: number
  readonly toFix: number
  /** Given back by whoever checked them, and not corrected yet. */
  readonly returned: number
  readonly hindrance: Hindrance
  readonly isOffline: boolean
  /** Something typed is not yet on this device: nothing is promised of it. */
  readonly isKeeping: boolean
  /** Milliseconds since the oldest unsent change. */
  readonly oldest: number
}

export function needsFixing(sheet: Sheet, place: Place): boolean {
  const figure = sheet.figureAt(place)
  if (figure === null || (sheet.waitingOf(figure) === null && !isReturned(sheet, figure))) return false
  const { sign } = stateOf(sheet, figure, sheet.partAt(place), false)
  return sign === 'invalid' || sign === 'conflict' || sign === 'returned'
}

export function syncStateOf(sheet: Sheet, outbox: Outbox, facts: { hindrance: Hindrance; isOffline: boolean; isKeeping: boolean; now: number }): SyncState {
  const all = outbox.all()
  const here = [...sheet.figures.values()]
  const toFix = here.filter((figure) => {
    const waiting = sheet.waitingOf(figure)
    if (waiting === null) return false
    return waiting.trouble !== null || sheet.faultOf(figure)?.isWaiting === false
  }).length
  const own = all.filter(({ key }) => sheet.figures.has(key))
  return {
    filled: here.filter((figure) => !isEmpty(sheet.contentOf(figure))).length,
    total: here.length,
    waiting: own.length - toFix,
    elsewhere: all.filter((one) => !sheet.figures.has(one.key) && isReady(one)).length,
    toFix,
    returned: here.filter((figure) => isReturned(sheet, figure)).length,
    hindrance: facts.hindrance,
    isOffline: facts.isOffline,
    isKeeping: facts.isKeeping,
    oldest: all.length === 0 ? 0 : facts.now - Math.min(...all.map(({ since }) => Date.parse(since))),
  }
}

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** How long ago, in the largest whole unit. */
function ago(milliseconds: number): string {
  if (milliseconds >= DAY) return m.grid_days({ count: Math.floor(milliseconds / DAY) })
  if (milliseconds >= HOUR) return m.grid_hours({ count: Math.floor(milliseconds / HOUR) })
  return m.grid_minutes({ count: Math.max(1, Math.floor(milliseconds / MINUTE)) })
}

/** The state in one line; what is said aloud too. */
export function syncWords(state: SyncState): string {
  if (state.isKeeping) return m.grid_sync_keeping()
  const unsent = state.waiting + state.elsewhere
  const parts = [
    unsent === 0 && state.toFix === 0 ? m.grid_sync_saved() : '',
    unsent > 0 ? m.grid_sync_waiting({ count: unsent }) : '',
    state.toFix > 0 ? m.grid_sync_to_fix({ count: state.toFix }) : '',
    state.returned > 0 ? m.grid_sync_returned({ count: state.returned }) : '',
    state.elsewhere > 0 ? m.grid_sync_elsewhere({ count: state.elsewhere }) : '',
    unsent > 0 && state.oldest >= MINUTE ? m.grid_sync_since({ duration: ago(state.oldest) }) : '',
    unsent > 0 && state.hindrance === 'signed_out' ? m.grid_sync_signed_out() : '',
    unsent > 0 && state.hindrance === 'refused' ? m.grid_sync_refused() : '',
    state.isOffline || (unsent > 0 && state.hindrance === 'offline') ? m.grid_sync_offline() : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** What is said of a page that is shown again without a network: when it was kept, and how long ago. */
export function keptWords(at: string, { locale, timeZone }: Pick<GridData, 'locale' | 'timeZone'>, now: number): string {
  return m.grid_kept_page({ date: formatDateTime(locale, at, timeZone), duration: ago(Math.max(0, now - Date.parse(at))) })
}

/** Unsent for so long that it is said loudly (ux.md 1). */
export const isOld = (state: SyncState): boolean => state.waiting + state.elsewhere > 0 && state.oldest >= DAY
