/** What a note is and how it moves (domain 4.1–4.4, 4.6): tables of rules, without clock or database. */
import { addDays, daysBetween } from '#shared/values/calendar-date.ts'

export const NOTE_TYPES = ['success', 'challenge', 'failure', 'surprise'] as const
export type NoteType = (typeof NOTE_TYPES)[number]

export const CAUSES = ['assumption', 'process', 'coordination', 'capacity', 'timing', 'data', 'resources', 'context', 'trust'] as const
export type Cause = (typeof CAUSES)[number]

/**
 * Languages a note may be offered in after those of the initiative, by code: of the people and places this product serves.
 * `und` is any other; the API takes every code of two or three letters.
 */
export const OTHER_LANGUAGES = ['fr', 'en', 'ar', 'bm', 'cr', 'es', 'ff', 'ht', 'iu', 'moe', 'pt', 'snk', 'und'] as const

/** The audience ladder, narrowest first. */
export const RUNGS = ['private', 'partner', 'circle', 'funder', 'public'] as const
export type Rung = (typeof RUNGS)[number]

export const ATTRIBUTIONS = ['named_person', 'named_partner', 'a_partner', 'initiative'] as const
export type Attribution = (typeof ATTRIBUTIONS)[number]

export const NOTE_STATES = ['draft', 'shared', 'discussed', 'adaptation_decided', 'no_adaptation', 'followed_up', 'closed', 'withdrawn'] as const
export type NoteState = (typeof NOTE_STATES)[number]

/** Moves of the life of a note; withdrawing is possible from every state and is not listed. */
const MOVES: Readonly<Record<NoteState, readonly NoteState[]>> = {
  draft: ['shared'],
  shared: ['discussed', 'adaptation_decided', 'no_adaptation'],
  discussed: ['adaptation_decided', 'no_adaptation'],
  adaptation_decided: ['adaptation_decided', 'followed_up'],
  no_adaptation: ['adaptation_decided', 'closed'],
  followed_up: ['adaptation_decided', 'closed'],
  closed: [],
  withdrawn: [],
}

/** Whether a note may go from one state to another. */
export function mayMove(from: NoteState, to: NoteState): boolean {
  return MOVES[from].includes(to)
}

/** Fields stay editable until the note is closed or withdrawn (domain 4.3). */
export function isEditable(state: NoteState): boolean {
  return state !== 'closed' && state !== 'withdrawn'
}

/** How a change of audience stands to the one before: widening climbs one rung at a time. */
export function stepOf(from: Rung, to: Rung): 'same' | 'narrower' | 'next' | 'too_far' {
  const climb = RUNGS.indexOf(to) - RUNGS.indexOf(from)
  return climb === 0 ? 'same' : climb < 0 ? 'narrower' : climb === 1 ? 'next' : 'too_far'
}

/** Shared with the circle or more widely: counted by the measures, discussed, followed up. */
export function isInCircle(rung: Rung): boolean {
  return RUNGS.indexOf(rung) >= RUNGS.indexOf('circle')
}

/** « Un partenaire » for what is hard to tell, the organisation's name for what is good to tell (domain 4.4). */
export function defaultAttribution(type: NoteType): Attribution {
  return type === 'failure' || type === 'challenge' ? 'a_partner' : 'named_partner'
}

/** A failure gets its first answer within so many days (domain 4.5). */
export const ANSWER_WITHIN_DAYS = 14
/** Days of the follow-up cycle (domain 4.6). */
export const DISCUSS_WITHIN_DAYS = 30
export const DECIDE_WITHIN_DAYS = 60
export const CHECK_AFTER_DAYS = 90

export interface AdaptationDates {
  readonly decidedOn: string
  readonly dueOn: string | null
  readonly isChecked: boolean
}

/** What a note waits for, and since which day it may be asked again; null when it waits for nothing. */
export interface FollowUp {
  readonly step: 'discuss' | 'decide' | 'check' | 'close'
  /** Null when no day is set for the step. */
  readonly dueOn: string | null
  readonly isDue: boolean
}

/** Day on which an adaptation is to be checked: its own, else 90 days after the decision. */
export function checkDay(adaptation: Pick<AdaptationDates, 'decidedOn' | 'dueOn'>): string {
  return adaptation.dueOn ?? addDays(adaptation.decidedOn, CHECK_AFTER_DAYS)
}

/**
 * The next step of a note that the circle reads: discussed within 30 days, an adaptation decided within 60,
 * checked when due, then closed. Successes and surprises only follow up an adaptation that somebody decided.
 */
export function followUpOf(
  note: { type: NoteType; state: NoteState; visibility: Rung; sharedOn: string | null; adaptations: readonly AdaptationDates[] },
  today: string,
): FollowUp | null {
  if (!isInCircle(note.visibility) || note.sharedOn === null) return null
  const due = (step: FollowUp['step'], dueOn: string | null): FollowUp => ({ step, dueOn, isDue: dueOn !== null && daysBetween(dueOn, today) >= 0 })
  const waits = note.type === 'failure' || note.type === 'challenge'
  switch (note.state) {
    case 'shared':
      return waits ? due('discuss', addDays(note.sharedOn, DISCUSS_WITHIN_DAYS)) : null
    case 'discussed':
      return waits ? due('decide', addDays(note.sharedOn, DECIDE_WITHIN_DAYS)) : null
    case 'adaptation_decided': {
      const days = note.adaptations
        .filter((adaptation) => !adaptation.isChecked)
        .map(checkDay)
        .sort()
      return days[0] === undefined ? due('close', null) : due('check', days[0])
    }
    case 'followed_up':
    case 'no_adaptation':
      return due('close', null)
    case 'draft':
    case 'closed':
    case 'withdrawn':
      return null
  }
}

/** Day by which a failure should have its first answer. */
export function answerDay(sharedOn: string): string {
  return addDays(sharedOn, ANSWER_WITHIN_DAYS)
}

/** A failure that nobody answered after 14 days: the backbone is reminded to thank and to ask (domain 4.5). */
export function needsAnswer(note: { type: NoteType; sharedOn: string | null; comments: number }, today: string): boolean {
  return note.type === 'failure' && note.sharedOn !== null && note.comments === 0 && daysBetween(note.sharedOn, today) >= ANSWER_WITHIN_DAYS
}
