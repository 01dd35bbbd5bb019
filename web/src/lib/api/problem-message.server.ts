import { PROBLEMS } from '#shared/problems/catalog.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate, type MessageKey } from '#shared/i18n/translate.ts'
import { formatInteger, formatList } from '#shared/i18n/format.ts'
import { ApiProblem } from './problem.ts'

/** The sentence of a problem in the reader's language. Server only: it knows every message. */
export function problemMessage(problem: Pick<ApiProblem, 'code' | 'params'>, locale: Locale): string {
  const key = problem.code in PROBLEMS ? problem.code : 'unexpected'
  const params = Object.fromEntries(
    Object.entries(problem.params).map(([name, value]) => [
      name,
      typeof value === 'number' ? formatInteger(locale, value) : typeof value === 'string' ? value : formatList(locale, value),
    ]),
  )
  return translate(`problems_${key}` as MessageKey, params, locale)
}

/** A form's fault: the field it belongs to (from its JSON Pointer) and its sentence. */
export interface FieldFault {
  readonly field: string | null
  readonly message: string
}

/** Sentences that stand beside a field and need not name it. */
const AT_FIELD: Readonly<Record<string, MessageKey>> = {
  required: 'problems_field_required',
  already_exists: 'problems_field_taken',
  unknown_reference: 'problems_field_unknown',
  too_small: 'problems_field_too_small',
  too_big: 'problems_field_too_big',
  invalid_format: 'problems_field_invalid_format',
  reversed: 'problems_dates_reversed',
  changes_meaning: 'problems_field_changes_meaning',
  lead_only: 'problems_field_lead_only',
}

/**
 * Sentences for a form that the API refused: one per fault of the input, else one for the whole.
 * @throws what is not a refusal, so that a defect is not shown as a mistake of the person
 */
export function faultsOf(cause: unknown, locale: Locale): FieldFault[] {
  if (!(cause instanceof ApiProblem)) throw cause
  if (cause.errors.length === 0) return [{ field: null, message: problemMessage(cause, locale) }]
  return cause.errors.map((fault) => {
    const field =
      fault.pointer
        .split('/')
        .filter((part) => part !== '' && part !== 'body')
        .at(-1) ?? null
    const atField = AT_FIELD[fault.code]
    const message =
      atField !== undefined
        ? translate(atField, { value: String(fault.params?.value ?? '') }, locale)
        : fault.code in PROBLEMS
          ? problemMessage({ code: fault.code as keyof typeof PROBLEMS, params: fault.params ?? {} }, locale)
          : translate('problems_field_invalid', {}, locale)
    return { field, message }
  })
}
