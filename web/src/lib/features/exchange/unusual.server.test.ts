import { describe, expect, it } from 'vitest'
import type { UnusualGroup } from '#shared/exchange/draft-contract.ts'
import { askedTogether, readConfirmations, type AskedGroup } from './unusual.server.ts'

const group = (code: UnusualGroup['code'], needsComment = true): UnusualGroup => ({ code, count: 2, digest: '', needsComment, examples: [], confirmed: null })
const form = (entries: Record<string, string>) => {
  const data = new FormData()
  for (const [name, value] of Object.entries(entries)) data.set(name, value)
  return data
}
const GROUPS = [group('sudden_change'), group('outlier'), group('zero', false)]
const read = (entries: Record<string, string>, groups = GROUPS) => {
  const { items, faults } = readConfirmations(form(entries), groups, 'fr-CA')
  return { items: items.map(({ code, comment }) => [code, comment]), faults: faults.map(({ field }) => field) }
}

describe('unusual figures, confirmed together or kind by kind', () => {
  it('one tick and one word confirm every kind', () => {
    expect(read({ 'confirm.all': 'on', 'why.all': 'Recensement' })).toEqual({
      items: [
        ['sudden_change', 'Recensement'],
        ['outlier', 'Recensement'],
        ['zero', 'Recensement'],
      ],
      faults: [],
    })
  })

  it('a kind’s own word counts before the one for all', () => {
    expect(read({ 'confirm.all': 'on', 'why.all': 'Recensement', 'why.outlier': 'Grève' }).items[1]).toEqual(['outlier', 'Grève'])
  })

  it('what is missing is told once, where it is asked first', () => {
    expect(read({}).faults).toEqual(['confirm.all'])
    expect(read({ 'confirm.all': 'on' })).toEqual({ items: [['zero', null]], faults: ['why.all'] })
    expect(read({ 'confirm.outlier': 'on' })).toEqual({ items: [], faults: ['confirm.sudden_change', 'why.outlier', 'confirm.zero'] })
    expect(read({}, [group('outlier')]).faults).toEqual(['confirm.outlier'])
  })

  it('several kinds are asked together, one alone is asked as itself; what was confirmed with one word shows it once', () => {
    const asked = (codes: UnusualGroup['code'][], more: Partial<AskedGroup> = {}) =>
      askedTogether(codes.map((code) => ({ code, title: '', count: 2, needsComment: true, isConfirmed: false, comment: '', examples: [], ...more })))
    expect(asked(['outlier']).together).toBe(null)
    expect(asked(['outlier', 'zero']).together).toEqual({ isConfirmed: false, comment: '', needsComment: true })
    const done = asked(['outlier', 'zero'], { isConfirmed: true, comment: 'Recensement' })
    expect([done.together, done.groups.map(({ comment }) => comment)]).toMatchObject([{ isConfirmed: true, comment: 'Recensement' }, ['', '']])
  })
})
