import ICAL from 'ical.js'
import { describe, expect, it } from 'vitest'
import { agendaOnTime, agendaShareBy, isForAnUpdate } from './agenda-time.ts'
import { calendarFile, type CalendarEvent } from './calendar.ts'
import { rhythmRule } from './rhythm.ts'
import { proposeFor, timesRunning, type HeldRole } from './roles.ts'
import { agendaMinutes, FOUR_BLOCKS, overrunMinutes } from './template.ts'

/** The instant of a day and an hour in a place, found from what `Intl` says of that place. */
function instant(day: string, time: string, timeZone: string): string {
  const wall = Date.parse(`${day}T${time}:00Z`)
  const shown = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(wall)
  return new Date(wall - (Date.parse(`${shown.replace(' ', 'T')}Z`) - wall)).toISOString()
}
const before = (start: string, hours: number, minutes = 0) => new Date(Date.parse(start) - (hours * 60 + minutes) * 60_000).toISOString()

describe('the 48 hours of an agenda', () => {
  it.each([
    ['into winter time, Montréal', '2026-11-02', 'America/Montreal'],
    ['into summer time, Montréal', '2026-03-09', 'America/Montreal'],
    ['without changes of clock, Bamako', '2026-11-02', 'Africa/Bamako'],
  ])('S33 47 h 59 min before is late, exactly 48 h is on time: %s', (_where, day, zone) => {
    const start = instant(day, '09:00', zone)
    expect(agendaOnTime(start, before(start, 47, 59))).toBe(false)
    expect(agendaOnTime(start, before(start, 48))).toBe(true)
    expect(agendaShareBy(start)).toBe(before(start, 48))
  })
})

describe('series', () => {
  it('S32 a rhythm is a rule of RFC 5545: the same weekday of the month, the fifth being the last', () => {
    expect(rhythmRule('monthly', '2026-10-13')).toBe('FREQ=MONTHLY;INTERVAL=1;BYDAY=2TU')
    expect(rhythmRule('quarterly', '2026-10-29')).toBe('FREQ=MONTHLY;INTERVAL=3;BYDAY=-1TH')
    expect(rhythmRule('every_two_weeks', '2026-10-14')).toBe('FREQ=WEEKLY;INTERVAL=2;BYDAY=WE')
  })
})

describe('roles', () => {
  const held = (role: HeldRole['role'], ...people: string[]): HeldRole[] =>
    people.map((personId, index) => ({ role, personId, startsAt: `2026-0${index + 1}-10T14:00:00.000Z` }))
  const people = ['Awa', 'Béa', 'Carl'].map((name) => ({ personId: name, name }))

  it('S35 the proposal goes from those who never held the role to who held it last', () => {
    expect(proposeFor('facilitator', people, held('facilitator', 'Béa', 'Awa')).map(({ name }) => name)).toEqual(['Carl', 'Béa', 'Awa'])
    expect(proposeFor('timekeeper', people, held('facilitator', 'Béa')).map(({ lastAt }) => lastAt)).toEqual([null, null, null])
  })

  it('S35 times in a row stop at somebody else', () => {
    const all = held('facilitator', 'Awa', 'Béa', 'Béa', 'Béa')
    expect(timesRunning('facilitator', 'Béa', '2026-04-10T14:00:00.000Z', all)).toBe(3)
    expect(timesRunning('facilitator', 'Béa', '2026-03-10T14:00:00.000Z', all)).toBe(2)
    expect(timesRunning('facilitator', 'Awa', '2026-01-10T14:00:00.000Z', all)).toBe(1)
  })
})

it('S38 the template totals 65 to 75 minutes; twenty more show the new total and what overruns', () => {
  expect(agendaMinutes(FOUR_BLOCKS)).toBeGreaterThanOrEqual(65)
  expect(agendaMinutes(FOUR_BLOCKS)).toBeLessThanOrEqual(75)
  const longer = agendaMinutes([...FOUR_BLOCKS, { minutes: 20 }])
  expect(longer).toBe(90)
  expect(overrunMinutes({ minutes: 75 }, longer)).toBe(15)
  expect([overrunMinutes({ minutes: null }, longer), overrunMinutes({ minutes: 75 }, null), agendaMinutes([{}])]).toEqual([0, 0, null])
})

it('S39 from 72 hours ahead a draft that only informs could be an update; a decision or a discussion makes it a meeting', () => {
  const meeting = { startsAt: '2026-10-20T13:00:00Z', agendaSharedAt: null, items: [{ kind: 'information' as const }] }
  const at72 = '2026-10-17T13:00:00Z'
  expect(isForAnUpdate(meeting, at72)).toBe(true)
  expect(isForAnUpdate(meeting, '2026-10-17T12:59:59Z')).toBe(false)
  expect(isForAnUpdate(meeting, meeting.startsAt)).toBe(false)
  for (const kind of ['decision', 'discussion'] as const) expect(isForAnUpdate({ ...meeting, items: [...meeting.items, { kind }] }, at72)).toBe(false)
  expect(isForAnUpdate({ ...meeting, items: [] }, at72)).toBe(false)
  expect(isForAnUpdate({ ...meeting, agendaSharedAt: at72 }, at72)).toBe(false)
})

describe('calendar files', () => {
  const event: CalendarEvent = {
    id: 'b6f4b1c2-0000-4000-8000-000000000001',
    title: 'Comité directeur; printemps, été – « prêt à l’école » dans les trois territoires de la région, première séance élargie 🎈',
    startsAt: '2026-11-03T14:00:00.000Z',
    minutes: 75,
    place: 'Salle 2, rez-de-chaussée\nhttps://rencontre.example/abc?x=1;y=2\\z',
    url: 'https://maillage.example/fr-CA/i/x/conditions/communication/meetings/1',
    isCancelled: false,
    version: 4,
  }

  it('S33 another library reads back every word, the instant and the end; lines hold 75 octets', () => {
    const file = calendarFile('Grandir, entre rives', [event, { ...event, id: 'b', minutes: null, place: null, isCancelled: true }], '2026-10-15T13:00:00.000Z')
    for (const line of file.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
    expect(file.endsWith('END:VCALENDAR\r\n')).toBe(true)
    const [one, other] = new ICAL.Component(ICAL.parse(file) as never[]).getAllSubcomponents('vevent').map((part) => new ICAL.Event(part))
    expect([one?.summary, one?.location, one?.sequence]).toEqual([event.title, event.place, 4])
    expect([one?.startDate.toJSDate().toISOString(), one?.endDate.toJSDate().toISOString()]).toEqual(['2026-11-03T14:00:00.000Z', '2026-11-03T15:15:00.000Z'])
    expect(one?.component.getFirstPropertyValue('url')).toBe(event.url)
    expect([other?.component.getFirstPropertyValue('status'), other?.location, other?.duration.toSeconds()]).toEqual(['CANCELLED', null, 3600])
  })
})
