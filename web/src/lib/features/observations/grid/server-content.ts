import type { EntryRow, Observation } from '#shared/observations/contract.ts'
import { cellOf } from './read-cell.ts'
import { NOTHING, type Content, type Part, type Series, type Stored, type Typed } from './model.ts'

/** What is read of a stored figure. */
type Told = Pick<
  Observation,
  | 'presence'
  | 'presenceReason'
  | 'comment'
  | 'value'
  | 'numerator'
  | 'denominator'
  | 'sampleN'
  | 'boolValue'
  | 'achievedOn'
  | 'amountOriginal'
  | 'currencyCode'
  | 'fxRate'
  | 'fxDate'
>

/** A stored figure as it is typed: in the unit that is shown, money in the currency it was given in. */
export function contentOfObservation(told: Told, series: Pick<Series, 'kind' | 'factor' | 'currency' | 'parts'>): Content {
  const isForeign = series.kind === 'currency' && told.currencyCode !== null && told.currencyCode !== series.currency
  const given: Readonly<Record<Part, Typed | null>> = {
    value: isForeign ? cellOf('numerator', told.amountOriginal, '1') : cellOf('value', told.value, series.factor),
    numerator: cellOf('numerator', told.numerator, '1'),
    denominator: cellOf('denominator', told.denominator, '1'),
    sampleN: cellOf('sampleN', told.sampleN, '1'),
    done: told.boolValue === null ? null : { raw: told.boolValue ? 'yes' : 'no', read: told.boolValue ? 'yes' : 'no' },
    achievedOn: told.achievedOn === null ? null : { raw: told.achievedOn, read: told.achievedOn },
  }
  const cells = Object.fromEntries(series.parts.flatMap((part) => (given[part] === null ? [] : [[part, given[part]]])))
  return {
    presence: told.presence,
    reason: told.presenceReason ?? '',
    comment: told.comment ?? '',
    cells,
    currency: isForeign ? (told.currencyCode ?? '') : '',
    rate: isForeign ? (told.fxRate ?? '') : '',
    rateDate: isForeign ? (told.fxDate ?? '') : '',
  }
}

/** A place of the form as the grid holds it. */
export function storedOf(
  { observation, abilities }: Pick<EntryRow, 'observation' | 'abilities'>,
  series: Pick<Series, 'kind' | 'factor' | 'currency' | 'parts'>,
): Stored {
  return {
    version: observation?.version ?? 0,
    state: observation?.state ?? null,
    isEditable: abilities.includes('edit'),
    abilities,
    isDirectTotal: observation?.isDirectTotal ?? false,
    flags: observation?.flags ?? [],
    updatedAt: observation?.updatedAt ?? null,
    returnComment: observation?.state === 'returned' ? observation.returnComment : null,
    content: observation === null ? NOTHING : contentOfObservation(observation, series),
  }
}
