import type { Locale } from './locales.ts'
import * as messages from './paraglide/whole/messages.js'

type Messages = typeof messages
/** Every key of the message files. */
export type MessageKey = keyof Messages
type Params = Readonly<Record<string, string | number>>

/**
 * A message chosen at run time, for the server: e-mails, exports, problems. It holds every message;
 * code for the browser imports the one that it shows.
 */
export function translate(key: MessageKey, params: Params, locale: Locale): string {
  const message = messages[key] as ((inputs: Params, options: { locale: Locale }) => string) | undefined
  if (message === undefined) throw new RangeError(`no message ${key}`)
  return message(params, { locale })
}

/** Whether such a message exists: for keys made from codes. */
export function isMessageKey(text: string): text is MessageKey {
  return Object.hasOwn(messages, text)
}
