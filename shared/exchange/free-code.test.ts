import { expect, test } from 'vitest'
import { freeCode } from './free-code.ts'

test('codes come from names and are free', () => {
  expect([freeCode('Enfants dépistés à 18 mois (%)', new Set()), freeCode('CLSC', new Set(['CLSC', 'CLSC-2'])), freeCode('%', new Set())]).toEqual([
    'ENFANTS-DEPISTES-A-18-MO',
    'CLSC-3',
    'X',
  ])
})
