/** One meeting as a calendar shows it: nothing confidential beyond when, where, what it is called and where it is read. */
export interface CalendarEvent {
  readonly id: string
  readonly title: string
  /** ISO instant. */
  readonly startsAt: string
  /** Length in minutes; an hour when nobody said. */
  readonly minutes: number | null
  readonly place: string | null
  readonly url: string
  readonly isCancelled: boolean
  /** Grows with each change, so that a calendar replaces what it holds. */
  readonly version: number
}

const DEFAULT_MINUTES = 60
/** RFC 5545, 3.1: a line has at most 75 octets. */
const LINE_OCTETS = 75

/** Octets of a character in UTF-8. */
const octetsOf = (point: number) => (point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4)
const escaped = (text: string) =>
  text
    .replace(/\\/g, '\\\\')
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/[;,]/g, '\\$&')
/** An instant in the basic form of UTC: `20261103T140000Z`. */
const utc = (instant: number) => new Date(instant).toISOString().replace(/[-:]|\.\d{3}/g, '')

/** Folds a line at 75 octets without cutting a character. */
function folded(line: string): string {
  const lines: string[] = []
  let [current, octets] = ['', 0]
  for (const character of line) {
    const size = octetsOf(character.codePointAt(0) ?? 0)
    if (octets + size > LINE_OCTETS) {
      lines.push(current)
      ;[current, octets] = [' ', 1]
    }
    current += character
    octets += size
  }
  return [...lines, current].join('\r\n')
}

/**
 * Meetings as an iCalendar file (RFC 5545). Instants are in UTC: every calendar shows them on its own clock, whatever zones it knows.
 * @param name what a calendar program calls the feed
 * @param madeAt ISO instant at which the file is made
 */
export function calendarFile(name: string, events: readonly CalendarEvent[], madeAt: string): string {
  const stamp = utc(Date.parse(madeAt))
  const lines = events.flatMap((event) => {
    const start = Date.parse(event.startsAt)
    return [
      'BEGIN:VEVENT',
      `UID:${event.id}@maillage`,
      `DTSTAMP:${stamp}`,
      `SEQUENCE:${event.version}`,
      `DTSTART:${utc(start)}`,
      `DTEND:${utc(start + (event.minutes ?? DEFAULT_MINUTES) * 60_000)}`,
      `SUMMARY:${escaped(event.title)}`,
      ...(event.place === null ? [] : [`LOCATION:${escaped(event.place)}`]),
      `URL:${event.url}`,
      `STATUS:${event.isCancelled ? 'CANCELLED' : 'CONFIRMED'}`,
      'END:VEVENT',
    ]
  })
  const all = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Maillage//Meetings//FR',
    'CALSCALE:GREGORIAN',
    `X-WR-CALNAME:${escaped(name)}`,
    ...lines,
    'END:VCALENDAR',
  ]
  return `${all.map(folded).join('\r\n')}\r\n`
}
