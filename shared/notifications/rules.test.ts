import { describe, expect, it } from 'vitest'
import {
  daysOfMonth,
  digestMonth,
  figuresReminder,
  isAgendaMissing,
  isFinalRefusal,
  isReservedAddress,
  lookAgain,
  nextAttempt,
  quietUntil,
  staleAfter,
  updateMissingSince,
} from './rules.ts'

describe('what is told, and when', () => {
  it('figures are asked for from seven days before until the due day, and again from the day after for a month', () => {
    const on = (today: string) => figuresReminder('2026-11-20', today)
    expect(['2026-11-12', '2026-11-13', '2026-11-20', '2026-11-21', '2026-12-21', '2026-12-22'].map(on)).toEqual([
      null,
      'figures_due',
      'figures_due',
      'figures_overdue',
      'figures_overdue',
      null,
    ])
  })

  it('S33 the backbone is reminded of an agenda from 72 hours before, over a change of the clock', () => {
    // 9:00 in Montréal on the Monday after clocks went back: 72 hours that pass, not three days on the wall.
    const meeting = { startsAt: '2026-11-02T14:00:00Z', agendaSharedAt: null, held: true }
    const at = (now: string, more: object = {}) => isAgendaMissing({ ...meeting, ...more }, now)
    expect([at('2026-10-30T13:59:59Z'), at('2026-10-30T14:00:00Z'), at('2026-11-02T13:59:59Z'), at('2026-11-02T14:00:00Z')]).toEqual([false, true, true, false])
    expect([at('2026-11-01T00:00:00Z', { agendaSharedAt: '2026-10-31T00:00:00Z' }), at('2026-11-01T00:00:00Z', { held: false })]).toEqual([false, false])
  })

  it('S40 an update is missing on the 45th day, never before', () => {
    expect([updateMissingSince('2026-10-01', '2020-01-01', '2026-11-14'), updateMissingSince('2026-10-01', '2020-01-01', '2026-11-15')]).toEqual([
      null,
      '2026-11-15',
    ])
    expect(updateMissingSince(null, '2026-01-01', '2026-11-15')).toBe('2026-02-15')
  })

  it('the digest of a month is made in the first week of the next one', () => {
    expect([digestMonth('2026-11-01'), digestMonth('2026-11-07'), digestMonth('2026-11-08'), digestMonth('2027-01-03')]).toEqual([
      '2026-10',
      '2026-10',
      null,
      '2026-12',
    ])
    expect(daysOfMonth('2028-02')).toEqual({ from: '2028-02-01', to: '2028-02-29' })
  })
})

describe('when a mail goes', () => {
  it('waits for the morning of its reader’s clock, in summer and in winter, in Montréal and in Bamako', () => {
    const night = { from: 20, to: 7 }
    const at = (instant: string, zone: string, hours = night) => quietUntil(new Date(instant), hours, zone)?.toISOString() ?? null
    expect(at('2026-11-26T00:30:00Z', 'America/Toronto')).toBeNull()
    expect(at('2026-11-26T01:00:00Z', 'America/Toronto')).toBe('2026-11-26T12:00:00.000Z')
    expect(at('2026-07-26T10:59:00Z', 'America/Toronto')).toBe('2026-07-26T11:00:00.000Z')
    expect(at('2026-11-26T06:10:00Z', 'Africa/Bamako')).toBe('2026-11-26T07:00:00.000Z')
    expect(at('2026-11-26T07:00:00Z', 'Africa/Bamako')).toBeNull()
    expect(at('2026-11-26T12:30:00Z', 'Africa/Bamako', { from: 12, to: 14 })).toBe('2026-11-26T14:00:00.000Z')
    expect(at('2026-11-26T12:30:00Z', 'Africa/Bamako', { from: 9, to: 9 })).toBeNull()
  })

  it('is tried nine times in about two days, then put aside', () => {
    const now = new Date('2026-11-26T12:00:00Z')
    expect(nextAttempt(1, now)?.toISOString()).toBe('2026-11-26T12:01:00.000Z')
    expect(nextAttempt(8, now)?.toISOString()).toBe('2026-11-27T12:00:00.000Z')
    expect(nextAttempt(9, now)).toBeNull()
  })

  it('a server out of reach is asked again after a minute, and every three hours at most; a reset link is not sent when it no longer works', () => {
    const written = new Date('2026-11-26T12:00:00Z')
    const after = (minutes: number) => lookAgain(written, new Date(written.getTime() + minutes * 60_000)).getTime() / 60_000 - written.getTime() / 60_000
    expect([after(0), after(8), after(24 * 60)]).toEqual([1, 10, 27 * 60])
    expect([staleAfter('password_reset'), staleAfter('digest'), staleAfter('invitation')].map((ms) => ms / 3_600_000)).toEqual([0.5, 72, 336])
  })

  it('a refusal by 5xx is final; 4xx and silence are not; addresses of nobody get nothing', () => {
    expect([550, 554, 421, 450, null].map(isFinalRefusal)).toEqual([true, true, false, false, false])
    const nobody = ['coordination@demo.maillage.example', 'a@x.test', 'a@localhost', 'a@sub.example.com']
    expect(nobody.every(isReservedAddress)).toBe(true)
    expect(['a@maillage.org', 'a@myexample.com', 'a@example.quebec'].some(isReservedAddress)).toBe(false)
  })
})
