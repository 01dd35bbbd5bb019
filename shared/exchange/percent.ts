import { decimal, toText } from '#shared/values/decimal.ts'
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
