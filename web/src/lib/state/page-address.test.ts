import { expect, it } from 'vitest'
import { pageAddress } from './page-address.ts'

it.each([
  ['/fr/account?/password', '/fr/account'],
  ['/fr/notes?type=surprise&/share', '/fr/notes?type=surprise'],
  ['/fr/notes?type=surprise&sort=-date', '/fr/notes?type=surprise&sort=-date'],
  ['/fr', '/fr'],
])('%s is the page %s', (address, page) => {
  expect(pageAddress(new URL(address, 'http://localhost'))).toBe(page)
})
