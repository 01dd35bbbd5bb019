import { dataValuesOfJson, dataValuesOfTable, type DataValue } from '#shared/exchange/dhis2/data-values.ts'
import { metadataOf, type Dhis2Metadata } from '#shared/exchange/dhis2/metadata.ts'
import { BEGINNING, recogniseDhis2 } from '#shared/exchange/dhis2/recognise.ts'
import { FileFormat } from '#shared/exchange/mapping.ts'
import { FileFault } from '#shared/exchange/table.ts'
import { readCsv } from './csv.ts'
import { decode } from './decode.ts'
import { refusePersonalData } from './read-file.ts'

/** What a file of DHIS2 held. */
export type Dhis2Document = { readonly kind: 'values'; readonly values: readonly DataValue[] } | { readonly kind: 'metadata'; readonly metadata: Dhis2Metadata }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FileFault('dhis2_unreadable')
  }
}

/** Comments are the only free text that is kept: nobody's number or birth date comes in with them. */
function withoutPersons(values: readonly DataValue[]): readonly DataValue[] {
  const rows = values.filter(({ comment }) => comment !== '')
  refusePersonalData([{ sheet: null, rows: [['comment'], ...rows.map(({ comment }) => [comment])] }], FileFormat.parse({}), [])
  return values
}

/** Reads a `dataValueSet` (JSON, CSV) or metadata. @throws FileFault dhis2_unreadable, file_empty, personal_data_… */
export function readDhis2(bytes: Buffer): Dhis2Document {
  if (bytes.length === 0) throw new FileFault('file_empty')
  const { text } = decode(bytes, 'auto')
  switch (recogniseDhis2(text.slice(0, BEGINNING))) {
    case 'values_json':
      return { kind: 'values', values: withoutPersons(dataValuesOfJson(parsed(text))) }
    case 'values_csv':
      return { kind: 'values', values: withoutPersons(dataValuesOfTable(readCsv(text, ',').table)) }
    case 'metadata':
      return { kind: 'metadata', metadata: metadataOf(parsed(text)) }
    case null:
      throw new FileFault('dhis2_unreadable')
  }
}
