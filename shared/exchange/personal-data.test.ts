import { describe, expect, it } from 'vitest'
import { findPersonalData, passesLuhn, type LookedColumn } from './personal-data.ts'

const column = (name: string, values: readonly string[], dropped = false): LookedColumn => ({
  name,
  headerRow: 1,
  dropped,
  values: values.map((text, index) => ({ row: index + 2, text })),
})
const kinds = (...columns: LookedColumn[]) => findPersonalData(columns).map(({ kind, row, column: name }) => [kind, row, name])

describe('people’s data stop an import (domain 8.18)', () => {
  it.each([
    ['Date de naissance', ['2001-02-03'], 'birth_date', 1],
    ['Née le', ['3 mai'], 'birth_date', 1],
    ['Prénom', ['Awa'], 'person_names', 1],
    ['Nom du client', ['X'], 'person_names', 1],
    ['NAM', ['x'], 'health_number', 1],
    ['NAS', ['x'], 'social_insurance_number', 1],
    ['Courriel', ['x'], 'email', 1],
    ['Téléphone', ['poste 3'], 'phone', 1],
    ['Note', ['ok', 'TREM 8052 1234'], 'health_number', 3],
    ['Note', ['046-454-286'], 'social_insurance_number', 2],
    ['Note', ['appeler le 514 555-0199'], 'phone', 2],
    ['Note', ['(418) 555-0123'], 'phone', 2],
    ['Note', ['04.67.42.54.64'], 'phone', 2],
    ['Note', ['+223 66 77 88 99'], 'phone', 2],
    ['Note', ['a.b@exemple.org'], 'email', 2],
  ] as const)('%s with %j', (name, values, kind, row) => expect(kinds(column(name, values))).toEqual([[kind, row, name]]))

  it('a column of nine digits that all pass the check digit is taken for insurance numbers', () => {
    expect(passesLuhn('046454286')).toBe(true)
    expect(kinds(column('Code', ['046454286', '130692544', '193456787']))).toEqual([['social_insurance_number', 2, 'Code']])
  })

  it('names beside full dates of many years are people with their birth dates', () => {
    expect(kinds(column('Nom', ['A', 'B', 'C']), column('Jour', ['1990-01-02', '2004-05-06', '1987-11-30']))).toEqual([['names_with_dates', 1, 'Jour']])
  })

  it.each([
    ['Nom', ['École des Rives']],
    ['Name', ['Kayes']],
    ['Montant', ['1 234 567', '12 350 000', '156 583 429']],
    ['Nombre de décès (naissance hors Montpellier)', ['220']],
    ['Période', ['2012/13', '2015 Q4', '202301']],
    ['Code', ['E09000002', 'ML010101']],
    ['Valeur', ['0.125', '46.041297935']],
    ['Date', ['2011-05-30', '2011-06-01', '2011-06-02']],
    ['Téléphone', []],
  ] as const)('%s with %j is not', (name, values) => expect(kinds(column(name, values))).toEqual([]))

  it('the telephone of an organisation may be dropped; identifiers of people may not', () => {
    expect(kinds(column('Téléphone', ['04.67.42.54.64'], true))).toEqual([])
    expect(kinds(column('Date de naissance', ['2001-02-03'], true))).toEqual([['birth_date', 1, 'Date de naissance']])
    expect(kinds(column('Note', ['TREM 8052 1234'], true))).toEqual([['health_number', 2, 'Note']])
  })
})
