import { describe, expect, it } from 'vitest'
import type { ObservationInput, SaveResult } from '#shared/observations/contract.ts'
import { NOTHING, type Content } from './model.ts'
import { chosen, clashed, confronted, edited, failureOf, isReady, nextBatch, pauseAfter, sending, settled, type Waiting } from './queue.ts'

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
    expect(sending({ ...typed('5', 3), content: NOTHING }, { id: 'id', place: 0 })?.sent.kind).toBe('erase')
  })

  it('is removed by an acknowledgement alone', () => {
    const sent = sending(typed('5'), { id: 'id', place: 0 }) as Waiting
    expect(settled(sent, answer('created')).waiting).toBeNull()
    expect(settled(sent, answer('unchanged')).waiting, 'an answer that was lost').toBeNull()
    expect(settled(sent, answer('rejected', null, 'negative')).waiting?.trouble).toEqual({ kind: 'refused', code: 'negative', field: null })
    expect(settled(sent, answer('conflict', 2)).waiting?.trouble).toEqual({ kind: 'conflict', theirs: null })
  })

  it('is sent again as it was while no answer came, whatever is typed meanwhile', () => {
    const sent = sending(typed('5'), { id: 'first', place: 0 }) as Waiting
    const meanwhile = edited(sent, content('6'), { ...input, value: '6' }, facts()) as Waiting
    expect(sending(meanwhile, { id: 'second', place: 0 })?.sent).toEqual(sent.sent)
    const { waiting, ground } = settled(meanwhile, answer('created', 1))
    expect(ground).toEqual({ version: 1, content: content('5') })
    expect(sending(waiting as Waiting, { id: 'second', place: 0 })?.sent).toMatchObject({ id: 'second', input: { value: '6', version: 1 } })
  })

  it('typed back to what it was is still sent when something is on its way', () => {
    const sent = sending(typed('5'), { id: 'id', place: 0 }) as Waiting
    const back = edited(sent, NOTHING, input, facts()) as Waiting
    expect(settled(back, answer('created', 1)).waiting).toMatchObject({ content: NOTHING, version: 1, sent: null })
  })

  it('that meets another’s waits for the choice: theirs ends it, the own one goes on their version', () => {
    const met = settled(sending(typed('52', 1), { id: 'id', place: 0 }) as Waiting, answer('conflict', 2)).waiting as Waiting
    const both = confronted(met, { version: 2, content: content('48'), by: 'A. Traoré', at: null })
    expect(isReady(both)).toBe(false)
    expect(chosen(both, 'theirs')).toBeNull()
    expect(sending(chosen(both, 'mine') as Waiting, { id: 'next', place: 0 })?.sent.input.version).toBe(2)
  })

  it('that cannot be erased says what to type instead', () => {
    const erased = sending({ ...typed('5', 3), content: NOTHING }, { id: 'id', place: 0 }) as Waiting
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

describe('a request', () => {
  const many = (count: number) => Array.from({ length: count }, (_, index) => ({ ...typed('5'), key: `k${index}` }))
  it('holds fifty figures of one kind, in their order, under one key', () => {
    const erased = { ...typed('5', 3), key: 'erased', content: NOTHING }
    const batch = nextBatch([...many(60), erased], 'id')
    expect(batch).toHaveLength(50)
    expect(batch.map(({ sent }) => [sent.id, sent.place])).toEqual(Array.from({ length: 50 }, (_, place) => ['id', place]))
    expect(nextBatch([erased, ...many(2)], 'id').map(({ key }) => key)).toEqual(['erased'])
  })
  it('that was never answered is sent again whole and as it was, before anything new', () => {
    const first = nextBatch(many(3), 'first')
    const meanwhile = [{ ...typed('9'), key: 'new' }, ...[...first].reverse()]
    expect(nextBatch(meanwhile, 'second')).toEqual(first)
  })
})

describe('two tabs that meet over a figure', () => {
  const mine = { content: content('52'), input: { ...input, value: '52' } }
  const theirs = { version: 0, content: content('48'), by: 'vous', at: null }
  const place = { scope: 'me', key: 'k', version: 1, now: '2026-11-25T10:00:00Z' }
  it('keep both values, and nothing is sent before the choice', () => {
    const met = clashed(null, mine, { ...theirs, version: 1 }, place)
    expect([isReady(met), met.content, met.version]).toEqual([false, content('52'), 1])
    expect(chosen(met, 'theirs'), 'the server holds it').toBeNull()
    expect(chosen(met, 'mine')).toMatchObject({ content: content('52'), version: 1, trouble: null })
  })
  it('send the other’s value when it is chosen and has never been sent', () => {
    const met = clashed(typed('48'), mine, theirs, place)
    expect(chosen(met, 'theirs')).toMatchObject({ content: content('48'), input, trouble: null, sent: null })
    expect(chosen(met, 'mine')).toMatchObject({ content: content('52'), trouble: null })
  })
  it('still choose once what was on its way has been acknowledged', () => {
    const met = clashed(sending(typed('48'), { id: 'id', place: 0 }), mine, theirs, place)
    const { waiting, ground } = settled(met, answer('created', 1))
    expect(ground).toEqual({ version: 1, content: content('48') })
    expect(waiting?.trouble).toEqual({ kind: 'conflict', theirs: { ...theirs, version: 1 } })
    expect(chosen(waiting as Waiting, 'theirs')).toBeNull()
    expect(chosen(waiting as Waiting, 'mine')).toMatchObject({ version: 1, content: content('52') })
  })
})
