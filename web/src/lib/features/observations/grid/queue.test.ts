import { describe, expect, it } from 'vitest'
import type { ObservationInput, SaveResult } from '#shared/observations/contract.ts'
import { NOTHING, type Content } from './model.ts'
import { chosen, confronted, edited, failureOf, isReady, pauseAfter, sending, settled, type Waiting } from './queue.ts'

const content = (read: string): Content => ({ ...NOTHING, cells: { value: { raw: read, read } } })
const input: ObservationInput = {
  indicator: 'A',
  territory: 'T',
  period: '2026-Q3',
  category: 'TOTAL',
  presence: 'reported',
  value: '5',
  isDirectTotal: false,
  flags: [],
}
const facts = (version = 0, ground: Content = NOTHING) => ({ scope: 'me', key: 'k', ground: { version, content: ground }, now: '2026-11-25T10:00:00Z' })
const typed = (read: string, version = 0) => edited(null, content(read), input, facts(version)) as Waiting
const answer = (outcome: SaveResult['outcome'], version: number | null = 1, code: string | null = null): SaveResult => ({
  index: 0,
  outcome,
  code,
  field: null,
  version,
  state: 'draft',
})

describe('a figure on this device', () => {
  it('waits from the first change on, and goes when it says again what the server holds', () => {
    const waiting = typed('5')
    expect(waiting.since).toBe('2026-11-25T10:00:00Z')
    expect(edited(waiting, content('6'), input, { ...facts(), now: '2026-11-25T11:00:00Z' })?.since).toBe('2026-11-25T10:00:00Z')
    expect(edited(waiting, NOTHING, input, facts())).toBeNull()
  })

  it('is sent when it is sound, and kept when it is not', () => {
    expect(isReady(typed('5'))).toBe(true)
    expect(isReady({ ...typed('5'), input: null })).toBe(false)
    expect(isReady({ ...typed('5'), content: NOTHING }), 'nothing to erase').toBe(false)
    expect(sending({ ...typed('5', 3), content: NOTHING }, 'id')?.sent.kind).toBe('erase')
  })

  it('is removed by an acknowledgement alone', () => {
    const sent = sending(typed('5'), 'id') as Waiting
    expect(settled(sent, answer('created')).waiting).toBeNull()
    expect(settled(sent, answer('unchanged')).waiting, 'an answer that was lost').toBeNull()
    expect(settled(sent, answer('rejected', null, 'negative')).waiting?.trouble).toEqual({ kind: 'refused', code: 'negative', field: null })
    expect(settled(sent, answer('conflict', 2)).waiting?.trouble).toEqual({ kind: 'conflict', theirs: null })
  })

  it('is sent again as it was while no answer came, whatever is typed meanwhile', () => {
    const sent = sending(typed('5'), 'first') as Waiting
    const meanwhile = edited(sent, content('6'), { ...input, value: '6' }, facts()) as Waiting
    expect(sending(meanwhile, 'second')?.sent).toEqual(sent.sent)
    const { waiting, ground } = settled(meanwhile, answer('created', 1))
    expect(ground).toEqual({ version: 1, content: content('5') })
    expect(sending(waiting as Waiting, 'second')?.sent).toMatchObject({ id: 'second', input: { value: '6', version: 1 } })
  })

  it('typed back to what it was is still sent when something is on its way', () => {
    const sent = sending(typed('5'), 'id') as Waiting
    const back = edited(sent, NOTHING, input, facts()) as Waiting
    expect(settled(back, answer('created', 1)).waiting).toMatchObject({ content: NOTHING, version: 1, sent: null })
  })

  it('that meets another’s waits for the choice: theirs ends it, the own one goes on their version', () => {
    const met = settled(sending(typed('52', 1), 'id') as Waiting, answer('conflict', 2)).waiting as Waiting
    const both = confronted(met, { version: 2, content: content('48'), by: 'A. Traoré', at: null })
    expect(isReady(both)).toBe(false)
    expect(chosen(both, 'theirs')).toBeNull()
    expect(sending(chosen(both, 'mine') as Waiting, 'next')?.sent.input.version).toBe(2)
  })

  it('that cannot be erased says what to type instead', () => {
    const erased = sending({ ...typed('5', 3), content: NOTHING }, 'id') as Waiting
    expect(settled(erased, answer('rejected', null, 'move_not_allowed')).waiting?.trouble).toMatchObject({ code: 'emptied' })
    expect(settled(erased, answer('rejected', null, 'not_found')), 'gone already').toMatchObject({ waiting: null, ground: { version: 0 } })
  })
})

describe('a request that fails', () => {
  it('is tried again when the fault is not its own', () =>
    expect([0, 408, 429, 500, 503].map((status) => failureOf(status, 3))).toEqual(['retry', 'retry', 'retry', 'retry', 'retry']))
  it('waits for the person when the session ended, or the place is closed', () =>
    expect([401, 403, 404].map((status) => failureOf(status, 3))).toEqual(['sign_in', 'stop', 'stop']))
  it('is taken apart to find the one that is refused', () =>
    expect([failureOf(400, 3), failureOf(422, 3), failureOf(422, 1)]).toEqual(['one_by_one', 'one_by_one', 'stop']))
  it('waits longer each time, a minute at most', () => expect([1, 2, 3, 10].map(pauseAfter)).toEqual([2000, 4000, 8000, 60_000]))
})
