import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A mail as a server received it. */
export interface ReceivedMail {
  readonly to: string
  readonly messageId: string
  readonly subject: string
  /** Headers as they came, folded lines put together. */
  readonly headers: string
  readonly text: string
  readonly html: string
  readonly raw: string
}

/** A real SMTP server on a port of its own. */
export interface MailServer {
  readonly url: string
  readonly mails: ReceivedMail[]
  /** What it answers to a recipient: null takes it. */
  refuse: (address: string) => { code: number; text: string } | null
  /** Called when a mail has come whole, before the server says so. */
  beforeAnswer: (mail: ReceivedMail) => void | Promise<void>
  close(): Promise<void>
}

const words = (text: string) =>
  text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, body: string) =>
      kind.toLowerCase() === 'b' ? Buffer.from(body, 'base64').toString('utf8') : quoted(body.replaceAll('_', ' ')),
    )
const quoted = (text: string) =>
  Buffer.from(
    text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8')

function readMail(to: string, raw: string): ReceivedMail {
  const [head = ''] = raw.split('\r\n\r\n', 1)
  const headers = head.replace(/\r\n[ \t]+/g, ' ')
  const header = (name: string) => words(new RegExp(`^${name}: (.*)$`, 'im').exec(headers)?.[1] ?? '')
  const part = (type: string) => {
    const found = new RegExp(`Content-Type: ${type}[^]*?\\r\\n\\r\\n([^]*?)\\r\\n--`, 'i').exec(raw)
    const encoding = /Content-Transfer-Encoding: (\S+)/i.exec(found?.[0] ?? '')?.[1]?.toLowerCase()
    const body = found?.[1] ?? ''
    return encoding === 'base64' ? Buffer.from(body, 'base64').toString('utf8') : encoding === 'quoted-printable' ? quoted(body) : body
  }
  return { to, messageId: header('Message-ID'), subject: header('Subject'), headers, text: part('text/plain'), html: part('text/html'), raw }
}

/** A port on which nobody answers. */
export async function deadPort(): Promise<number> {
  const probe = createServer()
  await new Promise<void>((resolve) => void probe.listen(0, '127.0.0.1', resolve))
  const { port } = probe.address() as { port: number }
  await new Promise((resolve) => probe.close(resolve))
  return port
}

/** Starts a server on a port, or on any. */
export async function startMailServer(port = 0): Promise<MailServer> {
  const mails: ReceivedMail[] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['AUTH', 'STARTTLS'],
    onRcptTo: ({ address }, _session, done) => {
      const refusal = own.refuse(address)
      if (refusal === null) done()
      else done(Object.assign(new Error(refusal.text), { responseCode: refusal.code }))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const mail = readMail(session.envelope.rcptTo[0]?.address ?? '', Buffer.concat(chunks).toString('latin1'))
        mails.push(mail)
        void Promise.resolve(own.beforeAnswer(mail)).then(() => done())
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => void server.listen(port, '127.0.0.1', () => resolve()))
  const own: MailServer = {
    url: `smtp://127.0.0.1:${(server.server.address() as { port: number }).port}`,
    mails,
    refuse: () => null,
    beforeAnswer: () => undefined,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return own
}
