import { expect, test } from 'vitest'
import { isTotalWord } from './totals.ts'

test('a line that adds up others is known by its name, whatever its case, accents and punctuation', () => {
  for (const text of ['Total', 'TOTAL :', 'Totaux', 'Sous-total', 'Total général', 'Ensemble', 'Somme', 'Subtotal', 'Grand total', 'sum'])
    expect([text, isTotalWord(text)]).toEqual([text, true])
})

test('a name that only holds such a word is one of a place or of a partner', () => {
  for (const text of ['Ensemble pour le Nord', 'Total Énergies', 'Grande Somme', '']) expect([text, isTotalWord(text)]).toEqual([text, false])
})
