import { describe, expect, it } from 'vitest'
import { everySection, firstSections, moved, versionName } from './sections.ts'

const kinds = (list: readonly { kind: string }[]) => list.map(({ kind }) => kind)

describe('sections of a report', () => {
  it('begin with the summary and end with the data', () => {
    expect(kinds(firstSections())).toEqual(['summary', 'figures', 'indicators', 'equity', 'notes', 'changes', 'method', 'annex'])
  })

  it('move by one place, and stay where they cannot go further', () => {
    const list = ['a', 'b', 'c']
    expect(moved(list, (one) => one === 'c', 'up')).toEqual(['a', 'c', 'b'])
    expect(moved(list, (one) => one === 'a', 'down')).toEqual(['b', 'a', 'c'])
    expect(moved(list, (one) => one === 'a', 'up')).toEqual(list)
    expect(moved(list, (one) => one === 'c', 'down')).toEqual(list)
    expect(moved(list, (one) => one === 'x', 'down')).toEqual(list)
  })

  it('are each there once, those that were not given hidden and last', () => {
    const method = { kind: 'method', isShown: true, textFr: 'A', textEn: null } as const
    const all = everySection([method, { ...method, textFr: 'B' }])
    expect(all[0]).toEqual(method)
    expect(all.length).toBe(8)
    expect(all.slice(1).every(({ isShown }) => !isShown)).toBe(true)
  })

  it('a version is called by its day and its number', () => {
    expect(versionName({ frozenOn: '2026-10-15', number: 2 })).toBe('2026-10-15-v2')
  })
})
