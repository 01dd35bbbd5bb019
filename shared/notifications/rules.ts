import { hourOf } from '../i18n/format.ts'
import { addDays, daysBetween } from '../values/calendar-date.ts'

/** What a person may be told of without having asked. */
export const KINDS = [
  'figures_due',
  'figures_overdue',
  'figures_returned',
  'agenda_missing',
  'adaptation_due',
  'update_due',
  'win_proposed',
  'consent_asked',
  'failure_unanswered',
  'breach_filed',
  'coauthor_named',
  'password_chosen',
  'digest',
] as const
export type NotificationKind = (typeof KINDS)[number]

/**
 * Told in the product, and by no mail that can be refused. Who co-writes a note is nobody's affair, and whoever runs the installation sees which kinds of
 * mail go to whom. That somebody else's link chose a password goes by a mail of its own, once for the account.
 */
const NEVER_MAILED = ['coauthor_named', 'password_chosen'] as const satisfies readonly NotificationKind[]
type Mailed = Exclude<NotificationKind, (typeof NEVER_MAILED)[number]>
/** What may also come by mail, and may be refused. */
export const MAILED_KINDS = KINDS.filter((kind): kind is Mailed => !(NEVER_MAILED as readonly NotificationKind[]).includes(kind))

/** Mails that open the door: each carries the secret of a link. */
export const LINK_KINDS = ['invitation', 'password_reset'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/**
 * Mails about the account itself: its links, and a password that somebody else's link chose. They wait for no hour and nothing mutes
 * them: whoever entered by that link could have muted them first.
 */
export function isOfAccount(kind: NotificationKind | LinkKind): boolean {
  return kind === 'password_chosen' || (LINK_KINDS as readonly string[]).includes(kind)
}

/** Days before the due date on which figures are asked for, and after it during which they still are (both included). */
export const DUE_DAYS_BEFORE = 7
export const OVERDUE_DAYS_AFTER = 31
/** An agenda that is not shared is recalled 72 hours before the meeting: a day before it would be late (S33). */
export const AGENDA_REMINDER_MS = 72 * 3_600_000
/** Days without an update after which the backbone is reminded (S40). */
export const UPDATE_SILENCE_DAYS = 45
/** First days of a month on which the digest of the one before is made: a server that slept catches up. */
export const DIGEST_DAYS = 7

/** Which reminder a report that nobody handed in asks for on a day; null between them. */
export function figuresReminder(dueOn: string, today: string): 'figures_due' | 'figures_overdue' | null {
  const left = daysBetween(today, dueOn)
  if (left >= 0) return left <= DUE_DAYS_BEFORE ? 'figures_due' : null
  return -left <= OVERDUE_DAYS_AFTER ? 'figures_overdue' : null
}

/** Whether the backbone is reminded now of a meeting's agenda: from 72 hours before (included) until it begins. */
export function isAgendaMissing(meeting: { readonly startsAt: string; readonly agendaSharedAt: string | null; readonly held: boolean }, now: string): boolean {
  if (!meeting.held || meeting.agendaSharedAt !== null) return false
  const left = Date.parse(meeting.startsAt) - Date.parse(now)
  return left > 0 && left <= AGENDA_REMINDER_MS
}

/**
 * The day since which an update is missing, or null while there is none to miss.
 * @param lastOn day of the last published update; null when there never was one
 * @param beganOn day on which the initiative began here
 */
export function updateMissingSince(lastOn: string | null, beganOn: string, today: string): string | null {
  const dueOn = addDays(lastOn ?? beganOn, UPDATE_SILENCE_DAYS)
  return today >= dueOn ? dueOn : null
}

/** The month (YYYY-MM) whose digest is made on this day, else null. */
export function digestMonth(today: string): string | null {
  return Number(today.slice(8, 10)) > DIGEST_DAYS ? null : addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7)
}

/** First and last day of a month (YYYY-MM). */
export function daysOfMonth(month: string): { from: string; to: string } {
  const from = `${month}-01`
  return { from, to: addDays(`${addDays(from, 31).slice(0, 7)}-01`, -1) }
}

export interface QuietHours {
  /** Hours of the clock, 0 to 23; the same twice means none. */
  readonly from: number
  readonly to: number
}
export const DEFAULT_QUIET: QuietHours = { from: 20, to: 7 }

const isQuiet = (hour: number, { from, to }: QuietHours) => (from <= to ? hour >= from && hour < to : hour >= from || hour < to)

const QUARTER = 900_000

/** When quiet hours end for a mail that would go now; null when it may go. Hours are those of the wall, through changes of the clock. */
export function quietUntil(now: Date, quiet: QuietHours, timeZone: string): Date | null {
  if (quiet.from === quiet.to || !isQuiet(hourOf(now.toISOString(), timeZone), quiet)) return null
  let at = Math.ceil(now.getTime() / QUARTER) * QUARTER
  while (isQuiet(hourOf(new Date(at).toISOString(), timeZone), quiet)) at += QUARTER
  return new Date(at)
}

/** Minutes to wait after each refusal that is not final; after the last one the mail is put aside for the operator. About two days in all. */
const WAITS = [1, 5, 15, 60, 180, 360, 720, 1440] as const
const HOUR = 3_600_000

/** After how long a mail says nothing true any more and does not go: a link as long as it works, a reminder three days, in milliseconds. */
export function staleAfter(kind: NotificationKind | LinkKind): number {
  if (kind === 'invitation') return 14 * 24 * HOUR
  return kind === 'password_reset' ? HOUR / 2 : 72 * HOUR
}

/** When to look again whether a server answers: a minute at first, then a quarter of what the mail has waited, three hours at most. It counts as no attempt. */
export function lookAgain(writtenAt: Date, now: Date): Date {
  const waited = now.getTime() - writtenAt.getTime()
  return new Date(now.getTime() + Math.min(Math.max(waited / 4, 60_000), 3 * HOUR))
}

/** When to try again after so many attempts; null: never. */
export function nextAttempt(attempts: number, now: Date): Date | null {
  const minutes = WAITS[attempts - 1]
  return minutes === undefined ? null : new Date(now.getTime() + minutes * 60_000)
}

/** What a mail server's answer means: 5xx is final (a bounce), 4xx and silence are not. @param code SMTP reply code, null when none came */
export function isFinalRefusal(code: number | null): boolean {
  return code !== null && code >= 500 && code < 600
}

/** Addresses that can belong to nobody (RFC 2606, RFC 6761): the demo's. */
export function isReservedAddress(email: string): boolean {
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase()
  return /(^|\.)(example|test|invalid|localhost)$/.test(domain) || /(^|\.)example\.(com|net|org)$/.test(domain)
}
