import { formatDate, formatTime, dateOf } from '#shared/i18n/format.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { Figure, Sheet } from './sheet.ts'
import type { Part } from './model.ts'
import { shownText } from './read-cell.ts'
import { faultWord, warningWord, yesNo } from './words.ts'

/** What a cell may say beside its value (ux.md 7); each has its own shape and its own words. */
export type CellSign = 'locked' | 'conflict' | 'invalid' | 'sending' | 'waiting' | 'returned' | 'unusual' | 'saved' | 'comment'

export interface CellState {
  readonly sign: CellSign | null
  /** The sentence of the sign; empty without one. */
  readonly words: string
  readonly hasComment: boolean
}

/** The state of one cell of a figure, the most pressing one. @param isSending whether its request is under way */
export function stateOf(sheet: Sheet, figure: Figure, part: Part, isSending: boolean): CellState {
  const { locale, timeZone } = sheet.data
  const waiting = sheet.waitingOf(figure)
  const content = sheet.contentOf(figure)
  const hasComment = content.comment !== ''
  const state = (sign: CellSign | null, words: string): CellState => ({ sign, words, hasComment })
  if (!figure.stored.isEditable) return state('locked', lockedWord(figure, sheet))
  if (waiting?.trouble?.kind === 'conflict') {
    const { theirs } = waiting.trouble
    if (theirs === null) return state('conflict', m.grid_state_conflict_unknown())
    const text = theirs.content === null ? '' : valueWord(theirs.content, part, sheet)
    return state(
      'conflict',
      m.grid_state_conflict({
        name: theirs.by ?? m.grid_somebody(),
        time: theirs.at === null ? '' : formatTime(locale, theirs.at, timeZone),
        theirs: text === '' ? m.grid_nothing() : text,
        mine: valueWord(content, part, sheet) || m.grid_nothing(),
      }),
    )
  }
  if (waiting !== null) {
    if (waiting.trouble?.kind === 'refused') return state('invalid', faultWord(waiting.trouble.code))
    const fault = sheet.faultOf(figure)
    if (fault !== null && !fault.isWaiting && (fault.part === null || fault.part === part)) return state('invalid', faultWord(fault.code))
    if (fault !== null) return state('waiting', m.grid_state_incomplete({ message: faultWord(fault.code) }))
    return isSending ? state('sending', m.grid_state_sending()) : state('waiting', m.grid_state_waiting())
  }
  // Once for the figure: the message is about all of its cells.
  if (figure.stored.state === 'returned' && part === figure.series.parts[0]) return state('returned', returnedWord(figure))
  const [warning] = part === figure.series.parts[0] && figure.stored.state === 'draft' ? sheet.warningsOf(figure) : []
  if (warning !== undefined) return state('unusual', m.grid_state_unusual({ message: warningWord(warning, figure.series, locale) }))
  if (figure.savedAt !== null) return state('saved', m.grid_state_saved({ time: formatTime(locale, figure.savedAt, timeZone) }))
  return hasComment ? state('comment', m.grid_state_comment()) : state(null, '')
}

/** A cell's value in words: a number, or the code of an absence. */
export function valueWord(content: ReturnType<Sheet['contentOf']>, part: Part, sheet: Sheet): string {
  if (content.presence === 'missing') return m.presence_missing()
  if (content.presence === 'not_applicable') return m.presence_not_applicable()
  if (content.presence === 'not_expected') return m.presence_not_expected()
  return shownText(part, content.cells[part], sheet.data.locale, yesNo())
}

/** Whether a figure was given back and its writer has changed nothing in it since. */
export function isReturned(sheet: Sheet, figure: Figure): boolean {
  return figure.stored.state === 'returned' && figure.stored.isEditable && sheet.waitingOf(figure) === null
}

/** That a figure was given back, with the message of whoever checked it. */
export function returnedWord({ stored: { returnComment } }: Figure): string {
  return returnComment === null ? m.grid_state_returned_unsaid() : m.grid_state_returned({ comment: returnComment })
}

function lockedWord(figure: Figure, sheet: Sheet): string {
  const { locale, timeZone } = sheet.data
  const { state, updatedAt } = figure.stored
  const date = updatedAt === null ? '' : formatDate(locale, dateOf(updatedAt, timeZone))
  if (state === 'validated') return m.grid_state_validated({ date })
  if (state === 'published') return m.grid_state_published()
  if (state === 'submitted') return m.grid_state_submitted({ date })
  if (state === 'returned') return returnedWord(figure)
  return m.grid_state_read_only()
}
