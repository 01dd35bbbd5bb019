import type { Locale } from '#shared/i18n/locales.ts'
import type { Theme } from '#lib/state/theme.ts'

declare global {
  namespace App {
    interface Error {
      status: number
      message: string
      /** Problem code of the API, where there is one. */
      code?: string
      /** Identifier to quote when asking for help. */
      reference?: string
    }
    interface Locals {
      locale: Locale
      theme: Theme
    }
  }
  /** Addresses of the entry grid's script, by language (web/entry-script.ts). */
  const __ENTRY_GRID__: Readonly<Record<Locale, string>>
  /** Set by the server that mounts the pages: answers `/api/…` without a network (D5). */
  var __maillageInject: ((request: Request) => Promise<Response>) | undefined
}
