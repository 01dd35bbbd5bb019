import { FileFormat } from '#shared/exchange/mapping.ts'
import { detectDecimal } from '#shared/exchange/number-format.ts'
import { guessHeader, lookAtColumns } from '#shared/exchange/preview.ts'
import { dataRows, FileFault, readHeader, type Header, type Table } from '#shared/exchange/table.ts'
import { guessTargetColumns, missingColumns, targetLoadOf, type TargetColumns } from '#shared/exchange/targets/columns.ts'
import { loadTargets } from '#shared/exchange/targets/load-targets.ts'
import type { TargetLoad } from '#shared/exchange/targets/target-load.ts'
import type { JobResults, ParseJob, TargetsByColumns } from './job.ts'
import { readKept } from './kept.ts'
import { readFile, refusePersonalData } from './read-file.ts'

type TargetsJob = Extract<ParseJob, { kind: 'targets' }>

async function tableOf(job: TargetsJob, bytes: Buffer, format: FileFormat): Promise<Table> {
  const [table] = (job.kept === true ? readKept(bytes, format) : await readFile(bytes, format)).tables
  if (table === undefined || table.rows.length === 0) throw new FileFault('file_empty')
  return table
}

/** The decimal sign of all amounts together: said, or found and never guessed. @throws FileFault number_format_ambiguous, number_format_mixed */
function decimalOf(table: Table, header: Header, columns: TargetColumns, said: 'auto' | '.' | ','): '.' | ',' {
  if (said !== 'auto') return said
  const places = (['baseline', 'target', 'actual'] as const).flatMap((key) => (columns[key] === '' ? [] : [header.place(columns[key])]))
  const texts = [...dataRows(table, header)].flatMap(({ cells }) => places.map((place) => cells[place])).filter((cell) => typeof cell === 'string')
  const found = detectDecimal(texts)
  if (found.ok) return found.decimal
  throw new FileFault(
    found.code,
    found.examples.map((value) => ({ sheet: table.sheet, row: null, column: null, value })),
  )
}

function byColumns(table: Table, format: FileFormat, mapping: TargetsByColumns, fileName: string): { load: TargetLoad; columns: TargetColumns } {
  const header = readHeader(table, format)
  const looked = lookAtColumns(table, header)
  const columns = mapping.choices.columns ?? guessTargetColumns(looked)
  const missing = missingColumns(columns)
  if (missing.length > 0)
    throw new FileFault(
      'column_not_found',
      missing.map((column) => ({ sheet: table.sheet, row: format.headerRow, column, value: null })),
    )
  const load = targetLoadOf(columns, looked, mapping.choices, {
    file: format,
    decimal: decimalOf(table, header, columns, mapping.choices.decimal),
    source: mapping.choices.source === '' ? fileName : mapping.choices.source,
    topTerritory: mapping.topTerritory,
  })
  return { load, columns }
}

/** Indicators of a file with their baseline, target and actual, read by a mapping or by columns. @throws FileFault */
export async function readTargets(job: TargetsJob, bytes: Buffer): Promise<JobResults['targets']> {
  const { mapping } = job
  if (!('choices' in mapping)) {
    const table = await tableOf(job, bytes, mapping.file)
    refusePersonalData([table], mapping.file, mapping.dropColumns)
    return { ...loadTargets(table, mapping, job.fileName, job.starts, job.today), columns: null }
  }
  const table = await tableOf(job, bytes, mapping.format ?? FileFormat.parse({}))
  const format = mapping.format ?? FileFormat.parse(guessHeader(table))
  // Before anything is said of columns and signs: people's names stop a file whatever else is wrong with it.
  refusePersonalData([table], format, [])
  const { load, columns } = byColumns(table, format, mapping, job.fileName)
  return { ...loadTargets(table, load, job.fileName, job.starts, job.today), columns }
}
