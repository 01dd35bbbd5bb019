import { AsyncLocalStorage } from 'node:async_hooks'
import { BASE_LOCALE, type Locale } from '#shared/i18n/locales.ts'
import { overwriteGetLocale } from '#shared/i18n/paraglide/runtime.js'

const storage = new AsyncLocalStorage<Locale>()
overwriteGetLocale(() => storage.getStore() ?? BASE_LOCALE)

/** Runs a request's work so that every message inside it is in this language. */
export function withLocale<T>(locale: Locale, work: () => T): T {
  return storage.run(locale, work)
}
