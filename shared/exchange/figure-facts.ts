import { PRESENCES } from '#shared/observations/presence.ts'
import { readDay, type OrderOf } from './date-order.ts'
import type { ExtractedPresence, ExtractedRecord } from './extraction.ts'
import type { NumberSource, Reading } from './mapping.ts'
import type { NumberReader } from './read-number.ts'
import { sourceReader, type Found, type Place, type Reader } from './source.ts'
import type { Header } from './table.ts'
import { fold, tidy } from './text.ts'

/** Told of each fault with the column, the code and what the file says there. */
export type RefuseFigure = (column: string | null, code: string, value: string | null) => void

/** Longest comment that a figure keeps. */
export const LONGEST_TEXT = 2000

/** A text as the file holds it, or tidied; null when there is none. */
function textOf(found: Found | null, verbatim: boolean): string | null {
  if (found === null || found.text === '') return null
  const text = verbatim && typeof found.cell === 'string' ? found.cell : found.text
  return text.slice(0, LONGEST_TEXT)
}

/** Prepares the reading of a day; a text that is none is refused. */
export function dayReader(
  source: Reading['figure']['achievedOn'],
  header: Header,
  fileName: string,
  orderOf: OrderOf,
): (place: Place, refuse: RefuseFigure) => string | null {
  if (source === undefined) return () => null
  const read = sourceReader(source, header, fileName)
  const order = orderOf(read)
  return (place, refuse) => {
    const { text, column } = read(place)
    if (text === '') return null
    const day = readDay(text, order)
    if (day !== null) return day
    refuse(column, 'not_a_date', text)
    return null
  }
}

/** What the file says of a figure's presence: null when it leaves it to the figure. */
export interface ToldPresence {
  readonly presence: ExtractedPresence
  readonly reason: string | null
  readonly column: string | null
}

/** Prepares the reading of a column of presences and of its reasons. */
export function presenceReader(rules: Reading['figure'], header: Header, fileName: string): (place: Place, refuse: RefuseFigure) => ToldPresence | null {
  if (rules.presence === undefined) return () => null
  const read = sourceReader(rules.presence.source, header, fileName)
  const reason: Reader | null = rules.presence.reason === undefined ? null : sourceReader(rules.presence.reason, header, fileName)
  return (place, refuse) => {
    const { text, column } = read(place)
    if (text === '') return null
    const presence = PRESENCES.find((one) => one === text)
    if (presence === undefined) refuse(column, 'presence_unknown', text)
    return presence === undefined ? null : { presence, reason: textOf(reason?.(place) ?? null, rules.verbatim), column }
  }
}

/** Prepares the reading of an amount in its own currency: null where the file gives none. */
export function moneyReader(
  rules: Reading['figure'],
  header: Header,
  fileName: string,
  numbers: (source: NumberSource | undefined) => NumberReader | null,
  orderOf: OrderOf,
): (place: Place, refuse: RefuseFigure) => ExtractedRecord['money'] {
  const { money } = rules
  if (money === undefined) return () => null
  const [amount, rate] = [numbers(money.amount), numbers(money.rate)]
  const currency = sourceReader(money.currency, header, fileName)
  const ratedOn = dayReader(money.ratedOn, header, fileName, orderOf)
  const numberAt = (reader: NumberReader | null, place: Place, refuse: RefuseFigure) => {
    const read = reader?.read(place)
    if (read?.kind === 'fault') refuse(read.found.column, read.code, read.found.text)
    // The mark of a rate or of an amount in another currency would be lost.
    if (read?.kind === 'number' && read.marked !== undefined) refuse(read.found.column, 'not_a_number', read.found.text)
    return read?.kind === 'number' ? read.text : null
  }
  return (place, refuse) => {
    const given = numberAt(amount, place, refuse)
    if (given === null) return null
    const code = currency(place).text
    return { amount: given, currency: code === '' ? null : code, rate: numberAt(rate, place, refuse), ratedOn: ratedOn(place, refuse) }
  }
}

/** Prepares the reading of flags: of columns that hold one, and of one that holds several between bars. */
export function flagsReader(rules: Reading['figure'], header: Header, fileName: string): (place: Place) => string[] {
  const single = rules.flags.map((flag) => sourceReader(flag, header, fileName))
  const list = rules.flagList === undefined ? null : sourceReader(rules.flagList, header, fileName)
  return (place) =>
    [...single.map((read) => read(place).text), ...(list?.(place).text.split('|') ?? [])].flatMap((text) => {
      const flag = tidy(text).slice(0, 20)
      return flag === '' ? [] : [flag]
    })
}

/** Prepares the reading of a comment. */
export function commentReader(rules: Reading['figure'], header: Header, fileName: string): (place: Place) => string | null {
  const read = rules.comment === undefined ? null : sourceReader(rules.comment, header, fileName)
  return (place) => textOf(read?.(place) ?? null, rules.verbatim)
}

/** Prepares the reading of whether a figure stands for a territory as a whole. */
export function directTotalReader({ directTotal }: Reading['figure'], header: Header, fileName: string): (place: Place) => boolean | 'auto' {
  if (typeof directTotal !== 'object') return () => directTotal
  const read = sourceReader(directTotal.source, header, fileName)
  const yes = new Set(directTotal.yes.map(fold))
  return (place) => yes.has(fold(read(place).text))
}
