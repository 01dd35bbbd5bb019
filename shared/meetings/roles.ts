export const MEETING_ROLES = ['facilitator', 'note_taker', 'timekeeper'] as const
export type MeetingRole = (typeof MEETING_ROLES)[number]

/** Who held a role in a meeting that took place or will. */
export interface HeldRole {
  readonly role: MeetingRole
  readonly personId: string
  /** ISO instant at which the meeting starts. */
  readonly startsAt: string
}

/** Times in a row at which one person in a role calls for a word about turns (S35). */
export const TOO_OFTEN = 3

export interface Proposal {
  readonly personId: string
  readonly name: string
  /** When that person held the role last, ISO; null for never. */
  readonly lastAt: string | null
}

/** People for a role: those who never held it, then those who held it longest ago; the alphabet decides between equals (S35). */
export function proposeFor(role: MeetingRole, people: readonly { readonly personId: string; readonly name: string }[], held: readonly HeldRole[]): Proposal[] {
  const last = new Map<string, string>()
  for (const one of held) if (one.role === role && one.startsAt > (last.get(one.personId) ?? '')) last.set(one.personId, one.startsAt)
  return people
    .map(({ personId, name }) => ({ personId, name, lastAt: last.get(personId) ?? null }))
    .sort((a, b) => (a.lastAt ?? '').localeCompare(b.lastAt ?? '', 'en') || a.name.localeCompare(b.name, 'fr'))
}

/** How many meetings in a row, up to one moment included, the same person held a role: meetings where nobody held it do not count. */
export function timesRunning(role: MeetingRole, personId: string, upTo: string, held: readonly HeldRole[]): number {
  const former = held.filter((one) => one.role === role && one.startsAt <= upTo).sort((a, b) => (a.startsAt < b.startsAt ? 1 : -1))
  const other = former.findIndex((one) => one.personId !== personId)
  return other === -1 ? former.length : other
}
