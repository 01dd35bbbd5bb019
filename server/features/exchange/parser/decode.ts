import { isUtf8 } from 'node:buffer'
import iconv from 'iconv-lite'
import { FileFault } from '#shared/exchange/table.ts'
import type { FileFormat } from '#shared/exchange/mapping.ts'

export type Encoding = Exclude<FileFormat['encoding'], 'auto'>

const NAMES: Record<Encoding, string> = { 'utf-8': 'utf8', 'windows-1252': 'win1252', cp850: 'cp850', 'utf-16le': 'utf16le' }
const SAMPLE = 400_000

const LOWER = /^[àâäáãçéèêëíìîïñóòôöõúùûüÿœæ]$/
const UPPER = /^[ÀÂÄÁÃÇÉÈÊËÍÌÎÏÑÓÒÔÖÕÚÙÛÜŸŒÆ]$/
const QUOTES = /^[’‘“”«»–—…·°²³ºª½]$/

/** How much a non-ASCII sign looks like French, English or Spanish prose where it stands. */
function score(before: string, sign: string, after: string): number {
  const lowerNear = /[a-z]/.test(before) || /[a-z]/.test(after)
  const upperNear = /[A-Z]/.test(before) || /[A-Z]/.test(after)
  if (LOWER.test(sign)) return lowerNear ? 2 : upperNear ? -1 : /[_\s]/.test(before) || before === '' ? 1 : -1
  if (UPPER.test(sign)) return /[a-z]/.test(before) ? -2 : upperNear || /[a-z]/.test(after) ? 2 : -1
  if (sign === '\u00a0' || sign === '\u202f') return /[\d\s]/.test(before) || /[\d\s€%:;!?»]/.test(after) ? 2 : 0
  if (sign === '€' || sign === '£') return /[\d\s]/.test(before) || /\d/.test(after) ? 2 : 0
  if (QUOTES.test(sign)) return /[\p{L}\d\s]/u.test(before) || /[\p{L}\d]/u.test(after) ? 1 : 0
  return -2
}

function likelihood(text: string): number {
  let total = 0
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) < 0x80) continue
    total += text.charCodeAt(index) < 0xa0 ? -5 : score(text[index - 1] ?? '', text[index] as string, text[index + 1] ?? '')
  }
  return total
}

/** Lines that hold a byte above ASCII: nothing else tells two 8-bit encodings apart. */
function tellingBytes(bytes: Buffer): Buffer {
  const lines: Buffer[] = []
  let size = 0
  for (let start = 0; start < bytes.length && size < SAMPLE;) {
    const end = bytes.indexOf(0x0a, start)
    const line = bytes.subarray(start, end === -1 ? bytes.length : end + 1)
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line)
      size += line.length
    }
    start += line.length
  }
  return Buffer.concat(lines)
}

/**
 * Encoding of a text file: UTF-16 and UTF-8 by their marks, UTF-8 when every byte fits, else the 8-bit
 * encoding under which the accents read as words.
 * @throws FileFault encoding_uncertain when both read alike, file_not_text
 */
export function detectEncoding(bytes: Buffer): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes.subarray(0, 65_536).includes(0)) throw new FileFault('file_not_text')
  if (isUtf8(bytes)) return 'utf-8'
  const sample = tellingBytes(bytes)
  const [windows, dos] = [likelihood(iconv.decode(sample, 'win1252')), likelihood(iconv.decode(sample, 'cp850'))]
  if (windows === dos) throw new FileFault('encoding_uncertain')
  return windows > dos ? 'windows-1252' : 'cp850'
}

function isAccentedUtf8(bytes: Buffer): boolean {
  return bytes.some((byte) => byte >= 0x80) && isUtf8(bytes)
}

/**
 * Text of a file in a given or detected encoding, without its byte order mark.
 * @throws FileFault encoding_wrong when the bytes do not fit the encoding that was asked for
 */
export function decode(bytes: Buffer, wanted: FileFormat['encoding']): { text: string; encoding: Encoding } {
  if (wanted === 'auto') {
    const encoding = detectEncoding(bytes)
    return { text: iconv.decode(bytes, NAMES[encoding]), encoding }
  }
  if (wanted !== 'utf-16le' && bytes.subarray(0, 65_536).includes(0)) throw new FileFault('file_not_text')
  const text = iconv.decode(bytes, NAMES[wanted])
  // Accents that are whole UTF-8 sequences are UTF-8: read as another encoding they would be stored broken.
  const eightBit = wanted === 'windows-1252' || wanted === 'cp850'
  const wrong = eightBit ? (isAccentedUtf8(bytes) ? text.search(/[\u0080-\uffff]/) : -1) : text.indexOf('\ufffd')
  if (wrong >= 0) {
    const row = text.slice(0, wrong).split('\n').length
    throw new FileFault('encoding_wrong', [
      { sheet: null, row, column: null, value: text.slice(Math.max(0, wrong - 20), wrong + 20).replaceAll(/[\r\n]/g, ' ') },
    ])
  }
  return { text, encoding: wanted }
}
