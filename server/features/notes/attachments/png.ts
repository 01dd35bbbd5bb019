import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { asShown, AttachmentFault, exifOf, orientationOf, sliceOf, type Cleaned } from './bytes.ts'
import { plainProfile } from './colour-profile.ts'

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
/** The picture, its colours and its transparency; texts, times, EXIF, other frames and private chunks are not among them. */
const KEPT = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS', 'cHRM', 'gAMA', 'sRGB', 'sBIT', 'bKGD', 'cICP'])
const MOST_PROFILE = 4 * 1024 * 1024

function chunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(body.length, 0)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}

/** The colour profile without the name and the words it came with. */
function profileChunk(body: Buffer): Buffer[] {
  const end = body.indexOf(0)
  if (end < 0) return []
  try {
    const profile = plainProfile(inflateSync(body.subarray(end + 2), { maxOutputLength: MOST_PROFILE }))
    return profile === null ? [] : [chunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]))]
  } catch {
    return []
  }
}

/** A PNG with what shows the picture alone; of EXIF which way is up stays. Nothing after its end is kept. @throws AttachmentFault */
export function cleanPng(bytes: Buffer): Cleaned {
  const kept: Buffer[] = []
  let orientation = 1
  let size: { width: number; height: number } | null = null
  let at = SIGNATURE.length
  for (let name = ''; name !== 'IEND';) {
    const length = sliceOf(bytes, at, 8).readUInt32BE(0)
    name = bytes.toString('latin1', at + 4, at + 8)
    const body = sliceOf(bytes, at + 8, length)
    sliceOf(bytes, at + 8 + length, 4)
    at += 12 + length
    if ((size === null) !== (name === 'IHDR')) throw new AttachmentFault('unreadable')
    if (name === 'IHDR') size = { width: sliceOf(body, 0, 8).readUInt32BE(0), height: body.readUInt32BE(4) }
    if (name === 'eXIf') orientation = orientationOf(body)
    else if (name === 'iCCP') kept.push(...profileChunk(body))
    else if (KEPT.has(name)) kept.push(chunk(name, body))
  }
  if (size === null || kept.length < 3) throw new AttachmentFault('unreadable')
  const [head, ...rest] = kept as [Buffer, ...Buffer[]]
  return {
    content: Buffer.concat([SIGNATURE, head, ...(orientation === 1 ? [] : [chunk('eXIf', exifOf(orientation))]), ...rest]),
    ...asShown(size.width, size.height, orientation),
    pages: null,
  }
}
