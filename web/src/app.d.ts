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
      /** Hosts whose pages may show this page in a frame; absent: none. */
      frameHosts?: readonly string[]
    }
  }
  /** Addresses of the entry grid's script, by language (web/entry-script.ts). */
  const __ENTRY_GRID__: Readonly<Record<Locale, string>>
  /** Addresses of what charts load: the small script of every chart, and the drawing library when somebody explores one (web/chart-scripts.ts). */
  const __CHART_SCRIPTS__: { readonly tools: string; readonly explorer: string }
  /** Set by the server that mounts the pages: answers `/api/…` without a network (D5). */
  var __maillageInject: ((request: Request) => Promise<Response>) | undefined
}
