import type { Locale } from '#shared/i18n/locales.ts'
import { languageOf } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import type { MailKind, NotificationFacts } from '#shared/notifications/contract.ts'
import { isOfAccount } from '#shared/notifications/rules.ts'
import { pathOf, sentencesOf, titleOf } from '#shared/notifications/wording.ts'

/** What a mail is made of: no text that anybody wrote but the name of the initiative, and of who made a link that chose the reader's password. */
export interface MailParts {
  readonly id: string
  readonly kind: MailKind
  readonly facts: NotificationFacts
  readonly locale: Locale
  readonly origin: string
  /** Null for a mail of an account alone. */
  readonly initiative: { readonly slug: string; readonly nameFr: string; readonly nameEn: string | null; readonly timeZone: string } | null
  /** The secret of a link, for mails that are one. */
  readonly secret: string | null
  /** Of mails that can be refused: the token of the reader's preferences. */
  readonly preferences: string | null
}

export interface ComposedMail {
  readonly messageId: string
  readonly subject: string
  readonly text: string
  readonly html: string
  readonly headers: Readonly<Record<string, string>>
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text: string) => text.replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')
/** A name as a header may hold it (reliability F18, F23). */
const oneLine = (text: string) => text.replace(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]+/g, ' ').trim()

/** The mail in the reader's language, as plain text and as HTML, with the headers that let a mail program unsubscribe in one click (RFC 8058). */
export function composeMail(parts: MailParts): ComposedMail {
  const { kind, facts, locale, origin, initiative, preferences } = parts
  const say = (key: Parameters<typeof translate>[0], params: Record<string, string | number> = {}) => translate(key, params, locale)
  const title = titleOf(kind, facts, locale)
  const name = initiative === null ? null : oneLine(languageOf(locale) === 'en' ? (initiative.nameEn ?? initiative.nameFr) : initiative.nameFr)
  const sentences = sentencesOf(kind, facts, locale, initiative?.timeZone ?? 'UTC')
  const link =
    parts.secret === null
      ? `${origin}/${locale}${initiative === null || isOfAccount(kind) ? '' : `/i/${initiative.slug}`}${pathOf(kind, facts)}`
      : `${origin}/${locale}/links/${parts.secret}`
  const why =
    kind === 'password_chosen'
      ? say('notifications_mail_why_account')
      : preferences === null || name === null
        ? say('notifications_mail_why_link')
        : say('notifications_mail_why', { initiative: name })
  const choose = preferences === null ? null : `${origin}/${locale}/mail/${preferences}`
  const open = say('notifications_open')
  const text = [
    say('notifications_mail_hello'),
    sentences.join('\n'),
    `${open}${locale === 'en' ? '' : '\u00a0'}: ${link}`,
    ['-- ', why, ...(choose === null ? [] : [`${say('notifications_mail_choose')}${locale === 'en' ? '' : '\u00a0'}: ${choose}`])].join('\n'),
  ].join('\n\n')
  const html = `<!doctype html><html lang="${locale}"><head><meta charset="utf-8"><title>${escape(title)}</title></head>
<body style="margin:0;padding:24px;font-family:system-ui,sans-serif;line-height:1.5;color:#1c2a33;background:#ffffff">
<div style="max-width:36rem"><h1 style="font-size:1.25rem">${escape(title)}</h1>
${sentences.map((sentence) => `<p>${escape(sentence)}</p>`).join('\n')}
<p><a href="${escape(link)}" style="color:#0b5a6f;font-weight:600">${escape(open)}</a></p>
<hr style="border:0;border-top:1px solid #c9d3d8"><p style="font-size:0.875rem;color:#4a5b66">${escape(why)}${
    choose === null ? '' : `<br><a href="${escape(choose)}" style="color:#4a5b66">${escape(say('notifications_mail_choose'))}</a>`
  }</p></div></body></html>`
  const unsubscribe = preferences === null ? null : `${origin}/api/v1/mail-preferences/${preferences}/unsubscribe?kind=${kind}`
  return {
    messageId: `<${parts.id}@${new URL(origin).hostname}>`,
    subject: name === null ? title : say('notifications_subject_in', { title, initiative: name }),
    text,
    html,
    headers: {
      'Auto-Submitted': 'auto-generated',
      ...(unsubscribe === null ? {} : { 'List-Unsubscribe': `<${unsubscribe}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' }),
    },
  }
}
