import type { Locale } from '#shared/i18n/locales.ts'
import { isMessageKey, translate } from '#shared/i18n/translate.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'

/** One refused place of a file, in words. */
export interface RefusedPlace {
  readonly row: string
  readonly column: string
  readonly value: string
  readonly reason: string
}

/** The sentence of a reason; a code without one is shown as it is, never dropped. */
export function reasonOf(code: string, locale: Locale): string {
  for (const key of [`import_reason_${code}`, `entry_fault_${code}`, `problems_${code}`]) if (isMessageKey(key)) return translate(key, {}, locale)
  return code
}

/** Why a file was refused as a whole: its sentence, and every place that the importer names. */
export function refusalOf(cause: unknown, locale: Locale): { faults: readonly FieldFault[]; places: readonly RefusedPlace[] } {
  if (!(cause instanceof ApiProblem) || cause.code !== 'import_refused') return { faults: faultsOf(cause, locale), places: [] }
  const reason = reasonOf(String(cause.params.reason ?? ''), locale)
  return {
    faults: [{ field: 'file', message: translate('problems_import_refused', { reason }, locale) }],
    places: cause.errors
      // A place without a place is what a program says to programs.
      .filter(({ params }) => params?.sheet !== undefined || params?.row !== undefined || params?.column !== undefined)
      .slice(0, 100)
      .map(({ code, params }) => ({
        row: [params?.sheet, params?.row].filter((one) => one !== undefined).join(' '),
        column: String(params?.column ?? ''),
        value: String(params?.value ?? ''),
        reason: reasonOf(code, locale),
      })),
  }
}

/** Why an import stopped at people's data; null for any other refusal. */
export function stopCodeOf(cause: unknown): string | null {
  const reason = cause instanceof ApiProblem && cause.code === 'import_refused' ? String(cause.params.reason ?? '') : ''
  return reason.startsWith('personal_data_') ? reason : null
}
