import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { FileFormat, Mapping } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { parseFile } from '#server/features/exchange/parse.ts'
import { CHILD_PERMISSIONS } from '#server/platform/confined.ts'
import { ROOT } from '#server/platform/root.ts'
import { makeBomb, makeWorkbook, makeZip } from '../support/zip.ts'

const MAPPING = Mapping.parse({
  readings: [
    {
      indicator: { source: { constant: 'I' } },
      territory: [{ source: { column: 'Lieu' } }],
      period: { source: { column: 'An' }, pattern: 'year' },
      figure: { value: { source: { column: 'Valeur' } } },
    },
  ],
})
const extract = (bytes: Buffer, mapping = MAPPING, timeLimitMs?: number) =>
  parseFile<'extract'>({ kind: 'extract', fileName: 'essai.csv', mapping, starts: { fiscalStartMonth: 4, schoolStartMonth: 9 } }, bytes, timeLimitMs)
const faultOf = async (work: Promise<unknown>) => {
  try {
    await work
    return 'no fault'
  } catch (error) {
    if (error instanceof FileFault) return error.code
    throw error
  }
}
/** How a container of before 2007 begins. */
const OLD = Buffer.from('d0cf11e0a1b11ae1', 'hex')
const latin = (text: string) => Buffer.from(text, 'latin1')

describe('the parsing child', () => {
  it.each([
    ['UTF-8', Buffer.from('Lieu;An;Valeur\nÉté;2023;1,5\n')],
    ['UTF-8 with a mark', Buffer.from('\ufeffLieu;An;Valeur\r\nÉté;2023;1,5\r\n')],
    ['Windows-1252', latin('Lieu,An,Valeur\nÉté,2023,"1,5"\n')],
    ['code page 850', Buffer.concat([latin('Lieu\tAn\tValeur\n'), Buffer.from([0x90, 0x74, 0x82]), latin('\t2023\t1,5\n')])],
    ['UTF-16', Buffer.from('\ufeffLieu\tAn\tValeur\nÉté\t2023\t1,5\n', 'utf16le')],
  ] as const)('reads %s and finds the separator', async (_name, bytes) => {
    const { records, territories } = await extract(bytes)
    expect([records[0]?.value, territories[0]?.text]).toEqual(['1.5', 'Été'])
  })

  it('an encoding that the bytes contradict is refused with the row', async () => {
    const wrong = { ...MAPPING, file: FileFormat.parse({ encoding: 'utf-8' }) }
    await expect(extract(latin('Lieu;An;Valeur\nA;2023;1\nÉté;2023;1\n'), wrong)).rejects.toMatchObject({ code: 'encoding_wrong', places: [{ row: 3 }] })
    const other = { ...MAPPING, file: FileFormat.parse({ encoding: 'windows-1252' }) }
    expect(await faultOf(extract(Buffer.from('Lieu;An;Valeur\nÉté;2023;1\n'), other))).toBe('encoding_wrong')
  })

  it('a workbook gives its typed numbers with 15 digits and its dates', async () => {
    const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
    const bytes = makeWorkbook(
      `<row r="1">${text('A1', 'Lieu')}${text('B1', 'An')}${text('C1', 'Valeur')}</row><row r="2">${text('A2', 'A')}<c r="B2"><v>2023</v></c><c r="C2"><v>0.18181818181818182</v></c></row>`,
    )
    const { records, periods } = await extract(bytes)
    expect([records[0]?.value, records[0]?.sheet, periods[0]?.code]).toEqual(['0.181818181818182', 'Feuille', '2023'])
  })

  it('days of the 1904 calendar are the days that their author saw', async () => {
    const text = (ref: string, value: string) => `<c r="${ref}" t="inlineStr"><is><t>${value}</t></is></c>`
    const styles = {
      name: 'xl/styles.xml',
      body: '<?xml version="1.0"?><styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>',
    }
    const rows = `<row r="1">${text('A1', 'Lieu')}${text('B1', 'An')}${text('C1', 'Valeur')}</row><row r="2">${text('A2', 'A')}<c r="B2" s="1"><v>44561</v></c><c r="C2"><v>3</v></c></row>`
    const daily = Mapping.parse({ ...MAPPING, readings: [{ ...MAPPING.readings[0], period: { source: { column: 'An' }, pattern: 'date' } }] })
    const { periods } = await extract(makeWorkbook(rows, [styles], '<workbookPr date1904="1"/>'), daily)
    expect(periods[0]?.code).toBe('2026-01-01')
  })

  it.each([
    ['a bomb of 150 MB', () => makeBomb(150), 'file_too_large_inside'],
    ['an encrypted entry', () => makeZip([{ name: 'xl/workbook.xml', body: 'x', flags: 1 }]), 'file_encrypted'],
    ['a zip that is no workbook', () => makeZip([{ name: '../../etc/passwd', body: 'x' }]), 'not_a_workbook'],
    ['a workbook cut short', () => makeWorkbook('').subarray(0, 300), 'file_unreadable'],
    ['a workbook of garbage', () => makeZip([{ name: 'xl/workbook.xml', body: 'garbage' }]), 'file_unreadable'],
    ['too many entries', () => makeZip(Array.from({ length: 3000 }, (_, index) => ({ name: `f${index}`, body: '' }))), 'file_too_large_inside'],
    ['a workbook that lies about its size', () => makeWorkbook('<row r="1"><c r="A1"><v>1</v></c></row>', [], '', 12), 'file_sizes_differ'],
    ['a workbook with a macro', () => makeWorkbook('', [{ name: 'xl/vbaProject.bin', body: 'x' }]), 'file_macro'],
    [
      'a workbook whose XML declares entities',
      () => makeWorkbook('', [{ name: 'xl/styles.xml', body: '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>' }]),
      'file_with_entities',
    ],
    ['a workbook with a password', () => Buffer.concat([OLD, Buffer.alloc(504), Buffer.from('EncryptedPackage', 'utf16le')]), 'file_encrypted'],
    ['an Excel file of before 2007', () => Buffer.concat([OLD, Buffer.alloc(504), Buffer.from('Workbook\0', 'utf16le')]), 'file_old_format'],
    ['the old Excel container', () => Buffer.from('d0cf11e0a1b11ae100000000', 'hex'), 'file_encrypted_or_old'],
    ['a program renamed', () => Buffer.from([0x4d, 0x5a, 0x90, 0x00, 0x03, 0x00, 0x00, 0x00]), 'file_not_text'],
    ['nothing', () => Buffer.alloc(0), 'file_empty'],
    ['a quote that never closes', () => Buffer.from(`Lieu;An;Valeur\n"A;2023;1\n${'B;2023;1\n'.repeat(60_000)}`), 'csv_unreadable'],
  ] as const)('%s is refused with a reason', async (_name, make, code) => expect(await faultOf(extract(make()))).toBe(code))

  it('an expression that never ends is stopped by the clock, and so is the child', async () => {
    const slow = Mapping.parse({ ...MAPPING, skip: [{ when: [{ column: 'Lieu', matches: '^(a+)+$' }] }] })
    expect(await faultOf(extract(Buffer.from(`Lieu;An;Valeur\n${'a'.repeat(60)}b;2023;1\n`), slow, 1500))).toBe('time_limit')
  })

  it('reads the program and nothing beside it: no data folder, no other part of the machine', async () => {
    const paths = ['data/secrets.json', 'server/main.ts', '../elsewhere', 'migrations/0001_foundation.sql'].map((path) => join(ROOT, path))
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...CHILD_PERMISSIONS,
      '-p',
      `JSON.stringify(${JSON.stringify([...paths, '/etc/passwd'])}.map((path) => process.permission.has('fs.read', path)))`,
    ])
    expect(JSON.parse(stdout)).toEqual([false, true, false, false, false])
  })

  it('a pattern that never ends does not outlive the server', async () => {
    const script = `
      import { readFileSync } from 'node:fs'
      import { Mapping } from '#shared/exchange/mapping.ts'
      import { parseFile } from '#server/features/exchange/parse.ts'
      const mapping = Mapping.parse(${JSON.stringify({ ...MAPPING, skip: [{ when: [{ column: 'Lieu', matches: '^(a+)+$' }] }] })})
      void parseFile({ kind: 'extract', fileName: 'x.csv', mapping, starts: { fiscalStartMonth: 4, schoolStartMonth: 9 } }, Buffer.from('Lieu;An;Valeur\\n' + 'a'.repeat(60) + 'b;2023;1\\n'))
      setTimeout(() => {
        process.stdout.write(readFileSync('/proc/self/task/' + process.pid + '/children', 'utf8'))
        process.exit(0)
      }, 1500)`
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT })
    const [pid] = stdout.trim().split(' ').map(Number)
    expect(pid).toBeGreaterThan(0)
    await expect.poll(() => existsSync(`/proc/${pid}/cmdline`) && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('parser/child')).toBe(false)
  })

  it('a file that would take too much memory ends its child only', async () => {
    const cells = 'x;'.repeat(5_000_000)
    expect(['memory_limit', 'no fault', 'csv_unreadable', 'column_not_found']).toContain(await faultOf(extract(Buffer.from(`Lieu;An;Valeur\n${cells}\n`))))
    expect((await extract(Buffer.from('Lieu;An;Valeur\nA;2023;1\n'))).records).toHaveLength(1)
  })

  it('people’s data stop at the child: the answer names the place and never the value', async () => {
    const bytes = Buffer.from('Lieu;An;Valeur;NAM\nA;2023;1;TREM 8052 1234\n')
    await expect(extract(bytes)).rejects.toMatchObject({ code: 'personal_data_health_number', places: [{ row: 2, column: 'NAM', value: null }] })
  })
})
