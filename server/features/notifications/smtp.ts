import { createTransport } from 'nodemailer'
import type { Deliver } from './sender.ts'

/** Patience with a mail server, in milliseconds. */
const PATIENCE = { connectionTimeout: 15_000, greetingTimeout: 15_000, socketTimeout: 60_000 }

const LOOPBACK: ReadonlySet<string> = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Hands mails to the server of an SMTP_URL, one connection after another. Read by the sending process alone: the library
 * weighs 20 MiB. Its log is off: it would tell addresses and texts.
 */
export function deliverBySmtp(url: string, from: string): { deliver: Deliver; close: () => void } {
  const parsed = new URL(url)
  const secure = parsed.protocol === 'smtps:'
  const transport = createTransport({
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? (secure ? 465 : 587) : Number(parsed.port),
    secure,
    ...(parsed.username === '' ? {} : { auth: { user: decodeURIComponent(parsed.username), pass: decodeURIComponent(parsed.password) } }),
    // A password never crosses the network in the open.
    requireTLS: parsed.username !== '' && !LOOPBACK.has(parsed.hostname),
    ...PATIENCE,
    disableFileAccess: true,
    disableUrlAccess: true,
    logger: false,
  })
  return {
    deliver: (to, mail) =>
      transport.sendMail({
        from: { name: 'Maillage', address: from },
        to: { name: '', address: to },
        messageId: mail.messageId,
        subject: mail.subject,
        text: mail.text,
        html: mail.html,
        headers: { ...mail.headers },
      }),
    close: () => transport.close(),
  }
}
