import { inflateSync } from 'node:zlib'
import { decodePDFRawStream, PDFArray, PDFName, PDFNumber, PDFRawStream, type PDFContext } from '@cantoo/pdf-lib'
import { AttachmentFault } from './bytes.ts'
import { plainProfile } from './colour-profile.ts'
import { cleanJpeg } from './jpeg.ts'

const MOST_UNFOLDED = 64 * 1024 * 1024
/** Boxes of JPEG 2000 that hold words about a picture. */
const WORDS = new Set(['xml ', 'uuid', 'uinf'])

function withoutWords(bytes: Buffer): Buffer {
  if (bytes.toString('latin1', 4, 8) !== 'jP  ') return bytes
  const kept: Buffer[] = []
  for (let at = 0; at + 8 <= bytes.length;) {
    const said = bytes.readUInt32BE(at)
    const length = said === 0 ? bytes.length - at : said
    if (length < 8 || at + length > bytes.length) throw new AttachmentFault('unreadable')
    if (!WORDS.has(bytes.toString('latin1', at + 4, at + 8))) kept.push(bytes.subarray(at, at + length))
    at += length
  }
  return Buffer.concat(kept)
}

function filtersOf(stream: PDFRawStream): string[] {
  const filter = stream.dict.lookup(PDFName.of('Filter'))
  const names = filter instanceof PDFArray ? filter.asArray().map((_, index) => filter.lookup(index)) : [filter]
  return names.flatMap((name) => (name instanceof PDFName ? [name.decodeText()] : []))
}

/** Cleans a photograph inside a document as one that comes alone: cameras write into both. @throws AttachmentFault */
export function cleanImage(stream: PDFRawStream): void {
  const filters = filtersOf(stream)
  const last = filters.at(-1)
  if (last !== 'DCTDecode' && last !== 'DCT' && last !== 'JPXDecode') return
  let bytes = Buffer.from(stream.contents)
  if (filters.length > 1) {
    if (filters.length > 2 || (filters[0] !== 'FlateDecode' && filters[0] !== 'Fl')) throw new AttachmentFault('unreadable')
    bytes = inflateSync(bytes, { maxOutputLength: MOST_UNFOLDED })
    stream.dict.set(PDFName.of('Filter'), PDFName.of(last === 'JPXDecode' ? last : 'DCTDecode'))
    stream.dict.delete(PDFName.of('DecodeParms'))
  }
  stream.contents = last === 'JPXDecode' ? withoutWords(bytes) : cleanJpeg(bytes).content
}

/** Leaves of a colour space by profile the colours alone; where the profile cannot be read, the plain space of as many colours. */
export function cleanColourSpace(context: PDFContext, space: PDFArray): void {
  const stream = space.lookup(1)
  if (!(stream instanceof PDFRawStream)) return
  const profile = plainProfile(Buffer.from(decodePDFRawStream(stream).decode()))
  if (profile === null) {
    const colours = stream.dict.lookup(PDFName.of('N'))
    const count = colours instanceof PDFNumber ? colours.asNumber() : 3
    space.set(0, PDFName.of(count === 1 ? 'DeviceGray' : count === 4 ? 'DeviceCMYK' : 'DeviceRGB'))
    space.remove(1)
    return
  }
  stream.contents = context.flateStream(profile).getContents()
  stream.dict.set(PDFName.of('Filter'), PDFName.of('FlateDecode'))
  stream.dict.delete(PDFName.of('DecodeParms'))
}
