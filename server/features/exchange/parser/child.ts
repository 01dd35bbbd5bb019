import type { ImportPreview } from '#shared/exchange/contract.ts'
import { extract } from '#shared/exchange/extract.ts'
import { loadPartners, loadTerritories } from '#shared/exchange/load-rows.ts'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { guessHeaderRow, lookAtColumns } from '#shared/exchange/preview.ts'
import { cellText, dataRows, FileFault, readHeader, type Table } from '#shared/exchange/table.ts'
import { decode } from './decode.ts'
import { defaultPartnerLoad, defaultTerritoryLoad } from './default-loads.ts'
import type { JobResults, ParseAnswer, ParseJob } from './job.ts'
import { readFile, refusePersonalData } from './read-file.ts'
import { readShapes } from './shapes.ts'

/**
 * The process that parses files: short-lived, small, unable to write or to start anything. It reads one
 * job and one file on its input, answers on its output and ends. Whatever a file does to it, the server lives.
 */

const PREVIEW_ROWS = 20

function oneTable(tables: readonly Table[]): Table {
  const [table] = tables
  if (table === undefined) throw new FileFault('file_empty')
  return table
}

async function preview(job: Extract<ParseJob, { kind: 'preview' }>, bytes: Buffer): Promise<ImportPreview> {
  const wanted = job.sheet === null ? job.format : { ...job.format, sheets: [job.sheet] }
  const file = await readFile(bytes, wanted)
  const table = oneTable(file.tables)
  const format = job.headerGuessed ? { ...job.format, headerRow: guessHeaderRow(table) } : job.format
  refusePersonalData([table], format, [])
  const header = readHeader(table, format)
  const rows = [...dataRows(table, header)]
  return {
    fileName: job.fileName,
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
      const { tables } = await readFile(bytes, job.mapping.file)
      refusePersonalData(tables, job.mapping.file, job.mapping.dropColumns)
      return extract(tables, job.mapping, { fileName: job.fileName, starts: job.starts })
    }
    case 'preview':
      return preview(job, bytes)
    case 'territories':
      return territories(job, bytes)
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
