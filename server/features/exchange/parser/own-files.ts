import { inflateRawSync } from 'node:zlib'
import { COLUMNS, FORMAT_MARK } from '#shared/exchange/export/columns.ts'
import { escapeText } from '#shared/exchange/export/escape.ts'
import { FileFault, type Cell, type Table } from '#shared/exchange/table.ts'
import { MAXIMUM_INFLATED } from './zip-size.ts'

const DESCRIPTOR = 'datapackage.json'
const DIRECTORY_ENTRY = 0x02014b50
const END_OF_DIRECTORY = Buffer.from([0x50, 0x4b, 0x05, 0x06])

/** Whether the names of a zip are those of a Frictionless Data Package. */
export function isDataPackage(names: readonly string[]): boolean {
  return names.includes(DESCRIPTOR)
}

/** One entry of a zip whose entries were counted before. @throws FileFault file_unreadable when it is not there */
function entryOf(bytes: Buffer, wanted: string): Buffer {
  const end = bytes.lastIndexOf(END_OF_DIRECTORY)
  let at = bytes.readUInt32LE(end + 16)
  for (let entry = bytes.readUInt16LE(end + 10); entry > 0 && bytes.readUInt32LE(at) === DIRECTORY_ENTRY; entry -= 1) {
    const [method, packed, local] = [bytes.readUInt16LE(at + 10), bytes.readUInt32LE(at + 20), bytes.readUInt32LE(at + 42)]
    const [nameLength, extraLength, commentLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32)]
    if (bytes.toString('utf8', at + 46, at + 46 + nameLength) === wanted) {
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const body = bytes.subarray(start, start + packed)
      return method === 0 ? body : inflateRawSync(body, { maxOutputLength: MAXIMUM_INFLATED })
    }
    at += 46 + nameLength + extraLength + commentLength
  }
  throw new FileFault('file_unreadable', [{ sheet: null, row: null, column: null, value: wanted }])
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new FileFault('file_unreadable', [{ sheet: null, row: null, column: null, value: (error as Error).message.slice(0, 200) }])
  }
}

/** The first table of a Data Package, as its descriptor names it. @throws FileFault file_unreadable */
export function tableOfDataPackage(bytes: Buffer): Buffer {
  const descriptor = parsed(entryOf(bytes, DESCRIPTOR).toString('utf8')) as { resources?: { path?: unknown }[] } | null
  const path = descriptor?.resources?.[0]?.path
  if (typeof path !== 'string') throw new FileFault('file_unreadable', [{ sheet: null, row: null, column: DESCRIPTOR, value: null }])
  return entryOf(bytes, path)
}

/** Whether a text is a JSON file that one of our exports wrote. */
export function isOwnJson(text: string): boolean {
  return text.startsWith('{') && text.slice(0, 200).includes(`"${FORMAT_MARK}"`)
}

const toCell = (value: unknown): Cell => (typeof value === 'string' ? escapeText(value) : typeof value === 'number' ? value : null)

/** The figures of our own JSON as a table, one column an id, with its texts as a spreadsheet would hold them. @throws FileFault file_unreadable */
export function readOwnJson(text: string): Table {
  const { content, figures, cells } = parsed(text) as { content?: unknown; figures?: unknown; cells?: unknown }
  const rows = content === 'cells' ? cells : figures
  if (!Array.isArray(rows)) throw new FileFault('file_unreadable')
  const ids = COLUMNS[content === 'cells' ? 'cells' : 'figures'].map(({ id }) => id)
  return { sheet: null, rows: [ids, ...(rows as Record<string, unknown>[]).map((row) => ids.map((id) => toCell(row[id])))] }
}
