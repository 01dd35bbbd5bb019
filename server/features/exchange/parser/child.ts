import { setPriority } from 'node:os'
import type { ImportPreview } from '#shared/exchange/contract.ts'
import { recogniseOwnExport } from '#shared/exchange/export/recognise.ts'
import { extract } from '#shared/exchange/extract.ts'
import { loadPartners, loadTerritories } from '#shared/exchange/load-rows.ts'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { guessHeader, guessHeaderRow, lookAtColumns } from '#shared/exchange/preview.ts'
import { cellText, columnName, dataRows, FileFault, readHeader, type Table } from '#shared/exchange/table.ts'
import { decode } from './decode.ts'
import { readDhis2 } from './dhis2.ts'
import { defaultPartnerLoad, defaultTerritoryLoad } from './default-loads.ts'
import type { JobResults, KeptFile, ParseAnswer, ParseJob } from './job.ts'
import { pack, readKept } from './kept.ts'
import { readFile, refusePersonalData, withoutContacts, type ReadFile } from './read-file.ts'
import { readShapeFile } from './shape-file.ts'
import { readShapes } from './shapes.ts'
import { readTargets } from './target-file.ts'
import { isZip } from './workbook.ts'

/**
 * The process that parses files: short-lived, small, unable to write or to start anything. It reads one
 * job and one file on its input, answers on its output and ends. Whatever a file does to it, the server lives.
 */

const PREVIEW_ROWS = 20

// Other people's requests come first; not as far behind as what nobody waits for, since an answer waits ten seconds at most.
setPriority(5)

function oneTable(tables: readonly Table[]): Table {
  const [table] = tables
  if (table === undefined) throw new FileFault('file_empty')
  return table
}

async function preview(job: Extract<ParseJob, { kind: 'preview' }>, bytes: Buffer): Promise<ImportPreview> {
  const wanted = job.sheet === null ? job.format : { ...job.format, sheets: [job.sheet] }
  const file = job.kept === true ? readKept(bytes, wanted) : await readFile(bytes, wanted)
  const table = oneTable(file.tables)
  const format = job.headerGuessed ? { ...job.format, headerRow: guessHeaderRow(table) } : job.format
  refusePersonalData([table], format, [])
  return lookAt(job.fileName, file, table, format)
}

function lookAt(fileName: string, file: ReadFile, table: Table, format: FileFormat): ImportPreview {
  const header = readHeader(table, format)
  const rows = [...dataRows(table, header)]
  return {
    fileName,
    kind: file.kind,
    encoding: file.encoding,
    delimiter: file.delimiter,
    sheets: [...file.sheets],
    sheet: table.sheet,
    headerRow: format.headerRow,
    rowCount: rows.length,
    columns: lookAtColumns(table, header),
    rows: rows.slice(0, PREVIEW_ROWS).map(({ row, cells }) => ({ row, cells: header.names.map((_name, index) => cellText(cells[index])) })),
  }
}

/** Whether a sheet holds figures, and how many rows of them: cover pages and notes hold none. */
function weight(table: Table, format: FileFormat): number {
  const header = readHeader(table, format)
  const columns = lookAtColumns(table, header)
  return columns.some(({ looksLike }) => looksLike === 'number') ? columns.length * table.rows.length : 0
}

async function keep(job: Extract<ParseJob, { kind: 'keep' }>, bytes: Buffer): Promise<KeptFile> {
  const read = await readFile(bytes, FileFormat.parse(isZip(bytes) ? { sheets: 'all' } : {}))
  const file = job.dropContacts ? { ...read, tables: read.tables.map((table) => withoutContacts(table, FileFormat.parse(guessHeader(table)))) } : read
  const own = recogniseOwnExport(file.tables)
  const looked = file.tables.map((table, index) => ({ table, format: index === 0 && own !== null ? own.file : FileFormat.parse(guessHeader(table)) }))
  for (const { table, format } of looked) refusePersonalData([table], format, [])
  const best = looked.reduce((most, one) => (weight(one.table, one.format) > weight(most.table, most.format) ? one : most), looked[0] ?? never())
  return {
    content: pack(file),
    sheets: looked.map(({ table, format }) => ({
      name: table.sheet ?? '',
      rowCount: Math.max(0, table.rows.length - format.headerRow),
      headerRow: format.headerRow,
      headerRows: format.headerRows,
    })),
    sheet: best.table.sheet ?? '',
    own,
    preview: lookAt(job.fileName, file, best.table, best.format),
  }
}

function never(): never {
  throw new FileFault('file_empty')
}

function rowsOf(job: Extract<ParseJob, { kind: 'rows' }>, bytes: Buffer): JobResults['rows'] {
  const { tables } = readKept(bytes, { ...job.format, sheets: 'all' })
  const bySheet = new Map(tables.map((table) => [table.sheet, table]))
  const [first] = job.places
  const shown = bySheet.get(first?.sheet ?? null) ?? oneTable(tables)
  const header = readHeader(shown, job.format)
  return {
    columns: header.names.map((_name, index) => columnName(header, index)),
    rows: job.places.map(({ sheet, row }) => ({ sheet, row, cells: bySheet.get(sheet)?.rows[row - 1] ?? [] })),
  }
}

async function territories(job: Extract<ParseJob, { kind: 'territories' }>, bytes: Buffer): Promise<JobResults['territories']> {
  const format = job.mapping?.file ?? FileFormat.parse({})
  const isJson = bytes
    .subarray(0, 200)
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .trimStart()
    .startsWith('{')
  const { table, geometries } = isJson
    ? readShapes(decode(bytes, format.encoding).text)
    : { table: oneTable((await readFile(bytes, format)).tables), geometries: new Map<number, unknown>() }
  refusePersonalData([table], format, job.mapping?.dropColumns ?? [])
  return loadTerritories(table, job.mapping ?? defaultTerritoryLoad(table, job.level), job.fileName, geometries)
}

async function run(job: ParseJob, bytes: Buffer): Promise<JobResults[ParseJob['kind']]> {
  switch (job.kind) {
    case 'extract': {
      const tablesFor = async (format: FileFormat) => (job.kept === true ? readKept(bytes, format) : await readFile(bytes, format)).tables
      const mapping = job.mapping ?? recogniseOwnExport(await tablesFor(FileFormat.parse({})))
      if (mapping === null) throw new FileFault('mapping_needed')
      const tables = await tablesFor(mapping.file)
      refusePersonalData(tables, mapping.file, mapping.dropColumns)
      return extract(tables, mapping, { fileName: job.fileName, starts: job.starts })
    }
    case 'preview':
      return preview(job, bytes)
    case 'keep':
      return keep(job, bytes)
    case 'rows':
      return rowsOf(job, bytes)
    case 'territories':
      return territories(job, bytes)
    case 'targets':
      return readTargets(job, bytes)
    case 'shapes':
      return readShapeFile(decode(bytes, FileFormat.parse({}).encoding).text, job.places, job.property)
    case 'dhis2':
      return readDhis2(bytes)
    case 'partners': {
      const format = job.mapping?.file ?? FileFormat.parse({})
      const table = oneTable((await readFile(bytes, format)).tables)
      refusePersonalData([table], format, job.mapping?.dropColumns ?? [])
      return loadPartners(table, job.mapping ?? defaultPartnerLoad(table, job.joinedOn), job.fileName)
    }
  }
}

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const input = Buffer.concat(chunks)
chunks.length = 0
const length = input.readUInt32LE(0)
const job = JSON.parse(input.toString('utf8', 4, 4 + length)) as ParseJob
let answer: ParseAnswer<ParseJob['kind']>
try {
  answer = { ok: true, result: await run(job, input.subarray(4 + length)) }
} catch (error) {
  if (!(error instanceof FileFault)) throw error
  answer = { ok: false, code: error.code, places: error.places }
}
process.stdout.write(JSON.stringify(answer))
