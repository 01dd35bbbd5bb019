import { fail, type ActionFailure } from '@sveltejs/kit'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { sendBackRefused, type Refused, type SentForm } from '#lib/api/form.server.ts'
import { ApiProblem } from '#lib/api/problem.ts'
import { PART_FIELDS, partWord } from './words.ts'

/** A refusal of the API sent back; missing parts of a goal or an agenda are named one by one, each beside its field. @throws what is none */
export function refusedParts(part: string, form: SentForm, cause: unknown, locale: Locale): ActionFailure<Refused> {
  if (cause instanceof ApiProblem && (cause.code === 'goal_incomplete' || cause.code === 'agenda_incomplete') && Array.isArray(cause.params.missing)) {
    const faults = cause.params.missing.map((missing: string) => ({
      field: PART_FIELDS[missing] ?? null,
      message: m.conditions_part_missing({ part: partWord(missing) }),
    }))
    return fail(422, { part, faults, values: form.values() })
  }
  return sendBackRefused(part, form, cause, locale)
}
