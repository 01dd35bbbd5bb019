import { crc32, deflateSync } from 'node:zlib'
import { PDFDocument, PDFHexString, PDFName, PDFString } from '@cantoo/pdf-lib'

/** Files as people have them: each says where, when, with what and by whom it was made. `shown` is what the picture itself holds. */

/** Words that must be in no byte that is served. */
export const TOLD = ['48.449', 'Aïssata', 'SM-G991W', 'bonjour.jpg', '2026:03:14', 'Copyright Halte', 'Gimp'] as const
const words = (of: string) => `${TOLD.join(' ')} ${of}`

/** EXIF with its orientation, the model of the camera, and a text in place of its directories of GPS and of names. */
function exif(orientation: number): Buffer {
  const said = Buffer.from(words('exif'))
  const head = Buffer.alloc(8 + 2 + 2 * 12 + 4)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(8, 4)
  head.writeUInt16LE(2, 8)
  head.set([0x10, 0x01, 2, 0], 10)
  head.writeUInt32LE(said.length, 14)
  head.writeUInt32LE(head.length, 18)
  head.set([0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0], 22)
  return Buffer.concat([head, said])
}

/** A profile with its colours and with the words of who measured the screen. */
export function colourProfile(): Buffer {
  const tags: [string, Buffer][] = [
    ['desc', Buffer.from(`desc\0\0\0\0${words('profile')}`)],
    ['rXYZ', Buffer.from('XYZ \0\0\0\0ROUGE1234567')],
    ['rTRC', Buffer.from('curv\0\0\0\0\0\0\0\0')],
  ]
  const header = Buffer.alloc(128)
  header.write('acsp', 36)
  header.write('SM-G991W', 48)
  const table = Buffer.alloc(4 + 12 * tags.length)
  table.writeUInt32BE(tags.length)
  let at = 128 + table.length
  tags.forEach(([name, body], index) => {
    table.write(name, 4 + index * 12)
    table.writeUInt32BE(at, 8 + index * 12)
    table.writeUInt32BE(body.length, 12 + index * 12)
    at += body.length
  })
  header.writeUInt32BE(at)
  return Buffer.concat([header, table, ...tags.map(([, body]) => body)])
}

const segment = (marker: number, body: Buffer) => {
  const head = Buffer.from([0xff, marker, 0, 0])
  head.writeUInt16BE(body.length + 2, 2)
  return Buffer.concat([head, body])
}

export function jpeg(shown: string, { orientation = 1, width = 64, height = 48 } = {}): Buffer {
  const size = Buffer.alloc(4)
  size.writeUInt16BE(height)
  size.writeUInt16BE(width, 2)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from(`JFIF\0\x01\x02\x01\0\x48\0\x48\x02\x02${words('thumbnail')}`, 'utf8')),
    segment(0xe1, Buffer.concat([Buffer.from('Exif\0\0'), exif(orientation)])),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x>${words('xmp')}</x>`)),
    segment(0xe2, Buffer.concat([Buffer.from('ICC_PROFILE\0\x01\x01', 'latin1'), colourProfile()])),
    segment(0xed, Buffer.from(`Photoshop 3.0\0${words('iptc')}`)),
    segment(0xfe, Buffer.from(words('comment'))),
    segment(0xdb, Buffer.alloc(65, 1)),
    segment(0xc0, Buffer.concat([Buffer.from([8]), size, Buffer.from([1, 1, 0x11, 0])])),
    segment(0xc4, Buffer.alloc(20)),
    segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])),
    Buffer.from(shown),
    Buffer.from([0xff, 0x00, 0xff, 0xd0]),
    Buffer.from([0xff, 0xd9]),
    // The film of a moving photograph.
    Buffer.from(`ftypmp42${words('film')}`),
  ])
}

function pngChunk(name: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), body])
  const out = Buffer.alloc(named.length + 8)
  out.writeUInt32BE(body.length)
  named.copy(out, 4)
  out.writeUInt32BE(crc32(named), named.length + 4)
  return out
}

export function png(shown: string, { orientation = 1, width = 64, height = 48 } = {}): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    pngChunk('IHDR', head),
    pngChunk('iCCP', Buffer.concat([Buffer.from('Gimp\0\0', 'latin1'), deflateSync(colourProfile())])),
    pngChunk('tEXt', Buffer.from(`Author\0${words('text')}`)),
    pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0', 'latin1'), deflateSync(words('packed'))])),
    pngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${words('xmp')}`)),
    pngChunk('tIME', Buffer.from([7, 0xea, 3, 14, 9, 0, 0])),
    pngChunk('eXIf', exif(orientation)),
    pngChunk('prVt', Buffer.from(words('private'))),
    // Not packed, so that what is shown can be looked for.
    pngChunk('IDAT', deflateSync(Buffer.from(shown), { level: 0 })),
    pngChunk('IEND', Buffer.alloc(0)),
    Buffer.from(words('after')),
  ])
}

const riffChunk = (name: string, body: Buffer) => {
  const head = Buffer.alloc(8)
  head.write(name, 'latin1')
  head.writeUInt32LE(body.length, 4)
  return Buffer.concat([head, body, Buffer.alloc(body.length % 2)])
}

export function webp(shown: string, { orientation = 1, width = 64, height = 48, moves = false } = {}): Buffer {
  const extended = Buffer.alloc(10)
  extended[0] = 0x2c | (moves ? 2 : 0)
  extended.writeUIntLE(width - 1, 4, 3)
  extended.writeUIntLE(height - 1, 7, 3)
  const frame = Buffer.from([0x10, 0, 0, 0x9d, 0x01, 0x2a, 0, 0, 0, 0])
  frame.writeUInt16LE(width, 6)
  frame.writeUInt16LE(height, 8)
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    riffChunk('VP8X', extended),
    riffChunk('ICCP', colourProfile()),
    ...(moves ? [riffChunk('ANIM', Buffer.alloc(6))] : []),
    riffChunk('VP8 ', Buffer.concat([frame, Buffer.from(shown)])),
    riffChunk('EXIF', exif(orientation)),
    riffChunk('XMP ', Buffer.from(`<x>${words('xmp')}</x>`)),
  ])
  const riff = Buffer.alloc(8)
  riff.write('RIFF')
  riff.writeUInt32LE(body.length, 4)
  return Buffer.concat([riff, body, Buffer.from(words('after'))])
}

/** What a document may hold beside its page. */
export type Beside = 'script' | 'launch' | 'files' | 'password'

/** A document of one page with a photograph, a comment laid over it, a link, and everything that programs write about people. */
export async function pdf(shown: string, beside?: Beside): Promise<Buffer> {
  const document = await PDFDocument.create()
  const { context } = document
  document.setAuthor('Aïssata')
  document.setTitle('bonjour.jpg')
  document.setProducer('Gimp')
  document.setCreationDate(new Date('2026-03-14T09:00:00Z'))
  document.setLanguage('fr-CA')
  const page = document.addPage([200, 200])
  const text = document.context.stream(`BT /F1 12 Tf (${shown}) Tj ET`)
  page.node.set(PDFName.of('Contents'), context.register(text))
  const photograph = context.stream(jpeg(`${shown} photo`), {
    Type: 'XObject',
    Subtype: 'Image',
    Width: 64,
    Height: 48,
    BitsPerComponent: 8,
    Filter: 'DCTDecode',
  })
  photograph.dict.set(PDFName.of('ColorSpace'), context.obj(['ICCBased', context.register(context.stream(colourProfile(), { N: 3 }))]))
  page.node.set(PDFName.of('Resources'), context.obj({ XObject: { I: context.register(photograph) } }))
  page.node.set(PDFName.of('PieceInfo'), context.obj({ Gimp: { Private: PDFString.of(words('piece')) } }))
  const link = { Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: { S: 'URI', URI: PDFString.of('https://halte.example/') } }
  const comment = {
    Type: 'Annot',
    Subtype: 'Text',
    Rect: [0, 0, 9, 9],
    T: PDFHexString.fromText('Aïssata'),
    Contents: PDFString.of(words('said')),
    M: PDFString.of('2026:03:14'),
  }
  const launch = { Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 9, 9], A: { S: 'Launch', F: PDFString.of('calc.exe') } }
  const laid = [link, comment, ...(beside === 'launch' ? [launch] : [])]
  page.node.set(PDFName.of('Annots'), context.obj(laid.map((one) => context.register(context.obj(one as never)))))
  document.catalog.set(PDFName.of('Metadata'), context.register(context.stream(`<x>${words('xmp')}</x>`, { Type: 'Metadata', Subtype: 'XML' })))
  context.register(context.stream(words('former version')))
  if (beside === 'script') document.addJavaScript('main', 'app.alert(1)')
  if (beside === 'files') await document.attach(Buffer.from(words('inside')), 'bonjour.jpg')
  if (beside === 'password') document.encrypt({ userPassword: '', ownerPassword: 'x' })
  return Buffer.from(await document.save({ useObjectStreams: false }))
}
