import { readXlsx } from 'hucre/xlsx'
import { expect, test } from 'vitest'
import { rejectedCsv, rejectedXlsx } from './rejected-file.server.ts'

const REJECTED = {
  fileName: 'essai.csv',
  columns: ['Lieu', 'Valeur', '=Titre'],
  rows: [
    {
      sheet: null,
      row: 7,
      cells: ['=HYPERLINK("x")', '-5', 12.5],
      reasons: [
        { column: 'Lieu', code: 'territory_unknown', value: '=HYPERLINK("x")' },
        { column: 'Valeur', code: 'not_a_number', value: null },
      ],
    },
  ],
}

test('the file has the columns of the original, then sheet, row, column and reason, and runs nothing in a spreadsheet', async () => {
  const [header, row] = rejectedCsv(REJECTED, 'fr-CA').replace('\ufeff', '').trim().split('\r\n')
  expect(header).toBe("Lieu;Valeur;'=Titre;Feuille;Ligne;Colonne;Raison")
  expect(row).toBe(`"'=HYPERLINK(""x"")";-5;"12,5";;7;"Lieu, Valeur";"territoire inconnu (=HYPERLINK(""x"")); ce n’est pas un nombre"`)
  expect(rejectedCsv(REJECTED, 'en')).toContain(',12.5,,7,')
  const book = await readXlsx(await rejectedXlsx(REJECTED, 'fr-CA'))
  expect(book.sheets[0]?.rows[1]).toEqual([`'=HYPERLINK("x")`, '-5', 12.5, '', 7, 'Lieu, Valeur', expect.stringContaining('territoire inconnu')])
})
