import { expect, test } from 'vitest'
import { isAbsenceWord } from './absences.ts'

test('what people write for a figure that is not available is known; what may mean « not applicable », or a number, is not', () => {
  expect(['n.d.', 'N/D', 'nd', 'Non disponible', ' missing '].filter((text) => !isAbsenceWord(text))).toEqual([])
  expect(['n/a', 's.o.', '-', '0', '39*', ''].filter(isAbsenceWord)).toEqual([])
})
