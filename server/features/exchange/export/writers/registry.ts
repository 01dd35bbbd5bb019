import type { ExportFormat } from '#shared/exchange/export/contract.ts'
import type { Writer } from '../document.ts'
import { csvWriter } from './csv.ts'
import { dataPackageWriter } from './data-package.ts'
import { dhis2CsvWriter, dhis2Writer } from './dhis2.ts'
import { jsonWriter } from './json.ts'
import { xlsxWriter } from './xlsx.ts'

/** Who writes each format: a new one is one file here and one name in the contract. */
export const WRITERS: Readonly<Record<ExportFormat, Writer>> = {
  csv: csvWriter,
  xlsx: xlsxWriter,
  json: jsonWriter,
  datapackage: dataPackageWriter,
  dhis2: dhis2Writer,
  dhis2csv: dhis2CsvWriter,
}
