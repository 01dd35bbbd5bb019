import { currentInstrument } from '#shared/assessments/instruments.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { ApiProblem } from '#lib/api/problem.ts'
import type { FieldFault } from '#lib/api/problem-message.server.ts'
import { textOf } from './texts.ts'

/** Why a diagnostic is too early: what is missing, and what to run instead; null for any other refusal. */
export function earlyFaults(cause: unknown, locale: Locale): FieldFault[] | null {
  if (!(cause instanceof ApiProblem) || cause.code !== 'diagnostic_too_early') return null
  const { missing } = cause.params
  const lacks = (part: string) => Array.isArray(missing) && missing.includes(part)
  const sentences = [
    m.problems_diagnostic_too_early(),
    ...(lacks('goal') ? [m.assessments_early_goal()] : []),
    ...(lacks('means') ? [m.assessments_early_means()] : []),
    m.assessments_early_instead({ name: textOf(currentInstrument('preconditions').name, locale) }),
  ]
  return [{ field: 'instrument', message: sentences.join(' ') }]
}
