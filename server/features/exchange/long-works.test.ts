import { describe, expect, it } from 'vitest'
import { LongWorks } from './long-works.ts'

/** A work that ends when it is told to. */
function held() {
  let begun = 0
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  const begin = () => {
    begun += 1
    return promise
  }
  return { begin, resolve, reject, begun: () => begun }
}
const settled = () => new Promise((resolve) => setImmediate(resolve))

describe('works that outlast their request', () => {
  it('are begun once however often they are asked for, and anew when they have ended', async () => {
    const works = new LongWorks()
    const work = held()
    const first = works.join('draft 1', work.begin)
    expect(works.join('draft 1', work.begin)).toBe(first)
    expect(work.begun()).toBe(1)
    work.resolve()
    await settled()
    void works.join('draft 1', work.begin)
    expect(work.begun()).toBe(2)
  })

  it('are told once to whoever asks after their asker was sent away', async () => {
    const works = new LongWorks()
    const work = held()
    works.leave('draft', works.join('draft 1', work.begin))
    expect(works.see('draft')).toBe(false)
    work.resolve()
    await settled()
    expect(works.see('draft')).toBe(true)
    expect(works.see('draft')).toBe(false)
  })

  it('that fail are begun anew, and told to nobody', async () => {
    const works = new LongWorks()
    const work = held()
    works.leave('draft', works.join('draft 1', work.begin))
    work.reject(new Error('killed'))
    await settled()
    expect(works.see('draft')).toBe(false)
    works.join('draft 1', work.begin).catch(() => undefined)
    expect(work.begun()).toBe(2)
  })
})
