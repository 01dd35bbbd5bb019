import type { AgendaItemContent } from './agenda-time.ts'

/** The simple flow of a meeting (S38): its four blocks, 70 minutes, between 65 and 75 as the middle one takes 30 to 40. */
export const FOUR_BLOCKS = [
  { block: 'check_in', kind: 'information', minutes: 10 },
  { block: 'working_groups', kind: 'discussion', minutes: 15 },
  { block: 'decisions', kind: 'decision', minutes: 35 },
  { block: 'actions', kind: 'discussion', minutes: 10 },
] as const satisfies readonly { block: string; kind: AgendaItemContent['kind']; minutes: number }[]

/** Minutes that the items of an agenda take together; null when none says how long. */
export function agendaMinutes(items: readonly { readonly minutes?: number | null | undefined }[]): number | null {
  const said = items.flatMap((item) => item.minutes ?? [])
  return said.length === 0 ? null : said.reduce((sum, minutes) => sum + minutes, 0)
}

/** Minutes by which an agenda overruns its meeting; 0 when it fits or when one of the two is not said. */
export function overrunMinutes(meeting: { readonly minutes: number | null }, planned: number | null): number {
  return meeting.minutes === null || planned === null ? 0 : Math.max(0, planned - meeting.minutes)
}
