import { describe, expect, it } from 'vitest'
import { addressOf, dated, isPart, isSheet, isStale, pagesCache, partsOf, shellCache } from './kept.ts'

describe('what is kept of the entry page', () => {
  it('is the sheet or the form of a note alone, not the pages under them', () => {
    for (const one of ['/fr-CA/i/grandir/entry', '/fr-CA/i/grandir/notes/new']) expect(isSheet(one)).toBe(true)
    for (const other of [
      '/fr-CA/i/grandir/entry/due',
      '/fr-CA/i/grandir',
      '/fr-CA/i/grandir/notes',
      '/fr-CA/i/grandir/notes/new/x',
      '/api/v1/initiatives/x/entry',
      '/fr-CA/entry',
    ])
      expect(isSheet(other)).toBe(false)
    expect([isPart('/_app/immutable/a.css'), isPart('/page.js'), isPart('/api/v1/file.svg'), isPart('/fr-CA/i/x/entry')]).toEqual([true, true, false, false])
  })
  it('is found again whatever the order of what is asked, and without what says nothing', () => {
    expect(addressOf(new URL('https://m.test/fr/i/a/entry?span=4&period=2026-10&partner='))).toBe(
      addressOf(new URL('https://m.test/fr/i/a/entry?period=2026-10&span=4&/save=')),
    )
    expect(addressOf(new URL('https://m.test/fr/i/a/entry?period=2026-10'))).not.toBe(addressOf(new URL('https://m.test/fr/i/a/entry?period=2026-09')))
  })
  it('goes with another account, another hat in the initiative, another version; not with another initiative', () => {
    const own = 'me here hat'
    const stale = (build: string, scope: string) => isStale('v2', pagesCache(build, scope), own)
    expect([stale('v2', own), stale('v2', 'me elsewhere cap')]).toEqual([false, false])
    expect([stale('v2', 'you here hat'), stale('v2', 'me here cap'), stale('v1', own)]).toEqual([true, true, true])
    expect([isStale('v2', shellCache('v2'), own), isStale('v2', 'of another program', own)]).toEqual([false, false])
  })
  it('names its own scripts and styles, and says when it was kept', () => {
    const html = '<link href="../../../_app/a.css" rel="stylesheet"><script src="/page.js"></script><a href="https://x.test/b.js">'
    expect(partsOf(html, 'https://m.test/fr/i/a/entry?x=1')).toEqual(['https://m.test/_app/a.css', 'https://m.test/page.js'])
    expect(dated('<div id="entry-grid" class="g">', '2026-11-26T10:00:00Z')).toBe('<div id="entry-grid" data-kept-at="2026-11-26T10:00:00Z" class="g">')
  })
})
