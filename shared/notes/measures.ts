/** Learning measures (domain 4.6): for the initiative as a whole, never by partner, and no target may be set on them. */
import { addDays } from '#shared/values/calendar-date.ts'
import { decimal, divide, toTextOrNull } from '#shared/values/decimal.ts'
import { periodOf, type YearStarts } from '#shared/values/period.ts'

/** Below this number of notes nothing is shown. */
export const MEASURES_FROM_NOTES = 5

/**
 * The day as of which readers outside the backbone get the measures: the last of the last complete quarter. A number that moves with
 * each note would tell them that somebody has just written, and whether that partner had before.
 */
export function lastQuarterEnd(today: string, starts: YearStarts): string {
  return addDays(periodOf('quarter', today, starts).startsOn, -1)
}

/** The share of partners that spoke, rounded down to a quarter of them: all that readers outside the backbone get. All of them is three quarters too. */
export function voiceBreadthAtLeast({ voices, partners }: Pick<MeasureComponents, 'voices' | 'partners'>): '0' | '0.25' | '0.5' | '0.75' | null {
  if (partners === 0) return null
  return (['0', '0.25', '0.5'] as const)[Math.floor((voices * 4) / partners)] ?? '0.75'
}

/** Counts as the database gives them. */
export interface MeasureComponents {
  readonly notes: number
  readonly failures: number
  readonly challenges: number
  readonly failuresDue: number
  readonly failuresAdapted: number
  /** Days from sharing to the first decision: failures and challenges, ascending. */
  readonly days: readonly number[]
  readonly failureDays: readonly number[]
  readonly undecided: number
  readonly undecidedFailures: number
  readonly adaptationsDue: number
  readonly adaptationsChecked: number
  readonly checksTold: number
  readonly checksHelped: number
  readonly voices: number
  readonly partners: number
  readonly yearNotes: number
  readonly yearFailures: number
}

export interface Measures {
  readonly failureShare: string | null
  readonly candourShare: string | null
  readonly failureAdaptedShare: string | null
  readonly medianDaysToAdaptation: string | null
  readonly medianDaysOfFailures: string | null
  readonly undecided: number
  readonly undecidedFailures: number
  readonly followUpShare: string | null
  readonly helpedShare: string | null
  readonly voiceBreadth: string | null
}

function share(part: number, whole: number): string | null {
  return toTextOrNull(divide(decimal(part), decimal(whole)))
}

/** Median of ascending whole numbers, as exact text. */
export function median(ascending: readonly number[]): string | null {
  const middle = Math.floor(ascending.length / 2)
  const upper = ascending[middle]
  if (upper === undefined) return null
  const lower = ascending.length % 2 === 1 ? upper : (ascending[middle - 1] ?? upper)
  return toTextOrNull(divide(decimal(lower + upper), decimal(2)))
}

/** The measures, or null below five notes. */
export function learningMeasures(components: MeasureComponents): Measures | null {
  const { notes, failures, challenges } = components
  if (notes < MEASURES_FROM_NOTES) return null
  return {
    failureShare: share(failures, notes),
    candourShare: share(failures + challenges, notes),
    failureAdaptedShare: share(components.failuresAdapted, components.failuresDue),
    medianDaysToAdaptation: median(components.days),
    medianDaysOfFailures: median(components.failureDays),
    undecided: components.undecided,
    undecidedFailures: components.undecidedFailures,
    followUpShare: share(components.adaptationsChecked, components.adaptationsDue),
    helpedShare: share(components.checksHelped, components.checksTold),
    voiceBreadth: share(components.voices, components.partners),
  }
}

/** « Aucun échec nommé depuis un an »: four quarters without a failure, with at least eight notes. */
export function isSilentAboutFailures({ yearNotes, yearFailures }: Pick<MeasureComponents, 'yearNotes' | 'yearFailures'>): boolean {
  return yearFailures === 0 && yearNotes >= 8
}
