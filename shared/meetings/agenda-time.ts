const MINUTE = 60_000

/** How long before the start an agenda must be in people's hands (S33), in milliseconds. */
export const AGENDA_NOTICE_MS = 48 * 60 * MINUTE

/** Last moment at which an agenda shared is on time, as an ISO instant. Hours that pass count, not hours on the wall. */
export function agendaShareBy(startsAt: string): string {
  return new Date(Date.parse(startsAt) - AGENDA_NOTICE_MS).toISOString()
}

/** Exactly 48 hours before is on time; a minute later is late (S33). Null when the agenda was not shared. */
export function agendaOnTime(startsAt: string, sharedAt: string | null): boolean | null {
  return sharedAt === null ? null : Date.parse(sharedAt) <= Date.parse(startsAt) - AGENDA_NOTICE_MS
}

export type MeetingState = 'coming' | 'held' | 'skipped'

/** A meeting that was called off is skipped, before or after its hour; the others are held once they have begun. */
export function meetingState(meeting: { readonly startsAt: string; readonly held: boolean }, now: string): MeetingState {
  if (!meeting.held) return 'skipped'
  return Date.parse(meeting.startsAt) > Date.parse(now) ? 'coming' : 'held'
}

export interface AgendaItemContent {
  readonly title: string
  readonly kind: 'information' | 'discussion' | 'decision'
  readonly expectedOutcome: string | null
}

/** Titles of the decisions that do not say which outcome is expected: with any, an agenda is not ready to share (S34). */
export function decisionsWithoutOutcome(items: readonly AgendaItemContent[]): string[] {
  return items.filter((item) => item.kind === 'decision' && (item.expectedOutcome ?? '').trim() === '').map((item) => item.title)
}

/** From how long before the start an agenda that only informs is worth a suggestion (S39), in milliseconds. */
const SUGGESTION_MS = 72 * 60 * MINUTE

/**
 * Whether an update would do instead of the meeting (S39): from 72 hours before its start, the agenda is still a draft and
 * has items, none of which decides or coordinates (a discussion coordinates).
 */
export function isForAnUpdate(
  meeting: { readonly startsAt: string; readonly agendaSharedAt: string | null; readonly items: readonly Pick<AgendaItemContent, 'kind'>[] },
  now: string,
): boolean {
  const left = Date.parse(meeting.startsAt) - Date.parse(now)
  return (
    left > 0 &&
    left <= SUGGESTION_MS &&
    meeting.agendaSharedAt === null &&
    meeting.items.length > 0 &&
    meeting.items.every((item) => item.kind === 'information')
  )
}
