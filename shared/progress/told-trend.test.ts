import { expect, it } from 'vitest'
import { toldTrend } from './told-trend.ts'

it('nothing gets better or worse by a direction that nobody has said', () => {
  const cell = { trend: 'better' as const }
  expect(toldTrend(cell, { definitionFr: 'Enfants vus avant 18 mois.' })).toBe('better')
  // As an import left it, and as a release tells it to readers outside.
  for (const definitionFr of ['Créé à l’import de « suivi.xlsx ». Définition à écrire.', '']) expect(toldTrend(cell, { definitionFr })).toBeNull()
  expect(toldTrend(null, { definitionFr: 'Enfants vus.' })).toBeNull()
})
