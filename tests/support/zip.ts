import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'

/** A zip of the given entries, made by hand so that a test can also make bad ones. */
export function makeZip(entries: readonly { name: string; body: Buffer | string; flags?: number; declaredSize?: number }[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, body, flags = 0, declaredSize } of entries) {
    const bytes = Buffer.from(body as string)
    const size = declaredSize ?? bytes.length
    const packed = deflateRawSync(bytes, { level: 9 })
    const label = Buffer.from(name)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(crc32(bytes), 14)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(size, 22)
    local.writeUInt16LE(label.length, 26)
    const central = Buffer.alloc(46)
    central.writeUInt32LE(0x02014b50, 0)
    central.writeUInt16LE(20, 6)
    central.writeUInt16LE(flags, 8)
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(crc32(bytes), 16)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(size, 24)
    central.writeUInt16LE(label.length, 28)
    central.writeUInt32LE(offset, 42)
    locals.push(local, label, packed)
    directory.push(central, label)
    offset += local.length + label.length + packed.length
  }
  const central = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...locals, central, end])
}

const SHEET = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** The smallest workbook: one sheet whose rows are given as XML; `more` adds entries, `workbook` what stands before its sheets. */
export function makeWorkbook(sheetRows: string, more: Parameters<typeof makeZip>[0] = [], workbook = '', sheetSize?: number): Buffer {
  return makeZip([
    {
      name: '[Content_Types].xml',
      body: '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>',
    },
    {
      name: '_rels/.rels',
      body: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      body: `<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>${more.some(({ name }) => name === 'xl/styles.xml') ? `<Relationship Id="r2" Type="${OFFICE}/styles" Target="styles.xml"/>` : ''}</Relationships>`,
    },
    {
      name: 'xl/workbook.xml',
      body: `<?xml version="1.0"?><workbook xmlns="${SHEET}" xmlns:r="${OFFICE}">${workbook}<sheets><sheet name="Feuille" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/worksheets/sheet1.xml',
      body: `<?xml version="1.0"?><worksheet xmlns="${SHEET}"><sheetData>${sheetRows}</sheetData></worksheet>`,
      ...(sheetSize === undefined ? {} : { declaredSize: sheetSize }),
    },
    ...more,
  ])
}

/** Hundreds of megabytes of sheet in some hundred kilobytes of file. */
export function makeBomb(megabytes: number): Buffer {
  return makeWorkbook(`<row r="1">${'<c r="A1" t="inlineStr"><is><t>'.padEnd(megabytes * 1024 * 1024, 'a')}</t></is></c></row>`)
}

/** Texts of a zip's entries, by name, read from its directory. */
export function readZip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 0x05, 0x06]))
  const entries = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [method, checksum, packed, size] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 16),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 24),
    ]
    const [nameLength, extra, comment, local] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
      bytes.readUInt32LE(at + 42),
    ]
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength)
    const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const body = bytes.subarray(start, start + packed)
    const content = method === 0 ? body : inflateRawSync(body)
    if (content.length !== size || crc32(content) !== checksum) throw new Error(`the zip lies about ${name}`)
    entries.set(name, content.toString('utf8'))
    at += 46 + nameLength + extra + comment
  }
  return entries
}
