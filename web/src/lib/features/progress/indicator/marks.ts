import { formatDateOrMonth, formatList, formatMeasure, formatPeriod, type Measure } from '#shared/i18n/format.ts'
import { languageOf, type Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import { meetsSpan } from '#shared/values/calendar-date.ts'
import type { LineEvent } from '#lib/charts/types.ts'
import type { Step } from '../curve.ts'
import { localName } from '#lib/state/local-name.ts'
import type { IndicatorReading } from './reading.server.ts'

/** One thing that happened, with its sign on the curve. */
export interface CurveMark {
  readonly key: string
  readonly sign: string
  readonly kind: 'note' | 'decision'
  readonly date: string
  /** What kind of thing: « Échec », « Cible ». */
  readonly word: string
  readonly text: string
  /** Language of a text that somebody wrote. */
  readonly lang: string | null
  readonly detail: string | null
  /** Path after the initiative's own. */
  readonly href: string | null
  /** Null: outside the time that is drawn. */
  readonly at: Step | null
}

type Found = Omit<CurveMark, 'sign' | 'date' | 'at'> & { readonly on: string; readonly period: string | null }

const NOTE_WORDS = {
  success: m.indicator_note_success,
  challenge: m.indicator_note_challenge,
  failure: m.indicator_note_failure,
  surprise: m.indicator_note_surprise,
} as const

const blank = { lang: null, detail: null, href: null, period: null } as const

/** Notes at the period that they name, else at the day on which they were shared. */
function notesOf({ detail, context }: IndicatorReading): Found[] {
  return context.notes.map((note) => {
    const link = note.links.find((one) => one.kind === 'indicator' && one.key === detail.code)
    return {
      ...blank,
      key: note.id,
      kind: 'note' as const,
      on: note.sharedOn ?? '',
      word: NOTE_WORDS[note.type](),
      text: note.title,
      lang: note.language,
      href: `/notes/${note.id}`,
      period: link?.period ?? null,
    }
  })
}

function adaptationsOf({ context }: IndicatorReading): Found[] {
  return context.adapted.flatMap((note) =>
    note.adaptations.map((one) => ({
      ...blank,
      key: one.id,
      kind: 'decision' as const,
      on: one.decidedOn,
      word: m.curve_decision_adaptation(),
      text: one.text,
      lang: note.language,
      detail: note.title,
      href: `/notes/${note.id}`,
    })),
  )
}

function targetsOf({ detail }: IndicatorReading, measure: Measure, locale: Locale): Found[] {
  const english = languageOf(locale) === 'en'
  const decided = detail.targetPoints.filter((one) => one.partnerCode === null && one.decidedOn !== null && one.category === 'TOTAL')
  return [...Map.groupBy(decided, (one) => one.decidedOn ?? '')].map(([on, points]) => {
    const first = points[0]
    const reason = (english ? first?.reasonEn : null) ?? first?.reasonFr ?? null
    const values = points.map((one) =>
      m.curve_decision_target_point({ value: formatMeasure(locale, one.value, measure), period: formatPeriod(locale, one.periodCode) }),
    )
    return {
      ...blank,
      key: `targets ${on}`,
      kind: 'decision' as const,
      on,
      word: m.curve_decision_targets(),
      text: formatList(locale, [...new Set(values)]),
      detail: [first?.decision ?? null, reason].filter((part) => part !== null).join(' · ') || null,
    }
  })
}

function agendaOf({ detail, context }: IndicatorReading, locale: Locale): Found[] {
  const goals = context.goals
    .filter((one) => one.adoptedOn !== null && one.indicatorCodes.includes(detail.code))
    .map((one) => ({
      ...blank,
      key: one.id,
      kind: 'decision' as const,
      on: one.adoptedOn ?? '',
      word: m.curve_decision_goal(),
      text: localName(one.statementFr, one.statementEn, locale),
      href: '/conditions/agenda',
    }))
  const versions = context.agendas
    .filter((one) => one.publishedOn !== null)
    .map((one) => ({
      ...blank,
      key: one.id,
      kind: 'decision' as const,
      on: one.publishedOn ?? '',
      word: m.curve_decision_agenda(),
      text: m.curve_decision_agenda_version({ number: one.number }),
      href: '/conditions/agenda',
    }))
  return [...goals, ...versions]
}

/** Meetings of which a decision names the indicator, by its code or its name. */
function meetingsOf({ detail, context }: IndicatorReading, locale: Locale): Found[] {
  const names = [detail.code, detail.current.nameFr, detail.current.nameEn].filter((one) => one !== null).map((one) => one.toLocaleLowerCase('fr'))
  const says = (text: string | null) => text !== null && names.some((name) => text.toLocaleLowerCase('fr').includes(name))
  return context.meetings
    .filter((one) => one.state === 'held')
    .filter((one) => says(one.decisionsFr) || says(one.decisionsEn) || one.items.some((item) => item.kind === 'decision' && says(item.title)))
    .map((one) => ({
      ...blank,
      key: one.id,
      kind: 'decision' as const,
      on: one.startsOn,
      word: m.curve_decision_meeting(),
      text: localName(one.titleFr, one.titleEn, locale),
      detail: localName(one.decisionsFr ?? '', one.decisionsEn, locale) || null,
      href: `/conditions/communication/meetings/${one.id}`,
    }))
}

function baselinesOf({ detail, territory, context }: IndicatorReading, locale: Locale): Found[] {
  const english = languageOf(locale) === 'en'
  return context.formerBaselines
    .filter((one) => one.territoryCode === territory.code && one.category === 'TOTAL')
    .map((one, index) => ({
      ...blank,
      key: `baseline ${detail.code} ${index}`,
      kind: 'decision' as const,
      on: one.replacedOn,
      word: m.curve_decision_baseline(),
      text: (english ? one.reasonEn : null) ?? one.reasonFr ?? m.curve_decision_baseline_text(),
    }))
}

/** Decisions are lettered, notes numbered. */
const letter = (index: number) => String.fromCharCode(65 + (index % 26)).repeat(Math.floor(index / 26) + 1)

/**
 * Notes and decisions that the reader may read, in the order of time: those within the time that is drawn have their place on
 * the curve, the others are in the list alone.
 * @param axis positions of the curve
 * @param kind kind of its periods: quarters, years
 */
export function marksOf(
  reading: IndicatorReading,
  axis: readonly Step[],
  kind: string | undefined,
  measure: Measure,
  locale: Locale,
): { marks: readonly CurveMark[]; events: readonly LineEvent[] } {
  const steps = new Map(axis.map((step) => [step.code, step]))
  const spans = reading.periods.filter((period) => period.kind === kind && steps.has(period.code))
  const stepOf = (found: Found): Step | null => {
    const named = found.period === null ? undefined : steps.get(found.period)
    const around = spans.find((period) => meetsSpan(found.on, period.startsOn, period.endsOn))
    return named ?? (around === undefined ? null : (steps.get(around.code) ?? null))
  }
  const found = [
    ...notesOf(reading),
    ...adaptationsOf(reading),
    ...targetsOf(reading, measure, locale),
    ...agendaOf(reading, locale),
    ...meetingsOf(reading, locale),
    ...baselinesOf(reading, locale),
  ]
    .filter((one) => one.on !== '')
    .sort((a, b) => a.on.localeCompare(b.on) || a.key.localeCompare(b.key))
  const count = { note: 0, decision: 0 }
  const marks = found.map(({ on, period, ...one }): CurveMark => {
    const at = stepOf({ on, period, ...one })
    const sign = at === null ? '' : one.kind === 'note' ? String((count.note += 1)) : letter((count.decision += 1) - 1)
    return { ...one, sign, at, date: formatDateOrMonth(locale, on) }
  })
  return {
    marks,
    events: marks.flatMap((mark) =>
      mark.at === null ? [] : [{ x: mark.at, sign: mark.sign, label: `${mark.word}${m.frame_colon()}${mark.text}`, kind: mark.kind }],
    ),
  }
}
