import { crc32, createDeflateRaw } from 'node:zlib'

/** A file to put in a zip; its content is read while it is written. */
export interface ZipEntry {
  readonly name: string
  readonly content: AsyncIterable<string>
}

interface Written {
  readonly name: Buffer
  readonly checksum: number
  readonly packed: number
  readonly size: number
  readonly offset: number
}

/** Sizes follow the content (bit 3); names are UTF-8 (bit 11). */
const FLAGS = 0x0808
const DEFLATED = 8
/** The first day that a zip can name: files of one export have no date of their own. */
const FIRST_DAY = 0x0021

function header(signature: number, name: Buffer, isDirectory: boolean, facts?: Written): Buffer {
  const bytes = Buffer.alloc(isDirectory ? 46 : 30)
  bytes.writeUInt32LE(signature, 0)
  const at = isDirectory ? 2 : 0
  if (isDirectory) bytes.writeUInt16LE(20, 4)
  bytes.writeUInt16LE(20, 4 + at)
  bytes.writeUInt16LE(FLAGS, 6 + at)
  bytes.writeUInt16LE(DEFLATED, 8 + at)
  bytes.writeUInt16LE(FIRST_DAY, 12 + at)
  bytes.writeUInt32LE(facts?.checksum ?? 0, 14 + at)
  bytes.writeUInt32LE(facts?.packed ?? 0, 18 + at)
  bytes.writeUInt32LE(facts?.size ?? 0, 22 + at)
  bytes.writeUInt16LE(name.length, 26 + at)
  if (isDirectory) bytes.writeUInt32LE(facts?.offset ?? 0, 42)
  return Buffer.concat([bytes, name])
}

async function* deflated(content: AsyncIterable<string>, tell: (checksum: number, size: number) => void): AsyncGenerator<Buffer> {
  const deflate = createDeflateRaw()
  let checksum = 0
  let size = 0
  const feed = async () => {
    for await (const text of content) {
      const bytes = Buffer.from(text, 'utf8')
      checksum = crc32(bytes, checksum)
      size += bytes.length
      if (!deflate.write(bytes)) await new Promise<void>((resolve) => deflate.once('drain', resolve))
    }
    deflate.end()
  }
  const fed = feed().catch((error: unknown) => void deflate.destroy(error as Error))
  try {
    for await (const chunk of deflate) yield chunk as Buffer
  } finally {
    deflate.destroy()
  }
  await fed
  tell(checksum, size)
}

/** A zip written as its entries are read: memory holds one piece, not the files. Entries and archive stay under 4 GiB. */
export async function* zipStream(entries: Iterable<ZipEntry>): AsyncGenerator<Buffer> {
  const written: Written[] = []
  let offset = 0
  for (const { name, content } of entries) {
    const label = Buffer.from(name, 'utf8')
    const start = offset
    const local = header(0x04034b50, label, false)
    yield local
    offset += local.length
    let [checksum, size, packed] = [0, 0, 0]
    for await (const chunk of deflated(content, (sum, length) => ([checksum, size] = [sum, length]))) {
      packed += chunk.length
      yield chunk
    }
    const descriptor = Buffer.alloc(16)
    descriptor.writeUInt32LE(0x08074b50, 0)
    descriptor.writeUInt32LE(checksum, 4)
    descriptor.writeUInt32LE(packed, 8)
    descriptor.writeUInt32LE(size, 12)
    yield descriptor
    offset += packed + descriptor.length
    written.push({ name: label, checksum, packed, size, offset: start })
  }
  const directory = Buffer.concat(written.map((one) => header(0x02014b50, one.name, true, one)))
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(written.length, 8)
  end.writeUInt16LE(written.length, 10)
  end.writeUInt32LE(directory.length, 12)
  end.writeUInt32LE(offset, 16)
  yield Buffer.concat([directory, end])
}
