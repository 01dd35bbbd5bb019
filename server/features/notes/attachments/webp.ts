import { asShown, AttachmentFault, exifOf, orientationOf, sliceOf, type Cleaned } from './bytes.ts'
import { plainProfile } from './colour-profile.ts'

const HAS_PROFILE = 0x20
const HAS_ALPHA = 0x10
const HAS_EXIF = 0x08
const MOVES = 0x02

function chunk(name: string, body: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

function sizeOf(name: string, body: Buffer): { width: number; height: number } {
  if (name === 'VP8 ') return { width: sliceOf(body, 6, 4).readUInt16LE(0) & 0x3fff, height: body.readUInt16LE(8) & 0x3fff }
  const bits = sliceOf(body, 1, 4).readUInt32LE(0)
  return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
}

/** A still WebP with what shows the picture alone. @throws AttachmentFault, `animation` for one that moves */
export function cleanWebp(bytes: Buffer): Cleaned {
  const end = Math.min(bytes.length, bytes.readUInt32LE(4) + 8)
  let picture: { name: string; body: Buffer } | null = null
  let alpha: Buffer | null = null
  let profile: Buffer | null = null
  let orientation = 1
  let flags = 0
  for (let at = 12; at + 8 <= end;) {
    const name = bytes.toString('latin1', at, at + 4)
    const length = bytes.readUInt32LE(at + 4)
    const body = sliceOf(bytes, at + 8, length)
    at += 8 + length + (length % 2)
    if (name === 'VP8X') flags = sliceOf(body, 0, 10)[0] as number
    else if (name === 'ANIM' || name === 'ANMF') throw new AttachmentFault('animation')
    else if ((name === 'VP8 ' || name === 'VP8L') && picture === null) picture = { name, body }
    else if (name === 'ALPH') alpha = body
    else if (name === 'ICCP') profile = plainProfile(body)
    else if (name === 'EXIF') orientation = orientationOf(body.toString('latin1', 0, 4) === 'Exif' ? body.subarray(6) : body)
  }
  if (picture === null || (flags & MOVES) !== 0) throw new AttachmentFault(picture === null ? 'unreadable' : 'animation')
  const { width, height } = sizeOf(picture.name, picture.body)
  const hasAlpha = alpha !== null || (flags & HAS_ALPHA) !== 0
  const chunks = [chunk(picture.name, picture.body)]
  if (alpha !== null) chunks.unshift(chunk('ALPH', alpha))
  if (profile !== null) chunks.unshift(chunk('ICCP', profile))
  if (orientation !== 1) chunks.push(chunk('EXIF', exifOf(orientation)))
  if (chunks.length > 1 || hasAlpha) {
    const head = Buffer.alloc(10)
    head[0] = (profile === null ? 0 : HAS_PROFILE) | (hasAlpha ? HAS_ALPHA : 0) | (orientation === 1 ? 0 : HAS_EXIF)
    head.writeUIntLE(width - 1, 4, 3)
    head.writeUIntLE(height - 1, 7, 3)
    chunks.unshift(chunk('VP8X', head))
  }
  const body = Buffer.concat([Buffer.from('WEBP', 'latin1'), ...chunks])
  const riff = Buffer.alloc(8)
  riff.write('RIFF', 'latin1')
  riff.writeUInt32LE(body.length, 4)
  return { content: Buffer.concat([riff, body]), ...asShown(width, height, orientation), pages: null }
}
