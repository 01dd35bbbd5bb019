import { expect, it } from 'vitest'
import { LOCALES } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { isUnwritten, withoutStandIns } from './unwritten.ts'

it('what an import leaves to be written is known as unwritten, in every language that it is written in', () => {
  for (const locale of LOCALES) {
    expect(isUnwritten(translate('import_created_definition', { file: 'Suivi (v2). « Final ».xlsx' }, locale)), locale).toBe(true)
    expect(isUnwritten(translate('import_created_purpose', {}, locale)), locale).toBe(true)
  }
  expect(['', '  ', null, 'À préciser : repris de Plan 2026.', 'To be said: taken over from DHIS2.'].map(isUnwritten)).toEqual(Array(5).fill(true))
})

it('what somebody wrote stays, even where it speaks of an import or of what is to be decided', () => {
  const written = ['Nombre de parents bénévoles.', 'Créé à l’import de bois. Définition de 2019.', 'À préciser : le seuil, en 2027.', 'To be decided']
  expect(written.map(isUnwritten)).toEqual(Array(4).fill(false))
  const told = withoutStandIns({
    definitionFr: 'Nombre de parents.',
    definitionEn: null,
    purposeFr: 'À préciser : que ferons-nous de cette information ?',
    purposeEn: 'To be decided: what will we do with this information?',
  })
  expect(told).toEqual({ definitionFr: 'Nombre de parents.', definitionEn: null, purposeFr: '', purposeEn: null })
})
