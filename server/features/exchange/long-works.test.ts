import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { LongWorks } from './long-works.ts'

/** A work that ends when it is told to. */
function held() {
  let begun = 0
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  const begin = () => {
    begun += 1
    return promise
  }
  return { begin, resolve, reject, begun: () => begun }
}
const settled = () => vi.advanceTimersByTimeAsync(0)

describe('works that outlast their request', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('are begun once however often they are asked for, and anew when they have ended', async () => {
    const works = new LongWorks<string>()
    const work = held()
    const first = works.join('draft 1', work.begin)
    expect(works.join('draft 1', work.begin)).toBe(first)
    expect(work.begun()).toBe(1)
    work.resolve('read')
    await settled()
    void works.join('draft 1', work.begin)
    expect(work.begun()).toBe(2)
  })

  it('are told once to whoever asks after their asker was sent away', async () => {
    const works = new LongWorks<string>()
    const work = held()
    works.leave('draft 1', works.join('draft 1', work.begin), 'draft')
    expect(works.hear('draft')).toBeUndefined()
    work.resolve('read')
    await settled()
    expect(works.hear('draft 1')).toBeUndefined()
    await expect(works.hear('draft')).resolves.toBe('read')
    expect(works.hear('draft')).toBeUndefined()
  })

  it('that fail tell why to whoever asks for the same, once, and are begun anew', async () => {
    const works = new LongWorks<string>()
    const work = held()
    works.leave('draft 1', works.join('draft 1', work.begin), 'draft')
    work.reject(new Error('killed'))
    await settled()
    expect(works.hear('draft')).toBeUndefined()
    await expect(works.hear('draft 1')).rejects.toThrow('killed')
    expect(works.hear('draft 1')).toBeUndefined()
    works.join('draft 1', work.begin).catch(() => undefined)
    expect(work.begun()).toBe(2)
  })

  it('are not told again once somebody who joined has heard the end, good or bad', async () => {
    for (const end of ['resolve', 'reject'] as const) {
      const works = new LongWorks<string>()
      const work = held()
      const first = works.wait('file', work.begin).catch((error: unknown) => error)
      await vi.advanceTimersByTimeAsync(10_000)
      expect(await first, 'sent away').toMatchObject({ code: 'unavailable' })
      const second = works.wait('file', work.begin).catch((error: unknown) => error)
      if (end === 'resolve') work.resolve('read')
      else work.reject(new Error('killed'))
      await settled()
      expect(await second).toEqual(end === 'resolve' ? 'read' : new Error('killed'))
      expect([work.begun(), works.hear('file')]).toEqual([1, undefined])
    }
  })

  it('are forgotten when nobody asks for five minutes', async () => {
    const works = new LongWorks<string>()
    const work = held()
    works.leave('file', works.join('file', work.begin))
    work.resolve('read')
    await settled()
    await vi.advanceTimersByTimeAsync(5 * 60_000)
    expect(works.hear('file')).toBeUndefined()
  })
})
