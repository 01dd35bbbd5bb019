import { Decimal } from '#shared/values/decimal.ts'

/** What is compared with a whole: decimals as text in storage units. */
interface Compared {
  readonly value: string | null
  readonly numerator: string | null
  readonly denominator: string | null
}

/** What of a definition says whether its figures have a whole. */
export interface WholeRules {
  readonly unitKind: string
  readonly displayFactor: string
  /** The numerator is part of the denominator. */
  readonly isProportion: boolean
}

/** The two numbers of a share above 100 %: its numerator and denominator, or the published share and the whole. */
export type AboveWhole = { readonly numerator: string; readonly denominator: string } | { readonly value: string; readonly whole: '1' }

/**
 * A ratio above its whole (domain 3.3, 3.10). Where the definition says that the numerator is part of the denominator it cannot be;
 * any other percentage may be, as a coverage rate whose denominator is an estimate, and is confirmed. A rate per thousand has no whole.
 */
export function aboveWhole({ value, numerator, denominator }: Compared, rules: WholeRules): { readonly isFault: boolean; readonly numbers: AboveWhole } | null {
  if (rules.unitKind !== 'ratio' || (!rules.isProportion && Number(rules.displayFactor) !== 100)) return null
  const isFault = rules.isProportion
  if (numerator !== null && denominator !== null)
    return new Decimal(denominator).gt(0) && new Decimal(numerator).gt(denominator) ? { isFault, numbers: { numerator, denominator } } : null
  return value !== null && new Decimal(value).gt(1) ? { isFault, numbers: { value, whole: '1' } } : null
}
