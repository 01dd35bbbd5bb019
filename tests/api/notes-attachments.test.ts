import { PDFDocument } from '@cantoo/pdf-lib'
import { constants, deflateRawSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Note } from '#shared/notes/contract.ts'
import { importForm } from '../support/import-form.ts'
import { jpeg, pdf, png, TOLD, webp, type Beside } from '../support/pictures.ts'
import { openWorld, type Answer, type Asker, type TestInitiative, type World } from '../support/world.ts'

let world: World
let here: TestInitiative
let author: Asker
let other: Asker
let lead: Asker
beforeAll(async () => {
  world = await openWorld()
  here = await world.buildInitiative()
  author = await here.person({ role: 'partner_contributor', partner: 'P2' })
  other = await here.person({ role: 'partner_contributor', partner: 'P3' })
  lead = await here.person({ role: 'backbone', lead: true })
})
afterAll(() => world.close())

type Refusal = Note & { code: string; params: Record<string, unknown>; errors?: { pointer: string; code: string }[] }
const write = async (visibility = 'circle') =>
  (await author.ask<Note>('POST', here.path('/notes'), { body: { type: 'failure', title: 'Halte', whatHappened: 'Rien', visibility } })).body
const attach = (note: Note, bytes: Buffer, { name = 'bonjour.jpg', caption = 'La halte', who = author } = {}) =>
  who.ask<Refusal>('POST', here.path(`/notes/${note.id}/attachments`), {
    body: importForm(name, bytes, caption === '' ? {} : { caption }),
    headers: { 'if-match': `"v${note.version}"` },
  })
const act = (who: Asker, note: Note, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', rest: string, body?: object) =>
  who.ask<Note>(method, here.path(`/notes/${note.id}${rest}`), { ...(body === undefined ? {} : { body }), headers: { 'if-match': `"v${note.version}"` } })
/** The file itself, byte for byte. */
async function open(note: Note, who = author, id = note.attachments[0]?.id): Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }> {
  const answer = await world.app.inject({
    url: here.path(`/notes/${note.id}/attachments/${id ?? ''}`),
    headers: { cookie: who.cookie ?? '', 'maillage-hat': who.hatId ?? '' },
  })
  return { status: answer.statusCode, headers: answer.headers, bytes: answer.rawPayload }
}
async function attached(bytes: Buffer, note?: Note): Promise<Note> {
  const answer = await attach(note ?? (await write()), bytes)
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const refused = ({ status, body }: Answer<Refusal>) => [status, body.code, body.errors?.[0]?.pointer]
/** Words that a file still holds, in any of the ways that its format writes them. */
const toldIn = (bytes: Buffer) => TOLD.filter((word) => bytes.includes(word) || bytes.includes(Buffer.from(word, 'utf16le').swap16()))

const FILES = [
  ['jpeg', 'image/jpeg', async () => jpeg('VUE')],
  ['png', 'image/png', async () => png('VUE')],
  ['webp', 'image/webp', async () => webp('VUE')],
  ['pdf', 'application/pdf', () => pdf('VUE')],
] as const

describe('a file that hangs on a note', () => {
  it.each(FILES)('%s is served as what its bytes are, shows what it showed and tells nothing of who, where, when and with what', async (kind, type, make) => {
    const bytes = await make()
    expect(toldIn(bytes).length, 'the test’s own file tells').toBeGreaterThan(3)
    const note = await attached(bytes)
    expect(note.attachments).toMatchObject([{ kind, caption: 'La halte', pages: kind === 'pdf' ? 1 : null, width: kind === 'pdf' ? null : 64 }])
    const { status, headers, bytes: served } = await open(note, other)
    expect([status, headers['content-type'], headers['x-content-type-options'], headers['cache-control']]).toEqual([200, type, 'nosniff', 'private, no-store'])
    expect(headers['content-disposition']).toBe(kind === 'pdf' ? 'attachment; filename="document.pdf"' : 'inline')
    expect(headers['content-security-policy']).toBe("default-src 'none'; sandbox; frame-ancestors 'none'")
    expect(served.length).toBe(note.attachments[0]?.byteSize)
    if (kind === 'pdf') {
      const read = await PDFDocument.load(served, { updateMetadata: false })
      const parts = read.context.enumerateIndirectObjects().map(([, object]) => String(object))
      const all = Buffer.concat([served, Buffer.from(parts.join('\n'))])
      expect([toldIn(all), read.getAuthor(), read.getTitle(), read.getCreationDate(), read.getProducer()]).toEqual([
        [],
        undefined,
        undefined,
        undefined,
        undefined,
      ])
      expect(all.includes('VUE photo'), 'the photograph').toBe(true)
      // A link stays a link, and the language by which the page is read aloud stays.
      expect([parts.join().includes('halte.example'), String(read.catalog)]).toEqual([true, expect.stringContaining('/Lang (fr-CA)')])
    } else {
      expect(toldIn(served)).toEqual([])
      expect([served.includes('VUE'), served.includes('GPS')]).toEqual([true, false])
    }
  })

  it.each([
    ['jpeg', jpeg],
    ['png', png],
    ['webp', webp],
  ] as const)('%s keeps which way is up, and its size is the one shown', async (_kind, make) => {
    const note = await attached(make('VUE', { orientation: 6, width: 64, height: 48 }))
    expect(note.attachments[0]).toMatchObject({ width: 48, height: 64 })
    const { bytes } = await open(note)
    // EXIF of one entry: orientation, a short, once, 6.
    expect(bytes.includes(Buffer.from([0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6]))).toBe(true)
  })

  it.each([
    [
      'a page named as a photograph',
      Buffer.from('<html><script>alert(1)</script>'),
      'attachment_kind',
      { found: 'HTML', allowed: ['JPEG', 'PNG', 'WebP', 'PDF'] },
    ],
    ['a drawing that can hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'attachment_kind', { found: 'SVG' }],
    ['what nobody knows', Buffer.from('bonjour'), 'attachment_kind_unknown', { allowed: ['JPEG', 'PNG', 'WebP', 'PDF'] }],
    ['a photograph cut short', jpeg('VUE').subarray(0, 500), 'attachment_unreadable', {}],
    ['a picture that moves', webp('VUE', { moves: true }), 'attachment_moves', {}],
    ['more pixels than a phone can open', png('VUE', { width: 60_000, height: 60_000 }), 'attachment_too_many_pixels', {}],
    ['more than five mebibytes', Buffer.concat([jpeg('VUE'), Buffer.alloc(5 * 1024 * 1024)]), 'attachment_too_large', { foundKb: 5121, limitKb: 5120 }],
    ['a document that only begins like one', Buffer.from('%PDF-1.7\nbonjour'), 'attachment_unreadable', {}],
  ])('%s is refused, and the refusal says what it found', async (_what, bytes, code, params) => {
    const answer = await attach(await write(), bytes)
    expect(refused(answer)).toEqual([422, code, '/file'])
    expect(answer.body.params).toMatchObject(params)
  })

  it.each<[Beside, string]>([
    ['script', 'attachment_acts'],
    ['launch', 'attachment_acts'],
    ['files', 'attachment_carries_files'],
    ['password', 'attachment_locked'],
  ])('a document with a %s is refused', async (beside, code) => {
    expect(refused(await attach(await write(), await pdf('VUE', beside)))).toEqual([422, code, '/file'])
  })

  it('a document that unfolds to more than a machine holds ends its own process only', async () => {
    // One block that unfolds to 16 MiB, forty-eight times.
    const block = deflateRawSync(Buffer.alloc(16 * 1024 * 1024, 0x20), { finishFlush: constants.Z_FULL_FLUSH })
    const body = Buffer.concat([Buffer.from([0x78, 0x9c]), ...Array.from({ length: 48 }, () => block), deflateRawSync(Buffer.alloc(0))])
    const head = `%PDF-1.7\n1 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${body.length}>>\nstream\n`
    const bomb = Buffer.concat([Buffer.from(head), body, Buffer.from('\nendstream\nendobj\ntrailer\n<</Root 2 0 R>>\n%%EOF\n')])
    expect(refused(await attach(await write(), bomb))).toEqual([422, 'attachment_too_complex', '/file'])
    expect((await attached(await pdf('VUE'))).attachments).toHaveLength(1)
  })

  it('a caption is asked for, a note takes five, and a form without a file says so', async () => {
    expect(refused(await attach(await write(), png('VUE'), { caption: '' }))).toEqual([400, 'invalid_request', '/caption'])
    expect(refused(await attach(await write(), Buffer.alloc(0)))).toEqual([422, 'attachment_missing', '/file'])
    let note = await write()
    for (let turn = 1; turn <= 5; turn += 1) note = await attached(png(`VUE ${turn}`), note)
    const sixth = await attach(note, png('VUE 6'))
    expect([sixth.status, sixth.body.code, sixth.body.params]).toEqual([422, 'attachment_too_many', { maximum: 5 }])
  })

  it('follows its note at the next request: narrowed, hidden, withdrawn, taken off', async () => {
    let note = await attached(png('VUE'))
    const seen = async () => [(await open(note, other)).status, (await open(note, lead)).status, (await open(note)).status]
    expect(await seen()).toEqual([200, 200, 200])
    note = (await act(author, note, 'PUT', '/visibility', { visibility: 'partner' })).body
    expect(await seen()).toEqual([404, 404, 200])
    note = (await act(author, note, 'PUT', '/visibility', { visibility: 'circle' })).body
    await act(lead, note, 'POST', '/hiding', { reason: 'On y voit un enfant' })
    expect((await seen()).slice(0, 2)).toEqual([404, 200])
    note = (await act(author, note, 'POST', '/withdrawal')).body
    expect(await seen()).toEqual([404, 404, 200])
    const again = await attached(png('VUE'))
    const file = again.attachments[0]?.id ?? ''
    const bare = await act(author, again, 'DELETE', `/attachments/${file}`)
    expect(bare.body.attachments).toEqual([])
    expect((await open(again, author, file)).status).toBe(404)
  })

  it('changes its note: a stale version is refused, readers are told the day, the author finds former captions and nobody a former file', async () => {
    const first = await write()
    const note = await attached(png('VUE', {}), first)
    expect([note.version, note.editedOn === null]).toEqual([first.version + 1, false])
    expect([(await attach(first, png('VUE'))).status, (await act(author, first, 'DELETE', `/attachments/${note.attachments[0]?.id ?? ''}`)).status]).toEqual([
      412, 412,
    ])
    expect(refused(await attach(note, png('VUE'), { who: other }))[0]).toBe(403)
    await act(author, note, 'DELETE', `/attachments/${note.attachments[0]?.id ?? ''}`)
    const { items } = (await author.get<{ items: { content: { attachments: unknown } }[] }>(here.path(`/notes/${note.id}/versions`))).body
    expect(items.map(({ content }) => content.attachments)).toEqual([[], [{ kind: 'png', caption: 'La halte' }]])
  })

  it('keeps neither the name of the file nor a moment, and its audit neither who nor what', async () => {
    const note = await attached(jpeg('VUE'))
    await world.maintain(here.id, async (client) => {
      const { rows } = await client.query('select * from app.note_attachments where initiative_id = $1 and note_id = $2', [here.id, note.id])
      expect(Object.keys(rows[0] as object).sort()).toEqual(
        ['caption', 'content', 'guard', 'height', 'id', 'initiative_id', 'kind', 'note_id', 'pages', 'position', 'width'].sort(),
      )
      const audit = await client.query(
        `select actor_id, hat_id, partner_id, details, extract(isodow from at) as day from app.audit_log where initiative_id = $1 and action = 'note.attach'`,
        [here.id],
      )
      expect(audit.rows[0]).toMatchObject({ actor_id: null, hat_id: null, partner_id: null, details: {}, day: '1' })
    })
  })

  it('stands in no list, no report of the year and no export', async () => {
    const note = await attached(png('VUE'))
    for (const path of ['/notes', '/notes/report?audience=circle', '/exports/notes', '/exports?content=figures&period=all&format=json']) {
      const { text } = await lead.get(here.path(path))
      expect([path, text.includes('La halte'), text.includes(note.attachments[0]?.id ?? '')]).toEqual([path, false, false])
    }
  })
})
