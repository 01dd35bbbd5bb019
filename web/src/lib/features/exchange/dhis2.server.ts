import { exchangeRoutes } from '#shared/exchange/contract.ts'
import { BEGINNING, recogniseDhis2 } from '#shared/exchange/dhis2/recognise.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { call } from '#lib/api/call.ts'
import { reasonOf } from './refusal.server.ts'

/** Whether a file says by itself that it comes from DHIS2: it has no columns to match. */
export async function isDhis2(file: File): Promise<boolean> {
  return recogniseDhis2(await file.slice(0, BEGINNING).text()) !== null
}

/** Imports a file of DHIS2 as it is, all or nothing; a look at it writes nothing. */
export async function importDhis2(fetch: typeof globalThis.fetch, initiativeId: string, file: File, locale: Locale, isLook: boolean) {
  const body = new FormData()
  // Fields go before the file: what they say must be known when it arrives.
  if (isLook) body.set('dryRun', 'true')
  body.set('file', file, file.name)
  const { state, result } = await call(fetch, exchangeRoutes.run, { params: { initiativeId }, body: body as never })
  return {
    outcome: { state, result, isLook },
    places: (result?.rejections ?? [])
      .slice(0, 100)
      .map(({ row, column, code, value }) => ({
        row: row === null ? '' : String(row),
        column: column ?? '',
        value: value ?? '',
        reason: reasonOf(code, locale),
      })),
  }
}
