import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { cellText, type Cell } from '#shared/exchange/table.ts'
import { readWorkbook } from '#server/features/exchange/parser/workbook.ts'
import { dataFile, describeReal } from './support.ts'

const EXCEL = 'messy/VilleMTP_MTP_QVEnquete_2012.xlsx'
const hasOffice = spawnSync('soffice', ['--version']).status === 0
if (!hasOffice) process.stdout.write('Skipped: a workbook of LibreOffice beside one of Excel: no soffice here\n')

const folder = mkdtempSync(join(tmpdir(), 'maillage-office-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Cells of every sheet by their place; blank ones left out. */
async function cellsOf(bytes: Buffer): Promise<Map<string, Cell>> {
  const { tables } = await readWorkbook(bytes, FileFormat.parse({ sheets: 'all' }))
  const placed = tables.flatMap(({ sheet, rows }) => rows.flatMap((row, y) => row.map((cell, x): [string, Cell] => [`${sheet} ${y + 1} ${x + 1}`, cell])))
  return new Map(placed.filter(([, cell]) => cellText(cell) !== ''))
}

/** Excel writes seventeen digits of a quotient, LibreOffice rounds to fifteen. */
const isAlike = (a: Cell | undefined, b: Cell | undefined) =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) <= Math.abs(a) * 1e-14 : cellText(a) === cellText(b)

describeReal('a workbook of LibreOffice beside one of Excel', () => {
  it.skipIf(!hasOffice)(
    'the same table saved by either is read alike, cell by cell',
    async () => {
      writeFileSync(join(folder, 'excel.xlsx'), dataFile(EXCEL))
      execFileSync('soffice', ['--headless', '--convert-to', 'xlsx', '--outdir', join(folder, 'office'), join(folder, 'excel.xlsx')], {
        env: { ...process.env, HOME: folder },
        stdio: 'ignore',
      })
      const [excel, office] = [await cellsOf(dataFile(EXCEL)), await cellsOf(readFileSync(join(folder, 'office', 'excel.xlsx')))]
      expect([...office.keys()]).toEqual([...excel.keys()])
      expect([...excel].filter(([place, cell]) => !isAlike(cell, office.get(place)))).toEqual([])
      expect(excel.size).toBeGreaterThan(500)
    },
    120_000,
  )
})
