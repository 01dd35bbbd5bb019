import { setPriority } from 'node:os'
import { AttachmentFault, type Cleaned } from './bytes.ts'
import { cleanPdf } from './pdf.ts'

/** The process that reads documents: short-lived, unable to write or to start anything. Its answer: the length of a line in four bytes, the line, the file. */

setPriority(5)

/** What is said before the file. */
export type ChildAnswer = { readonly fault: string } | Omit<Cleaned, 'content'>

const chunks: Buffer[] = []
for await (const chunk of process.stdin) chunks.push(chunk as Buffer)
const input = Buffer.concat(chunks)
chunks.length = 0
let answer: ChildAnswer
let content = Buffer.alloc(0)
try {
  const cleaned = await cleanPdf(input.subarray(4 + input.readUInt32LE(0)))
  content = cleaned.content as Buffer<ArrayBuffer>
  answer = { width: cleaned.width, height: cleaned.height, pages: cleaned.pages }
} catch (error) {
  // A library that meets what it did not expect has not read the file.
  answer = { fault: error instanceof AttachmentFault ? error.reason : 'unreadable' }
}
const line = Buffer.from(JSON.stringify(answer))
const length = Buffer.alloc(4)
length.writeUInt32LE(line.length)
process.stdout.write(Buffer.concat([length, line, content]))
