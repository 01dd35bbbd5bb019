import { join } from 'node:path'
import { runConfined, Stopped } from '#server/platform/confined.ts'
import { problem } from '#server/platform/http/problem.ts'
import { ROOT } from '#server/platform/root.ts'
import type { ProblemCode, ProblemParams } from '#shared/problems/catalog.ts'
import { ALLOWED_WORDS, kindOf, MOST_ATTACHMENT_BYTES, MOST_PIXELS, type AttachmentKind } from '#shared/notes/attachments.ts'
import { AttachmentFault, type Cleaned } from './bytes.ts'
import type { ChildAnswer } from './child.ts'
import { cleanJpeg } from './jpeg.ts'
import { cleanPng } from './png.ts'
import { cleanWebp } from './webp.ts'

const CHILD = join(ROOT, 'server/features/notes/attachments/child.ts')
const CONFINEMENT = { memoryMib: 192, residentMib: 512, timeLimitMs: 8_000, mostOutput: MOST_ATTACHMENT_BYTES + 4096 }

/** Requests that wait for a document at one time: each holds a connection to the database meanwhile. */
const WAITING_AT_ONCE = 2
let waiting = 0

/** Documents are read in a process of their own: their format is a language. @throws unavailable when enough of them are being read */
async function cleanInChild(bytes: Buffer): Promise<Cleaned> {
  if (waiting >= WAITING_AT_ONCE) throw problem('unavailable', { retrySeconds: 5 })
  waiting += 1
  let output: Buffer
  try {
    output = await runConfined(CHILD, {}, bytes, CONFINEMENT)
  } catch (error) {
    throw error instanceof Stopped ? new AttachmentFault('too_complex') : error
  } finally {
    waiting -= 1
  }
  const end = 4 + output.readUInt32LE(0)
  const answer = JSON.parse(output.toString('utf8', 4, end)) as ChildAnswer
  if ('fault' in answer) throw new AttachmentFault(answer.fault)
  return { ...answer, content: output.subarray(end) }
}

const CLEAN: Readonly<Record<AttachmentKind, (bytes: Buffer) => Cleaned | Promise<Cleaned>>> = {
  jpeg: cleanJpeg,
  png: cleanPng,
  webp: cleanWebp,
  pdf: cleanInChild,
}

/** How each reason is told. */
const REFUSALS = {
  unreadable: 'attachment_unreadable',
  encryption: 'attachment_locked',
  javascript: 'attachment_acts',
  launch: 'attachment_acts',
  embedded_files: 'attachment_carries_files',
  form: 'attachment_form',
  animation: 'attachment_moves',
  pixels: 'attachment_too_many_pixels',
  too_complex: 'attachment_too_complex',
} as const satisfies Record<string, ProblemCode>

function refuse(code: ProblemCode, params: ProblemParams = {}): never {
  throw problem(code, params, [{ pointer: '/file', code, params }])
}

function refuseSize(bytes: Buffer): void {
  if (bytes.length > MOST_ATTACHMENT_BYTES) refuse('attachment_too_large', { foundKb: Math.ceil(bytes.length / 1024), limitKb: MOST_ATTACHMENT_BYTES / 1024 })
}

/**
 * What is kept of a file: by its bytes one of four kinds, within the limits, without what it says of people, places and machines.
 * @throws attachment_kind, attachment_kind_unknown, attachment_too_large and those of `REFUSALS`
 */
export async function cleanAttachment(bytes: Buffer): Promise<Cleaned & { kind: AttachmentKind }> {
  const found = kindOf(bytes)
  const allowed = [...ALLOWED_WORDS]
  if (found.kind === null)
    return found.other === null ? refuse('attachment_kind_unknown', { allowed }) : refuse('attachment_kind', { found: found.other, allowed })
  refuseSize(bytes)
  try {
    const cleaned = await CLEAN[found.kind](bytes)
    const { width, height } = cleaned
    if (width !== null && height !== null && (width === 0 || height === 0)) throw new AttachmentFault('unreadable')
    if (width !== null && height !== null && width * height > MOST_PIXELS) throw new AttachmentFault('pixels')
    refuseSize(cleaned.content)
    return { ...cleaned, kind: found.kind }
  } catch (error) {
    if (!(error instanceof AttachmentFault)) throw error
    return refuse(REFUSALS[error.reason as keyof typeof REFUSALS])
  }
}
