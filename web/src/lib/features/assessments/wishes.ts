import { barriersOf } from '#shared/assessments/ladder.ts'
import type { LadderPair } from '#shared/assessments/shapes.ts'
import { formatInteger, formatList } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { BARRIER_WORDS } from './texts.ts'

/** What one side of a relation wishes, what stands in its way, and the advice that comes of both. */
export interface Wish {
  readonly who: string
  readonly lines: readonly string[]
}

function adviceText(advice: NonNullable<LadderPair['adviceHere']>, locale: Locale): string {
  const wanted = formatInteger(locale, advice.level ?? 0)
  if (advice.kind === 'suits') return m.assessments_advice_suits()
  if (advice.kind === 'reachable') return m.assessments_advice_reachable({ level: wanted })
  const barriers = formatList(
    locale,
    advice.barriers.map((one) => BARRIER_WORDS[one]()),
  )
  return m.assessments_advice_begin_with({ level: wanted, barriers })
}

function wishOf(who: string, answers: LadderPair['here'], advice: LadderPair['adviceHere'], locale: Locale): Wish[] {
  if (answers === null) return []
  const barriers = barriersOf(answers).map(({ barrier, severity }) =>
    m.assessments_ladder_barrier({ barrier: BARRIER_WORDS[barrier](), severity: formatInteger(locale, severity) }),
  )
  const lines = [
    ...(typeof answers.H8 === 'number' ? [m.assessments_ladder_wish({ level: formatInteger(locale, answers.H8) })] : []),
    ...(barriers.length === 0 ? [] : [m.assessments_ladder_barriers({ barriers: formatList(locale, barriers) })]),
    ...(advice === null ? [] : [adviceText(advice, locale)]),
  ]
  return lines.length === 0 ? [] : [{ who, lines }]
}

/** Both sides of a relation that the reader may read, in the order of its columns. @param nameOf names a partner, or the reader's own side */
export function wishesOf(pair: LadderPair, nameOf: (code: string) => string, locale: Locale): Wish[] {
  return [...wishOf(nameOf(pair.one), pair.here, pair.adviceHere, locale), ...wishOf(nameOf(pair.other), pair.there, pair.adviceThere, locale)]
}
