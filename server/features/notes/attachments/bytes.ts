/** A file that cannot be taken as it is: `unreadable`, or what it holds that is not taken. */
export class AttachmentFault extends Error {
  readonly reason: string

  constructor(reason: string) {
    super(reason)
    this.reason = reason
  }
}

/** What is kept of a file, and how large it is shown. */
export interface Cleaned {
  readonly content: Buffer
  readonly width: number | null
  readonly height: number | null
  readonly pages: number | null
}

/** A part of the bytes. @throws AttachmentFault where the file ends before it */
export function sliceOf(bytes: Buffer, from: number, length: number): Buffer {
  if (length < 0 || from < 0 || from + length > bytes.length) throw new AttachmentFault('unreadable')
  return bytes.subarray(from, from + length)
}

/** The orientation that EXIF gives, 1 to 8; 1 where it gives none that can be read. */
export function orientationOf(exif: Buffer): number {
  const little = exif.toString('latin1', 0, 2) === 'II'
  if (exif.length < 14) return 1
  const short = (at: number) => (at + 2 > exif.length ? 0 : little ? exif.readUInt16LE(at) : exif.readUInt16BE(at))
  const first = little ? exif.readUInt32LE(4) : exif.readUInt32BE(4)
  const count = Math.min(short(first), 200)
  for (let index = 0; index < count; index += 1) {
    const entry = first + 2 + index * 12
    if (short(entry) !== 0x0112) continue
    const value = short(entry + 8)
    return value >= 1 && value <= 8 ? value : 1
  }
  return 1
}

/** EXIF that says which way is up and nothing else. */
export function exifOf(orientation: number): Buffer {
  return Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0])
}

/** A picture is shown turned from orientation 5 on. */
export const asShown = (width: number, height: number, orientation: number) => (orientation >= 5 ? { width: height, height: width } : { width, height })
