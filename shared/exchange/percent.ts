import { decimal, toText } from '#shared/values/decimal.ts'
import { plain } from './text.ts'
import { HUNDREDTH } from './read-number.ts'

/** What of a version says how its figures are read. */
export interface Shown {
  readonly unitKind: string
  readonly isProportion: boolean
  readonly displayFactor: string
}

/** Shares, and whatever people read in per cent. */
export const isShare = ({ unitKind, isProportion, displayFactor }: Shown): boolean => unitKind === 'ratio' || isProportion || Number(displayFactor) === 100

/** A value of a file in storage units: a share that is written in per cent is a hundredth of it, any other figure is as it stands. */
export const storedValue = ({ value, inPercent }: { value: string | null; inPercent?: boolean }, share: boolean): string | null =>
  value !== null && inPercent === true && share ? toText(decimal(value).times(HUNDREDTH)) : value

/** A share of more than the whole, in a file of which nobody said that shares are written in per cent. */
export const seemsPercent = ({ value, inPercent }: { value: string | null; inPercent?: boolean }, share: boolean): boolean =>
  share && inPercent !== true && value !== null && decimal(value).gt(1) && decimal(value).lte(100)

/** How shares of a file are written: `percent` 71.5 for 71.5 %, `share` 0.715 for it. */
export const SHARE_READINGS = ['percent', 'share'] as const
export type ShareReading = (typeof SHARE_READINGS)[number]

/** Figures whose scale a file may leave open: those that people read in per cent, never a rate per thousand nor children per educator. */
export const isReadInPercent = ({ isProportion, displayFactor }: Shown): boolean =>
  Number(displayFactor) === 100 || (isProportion && Number(displayFactor) === 1)

/** Whether a name says per cent itself: « Présence aux sorties (%) ». */
export const saysPercent = (name: string): boolean => /%|\bpour ?cent|\bper ?cent/.test(plain(name))

/** Up to here a share may really be above the whole: 1.2 is 120 % as well as 1.2 %. */
const DOUBTFUL = 2

/**
 * How the values of one indicator are written, as they tell themselves; `unclear` where two readings hold, which is asked.
 * Nothing above 1 is a share; under a name that says per cent, 0.7 is 70 % as well as 0.7 %.
 * @param values canonical decimals of all its figures that carry no sign of their own
 */
export function shareReading(values: readonly string[], told: { saysPercent: boolean; displayFactor: string }): ShareReading | 'unclear' {
  const sizes = values.map((value) => decimal(value).abs())
  const most = sizes.reduce((max, one) => (one.gt(max) ? one : max), decimal('0'))
  if (most.lte(1)) return told.saysPercent && most.gt(0) ? 'unclear' : 'share'
  if (sizes.some((one) => one.gt(0) && one.lt(1))) return 'unclear'
  if (told.saysPercent) return 'percent'
  if (most.lte(DOUBTFUL)) return 'unclear'
  return most.lte(100) || Number(told.displayFactor) === 100 ? 'percent' : 'unclear'
}
