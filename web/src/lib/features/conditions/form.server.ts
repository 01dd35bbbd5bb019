import { fail, type ActionFailure } from '@sveltejs/kit'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { ApiProblem } from '#lib/api/problem.ts'
import { faultsOf, type FieldFault } from '#lib/api/problem-message.server.ts'
import { PART_FIELDS, partWord } from './words.ts'

/** A trimmed text of a form; absent is empty. */
export function textOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** As `textOf`, null when empty. */
export function textOrNull(form: FormData, name: string): string | null {
  return textOf(form, name) || null
}

/** Every ticked or chosen value of one name. */
export function manyOf(form: FormData, name: string): string[] {
  return form.getAll(name).filter((value): value is string => typeof value === 'string' && value !== '')
}

/** The version that the person read, for `If-Match`. */
export function versionOf(form: FormData): number {
  return Number(textOf(form, 'version'))
}

/** A whole number, null when empty; a text that is none becomes a fault of its field. */
export function integerOf(form: FormData, name: string, faults: FieldFault[]): number | null {
  const text = textOf(form, name).replace(/[\s\u00A0\u202F]/g, '')
  if (text === '') return null
  if (/^\d{1,9}$/.test(text)) return Number(text)
  faults.push({ field: name, message: m.problems_field_invalid() })
  return null
}

/**
 * A decimal as people write it in their language, as canonical text: « 148 000,50 » or 148,000.50. Null when
 * empty; a text that could be read in two ways becomes a fault of its field.
 */
export function decimalOf(form: FormData, name: string, locale: Locale, faults: FieldFault[]): string | null {
  const text = textOf(form, name).replace(/[\s\u00A0\u202F$€]/g, '')
  if (text === '') return null
  const canonical = locale === 'en' ? (/^\d{1,3}(,\d{3})+(\.\d+)?$/.test(text) ? text.replaceAll(',', '') : text) : text.replace(/^(\d+),(\d+)$/, '$1.$2')
  if (/^\d{1,15}(\.\d{1,15})?$/.test(canonical)) return canonical
  faults.push({ field: name, message: m.problems_field_invalid() })
  return null
}

/** What was typed, to be shown again; the first value of each name. */
export function typed(form: FormData): Record<string, string> {
  return Object.fromEntries([...form.keys()].map((name) => [name, textOf(form, name)]))
}

export interface Refusal {
  readonly part: string
  readonly faults: FieldFault[]
  readonly values: Record<string, string>
  readonly chosen: Record<string, string[]>
  /** Refused by a practice rule: one more click may go on (D41). */
  readonly isPractice: boolean
}

/** Sends a form back with what was typed in it. @param many names that have several values */
export function refuse(part: string, form: FormData, faults: FieldFault[], { many = [], isPractice = false }: { many?: readonly string[]; isPractice?: boolean } = {}): ActionFailure<Refusal> {
  return fail(422, { part, faults, values: typed(form), chosen: Object.fromEntries(many.map((name) => [name, manyOf(form, name)])), isPractice })
}

/** Sentences of a refusal: missing parts are named one by one, each beside its field. */
function faultsFor(cause: unknown, locale: Locale): FieldFault[] {
  if (cause instanceof ApiProblem && (cause.code === 'goal_incomplete' || cause.code === 'agenda_incomplete') && Array.isArray(cause.params.missing)) {
    return cause.params.missing.map((part: string) => ({ field: PART_FIELDS[part] ?? null, message: `${m.problems_field_required()} : ${partWord(part)}` }))
  }
  return faultsOf(cause, locale)
}

/** As `refuse`, for a refusal of the API. @throws what is not a refusal */
export function refused(part: string, form: FormData, cause: unknown, locale: Locale, many: readonly string[] = []): ActionFailure<Refusal> {
  const isPractice = cause instanceof ApiProblem && ['goal_incomplete', 'agenda_incomplete', 'outcome_missing'].includes(cause.code)
  return refuse(part, form, faultsFor(cause, locale), { many, isPractice })
}
