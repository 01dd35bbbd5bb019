import { expect, it } from 'vitest'
import { isLocalOnly } from './local-only.ts'

it('an address of this machine alone is told from one that others open', () => {
  const local = (address: string) => isLocalOnly(new URL(address))
  expect(['http://127.0.0.1:3000', 'http://localhost:3000', 'http://[::1]:3000', 'http://maillage.localhost'].map(local)).toEqual([true, true, true, true])
  expect(['https://maillage.example', 'http://192.168.1.20:3000', 'https://localhost.example', 'http://127.example'].map(local)).toEqual([
    false,
    false,
    false,
    false,
  ])
})
