import { describe, expect, it } from 'vitest'
import { readSort, sortHref, withQuery } from './address.ts'

const url = new URL('http://localhost/fr-CA/i/demo/dashboard?partner=P02&sort=name&page=3')
const byName = { key: 'name', direction: 'ascending' } as const

describe('withQuery', () => {
  it('changes one parameter, keeps the others and goes back to the first page', () => {
    expect(withQuery(url, { level: 'MRC' })).toBe('/fr-CA/i/demo/dashboard?partner=P02&sort=name&level=MRC')
  })

  it('removes a parameter that is empty or null', () => {
    expect(withQuery(url, { partner: null, sort: '' })).toBe('/fr-CA/i/demo/dashboard')
  })
})

describe('the sort of an address', () => {
  it('reads a leading minus as descending', () => {
    expect(readSort(new URL('http://localhost/?sort=-value'), ['name', 'value'], byName)).toEqual({ key: 'value', direction: 'descending' })
  })

  it('ignores a column that does not exist', () => {
    expect(readSort(new URL('http://localhost/?sort=secret'), ['name'], byName)).toEqual(byName)
  })

  it('turns round when the column already sorts', () => {
    expect(sortHref(url, byName, 'name')).toContain('sort=-name')
    expect(sortHref(url, { key: 'name', direction: 'descending' }, 'name')).toContain('sort=name')
    expect(sortHref(url, byName, 'value')).toContain('sort=value')
  })
})
