import { asShown, AttachmentFault, exifOf, orientationOf, sliceOf, type Cleaned } from './bytes.ts'
import { plainProfile } from './colour-profile.ts'

const START = Buffer.from([0xff, 0xd8])
const END = Buffer.from([0xff, 0xd9])
const PROFILE = 'ICC_PROFILE\0'
/** A profile part holds 64 KiB less its head. */
const PROFILE_PART = 65_519

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
/** Tables, restart intervals and scans: what shows the picture. */
const isPicture = (marker: number) => isFrame(marker) || marker === 0xc4 || marker === 0xcc || marker === 0xdb || marker === 0xda || marker === 0xdd

function segment(marker: number, body: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

function profileSegments(parts: ReadonlyMap<number, Buffer>): Buffer[] {
  const whole = Buffer.concat([...parts].sort(([one], [other]) => one - other).map(([, part]) => part))
  const profile = plainProfile(whole)
  if (profile === null) return []
  const count = Math.ceil(profile.length / PROFILE_PART)
  return Array.from({ length: count }, (_, index) =>
    segment(
      0xe2,
      Buffer.concat([Buffer.from(PROFILE, 'latin1'), Buffer.from([index + 1, count]), profile.subarray(index * PROFILE_PART, (index + 1) * PROFILE_PART)]),
    ),
  )
}

/** Where the coded picture after a scan's head ends: the next marker that is neither a stuffed byte nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  let at = from
  for (;;) {
    at = bytes.indexOf(0xff, at)
    if (at < 0 || at + 1 >= bytes.length) throw new AttachmentFault('unreadable')
    const next = bytes[at + 1] as number
    if (next !== 0x00 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at
    at += next === 0xff ? 1 : 2
  }
}

/**
 * A JPEG with what shows the picture alone: no comment, no application segment but the colour transform, the bare colour profile
 * and which way is up; nothing after its end, where telephones put films and second pictures.
 * @throws AttachmentFault
 */
export function cleanJpeg(bytes: Buffer): Cleaned {
  const kept: Buffer[] = []
  const profile = new Map<number, Buffer>()
  let transform: Buffer | null = null
  let hasJfif = false
  let orientation = 1
  let size: { width: number; height: number } | null = null
  let at = 2
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1
    const marker = sliceOf(bytes, at, 2)[1] as number
    if (bytes[at] !== 0xff) throw new AttachmentFault('unreadable')
    if (marker === 0xd9) break
    const length = sliceOf(bytes, at + 2, 2).readUInt16BE(0)
    if (length < 2) throw new AttachmentFault('unreadable')
    const body = sliceOf(bytes, at + 4, length - 2)
    at += 2 + length
    if (isFrame(marker) && size === null) size = { height: sliceOf(body, 1, 2).readUInt16BE(0), width: sliceOf(body, 3, 2).readUInt16BE(0) }
    if (marker === 0xda) {
      const end = endOfScan(bytes, at)
      kept.push(segment(marker, body), bytes.subarray(at, end))
      at = end
    } else if (isPicture(marker)) kept.push(segment(marker, body))
    else if (marker === 0xe0 && body.toString('latin1', 0, 5) === 'JFIF\0') hasJfif = true
    else if (marker === 0xe1 && body.toString('latin1', 0, 6) === 'Exif\0\0') orientation = orientationOf(body.subarray(6))
    else if (marker === 0xe2 && body.toString('latin1', 0, 12) === PROFILE && body.length > 14) profile.set(body[12] as number, body.subarray(14))
    else if (marker === 0xee && body.toString('latin1', 0, 5) === 'Adobe' && body.length >= 12) transform = body.subarray(0, 12)
  }
  if (size === null || kept.length === 0) throw new AttachmentFault('unreadable')
  const content = Buffer.concat([
    START,
    ...(hasJfif ? [segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1'))] : []),
    ...(orientation === 1 ? [] : [segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOf(orientation)]))]),
    ...profileSegments(profile),
    ...(transform === null ? [] : [segment(0xee, transform)]),
    ...kept,
    END,
  ])
  return { content, ...asShown(size.width, size.height, orientation), pages: null }
}
