import { inflateRawSync } from 'node:zlib'
import { FileFault } from '#shared/exchange/table.ts'

/** Most bytes that a workbook may inflate to. */
export const MAXIMUM_INFLATED = 48 * 1024 * 1024
const MAXIMUM_ENTRIES = 2000
const END_OF_DIRECTORY = 0x06054b50
const DIRECTORY_ENTRY = 0x02014b50
const LOCAL_ENTRY = 0x04034b50
/** The size stands in an extra field. */
const IN_ZIP64 = 0xffffffff

function endOfDirectory(bytes: Buffer): number {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1) {
    if (bytes.readUInt32LE(at) === END_OF_DIRECTORY) return at
  }
  throw new FileFault('file_unreadable')
}

/**
 * Inflates every entry of a zip once and counts: the sizes that the file declares are not believed, and a file
 * whose sizes are not those that it declares is refused, as is one whose XML declares entities.
 * @throws FileFault file_too_large_inside, file_unreadable, file_encrypted, file_sizes_differ, file_with_entities
 */
export function measureZip(bytes: Buffer): { names: string[]; inflated: number } {
  const end = endOfDirectory(bytes)
  const count = bytes.readUInt16LE(end + 10)
  let at = bytes.readUInt32LE(end + 16)
  if (count > MAXIMUM_ENTRIES) throw new FileFault('file_too_large_inside')
  const names: string[] = []
  let inflated = 0
  try {
    for (let entry = 0; entry < count; entry += 1) {
      if (bytes.readUInt32LE(at) !== DIRECTORY_ENTRY) throw new FileFault('file_unreadable')
      const [flags, method, packed, declared] = [
        bytes.readUInt16LE(at + 8),
        bytes.readUInt16LE(at + 10),
        bytes.readUInt32LE(at + 20),
        bytes.readUInt32LE(at + 24),
      ]
      const [nameLength, extraLength, commentLength, local] = [
        bytes.readUInt16LE(at + 28),
        bytes.readUInt16LE(at + 30),
        bytes.readUInt16LE(at + 32),
        bytes.readUInt32LE(at + 42),
      ]
      names.push(bytes.toString('utf8', at + 46, at + 46 + nameLength))
      at += 46 + nameLength + extraLength + commentLength
      if ((flags & 1) !== 0) throw new FileFault('file_encrypted')
      if (bytes.readUInt32LE(local) !== LOCAL_ENTRY) throw new FileFault('file_unreadable')
      const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
      const body = bytes.subarray(start, start + packed)
      const content = method === 0 ? body : inflateRawSync(body, { maxOutputLength: Math.max(1, MAXIMUM_INFLATED - inflated) })
      inflated += content.length
      if (inflated > MAXIMUM_INFLATED) throw new FileFault('file_too_large_inside')
      if (declared !== content.length && declared !== IN_ZIP64) throw new FileFault('file_sizes_differ')
      if (content.subarray(0, 4096).includes('<!DOCTYPE') || content.subarray(0, 4096).includes('<!ENTITY')) throw new FileFault('file_with_entities')
    }
  } catch (error) {
    if (error instanceof FileFault) throw error
    throw new FileFault((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'file_too_large_inside' : 'file_unreadable')
  }
  return { names, inflated }
}
