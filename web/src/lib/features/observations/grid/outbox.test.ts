import { describe, expect, it } from 'vitest'
import type { ObservationInput } from '#shared/observations/contract.ts'
import { NOTHING, type Content } from './model.ts'
import { openOutbox, type OutboxEdit } from './outbox.ts'
import { clashed, edited, type Waiting } from './queue.ts'
import { inMemory, type Store } from './store.ts'

const content = (read: string): Content => ({ ...NOTHING, cells: { value: { raw: read, read } } })
const input = { indicator: 'A', value: '5' } as ObservationInput
const facts = { scope: 'me', key: 'k', ground: { version: 0, content: NOTHING }, now: '2026-11-25T10:00:00Z' }
const typing = (read: string): OutboxEdit => ({ key: 'k', edit: (now) => edited(now, content(read), input, facts) })
/** As the sheet types: over nothing, and beside what another tab kept meanwhile. */
const typingOverNothing = (read: string): OutboxEdit => ({
  key: 'k',
  edit: (now) =>
    now === null
      ? edited(now, content(read), input, facts)
      : clashed(now, { content: content(read), input }, { version: 0, content: now.content, by: 'other', at: null }, { ...facts, version: 0 }),
})
/** A device on which what is kept takes its time. */
function slowly(store: Store): Pick<Store, 'all' | 'update'> {
  let last: Promise<unknown> = Promise.resolve()
  const after = <T>(work: () => Promise<T>) => (last = last.then(() => new Promise((done) => setTimeout(done, 5))).then(work)) as Promise<T>
  return { all: () => after(store.all), update: (keys, change) => after(() => store.update(keys, change)) }
}
const read = (waiting: Waiting | null | undefined) => waiting?.content.cells.value?.read

describe('the outbox of one device', () => {
  it('shows what is typed at once, before the device has kept it', async () => {
    const outbox = await openOutbox(slowly(inMemory()), () => {})
    const kept = outbox.set([typing('5')])
    expect(read(outbox.get('k'))).toBe('5')
    expect(await kept).toEqual([])
  })

  it('says that it is keeping until the device has kept every edit, also when the device fails', async () => {
    const outbox = await openOutbox(slowly(inMemory()), () => {})
    const first = outbox.set([typing('5')])
    const second = outbox.set([{ ...typing('6'), key: 'l' }])
    expect(outbox.isKeeping()).toBe(true)
    await first
    expect(outbox.isKeeping()).toBe(true)
    await second
    expect(outbox.isKeeping()).toBe(false)
    const broken = await openOutbox({ all: async () => [], update: () => Promise.reject(new Error('full')) }, () => {})
    await expect(broken.set([typing('7')])).rejects.toThrow('full')
    expect(broken.isKeeping()).toBe(false)
  })

  it('never writes over what another tab kept a moment before: both are kept to choose from, in both tabs', async () => {
    const device = slowly(inMemory())
    const [one, other] = [await openOutbox(device, () => {}), await openOutbox(device, () => {})]
    const first = one.set([typingOverNothing('48')])
    const second = other.set([typingOverNothing('52')])
    expect([await first, await second]).toEqual([[], ['k']])
    await one.reread()
    for (const tab of [one, other]) {
      expect(read(tab.get('k'))).toBe('52')
      expect(tab.get('k')?.trouble).toMatchObject({ kind: 'conflict', theirs: { content: content('48'), unsent: input } })
    }
  })

  it('keeps what was sent, though it was typed over while that was being noted', async () => {
    const outbox = await openOutbox(slowly(inMemory()), () => {})
    await outbox.set([typing('5')])
    const sent = { id: 'request', place: 0, kind: 'save', input, content: content('5') } as const
    const noted = outbox.update(['k'], (_, now) => (now === null ? null : { ...now, sent }))
    await Promise.all([noted, outbox.set([typing('6')])])
    expect(read(outbox.get('k'))).toBe('6')
    expect(outbox.get('k')?.sent).toEqual(sent)
  })

  it('hears from the device of a figure that was typed here and is gone since', async () => {
    const device = slowly(inMemory())
    const [one, other] = [await openOutbox(device, () => {}), await openOutbox(device, () => {})]
    await one.set([typing('5')])
    await one.update(['k'], () => null)
    await other.set([typing('6')])
    expect(await one.reread()).toEqual(['k'])
    expect(read(one.get('k'))).toBe('6')
  })

  it('takes from the device nothing older than what is typed meanwhile', async () => {
    const outbox = await openOutbox(slowly(inMemory()), () => {})
    const looking = outbox.reread()
    const kept = outbox.set([typing('5')])
    expect(await looking).toEqual([])
    expect(read(outbox.get('k'))).toBe('5')
    await kept
  })
})
