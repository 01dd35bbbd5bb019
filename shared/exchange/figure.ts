import { dateOrders } from './date-order.ts'
import type { ExtractedRecord } from './extraction.ts'
import {
  commentReader,
  dayReader,
  directTotalReader,
  flagsReader,
  LONGEST_TEXT,
  moneyReader,
  presenceReader,
  type RefuseFigure,
  type ToldPresence,
} from './figure-facts.ts'
import type { Mapping, NumberSource, Reading } from './mapping.ts'
import { numberReader, type MarkerBook, type NumberRead, type NumberReader } from './read-number.ts'
import { sourceReader, type Found, type Place } from './source.ts'
import type { Header } from './table.ts'
import { fold } from './text.ts'

export type FigurePart = Pick<
  ExtractedRecord,
  | 'presence'
  | 'presenceReason'
  | 'value'
  | 'inPercent'
  | 'isScaleOpen'
  | 'isSigned'
  | 'numerator'
  | 'denominator'
  | 'sampleN'
  | 'boolValue'
  | 'achievedOn'
  | 'money'
  | 'comment'
  | 'marked'
  | 'flags'
  | 'directTotal'
  | 'blank'
>

/** Reads the figure of a place: `blank` when the file says nothing, null when it was refused. */
export type FigureReader = (place: Place, refuse: RefuseFigure) => { figure: FigurePart; column: string | null } | 'blank' | null

function yesNoReader(
  rule: NonNullable<Reading['figure']['yesNo']>,
  header: Header,
  fileName: string,
  book: MarkerBook,
): (place: Place) => { read: NumberRead; answer: boolean | null; found: Found } {
  const read = sourceReader(rule.source, header, fileName)
  const yes = new Set(rule.yes.map(fold))
  const no = new Set(rule.no.map(fold))
  return (place) => {
    const found = read(place)
    const meaning = book.meaning(found.text)
    if (meaning === 'skip') return { read: { kind: 'skip' }, answer: null, found }
    if (meaning === 'refuse') return { read: { kind: 'fault', code: 'value_blank' }, answer: null, found }
    if (meaning !== null && meaning !== 'zero') return { read: { kind: 'presence', presence: meaning }, answer: null, found }
    const text = fold(found.text)
    const answer = yes.has(text) ? true : no.has(text) ? false : null
    return { read: answer === null ? { kind: 'fault', code: 'not_yes_or_no' } : { kind: 'number', text: answer ? '1' : '0' }, answer, found }
  }
}

/** A figure that the file declares absent. */
function absentFigure({ presence, reason }: ToldPresence): Omit<FigurePart, 'comment' | 'flags' | 'directTotal'> {
  const nothing = { value: null, numerator: null, denominator: null, sampleN: null, boolValue: null, achievedOn: null, money: null }
  return { ...nothing, presence, presenceReason: reason }
}

/** What a blank writes over a figure that stands, when the person asked for it. */
const ERASED: Omit<FigurePart, 'directTotal'> = {
  ...absentFigure({ presence: 'missing', reason: null, column: null }),
  comment: null,
  flags: [],
  blank: 'erase',
}

/** What is known of the scale of a number that was read. */
const scaleOf = ({ inPercent, isScaleOpen, isSigned }: Extract<NumberRead, { kind: 'number' }>) => ({
  ...(inPercent === true ? { inPercent } : {}),
  ...(isScaleOpen === true ? { isScaleOpen } : {}),
  ...(isSigned === true ? { isSigned } : {}),
})

interface Mark {
  readonly text: string
  readonly flags: readonly string[]
}

/** The comment and flags of a figure with the marks of its numbers: « 39* » stays readable beside 39. */
function withMarks(comment: string | null, flags: readonly string[], marks: readonly Mark[]): Pick<FigurePart, 'comment' | 'flags' | 'marked'> {
  if (marks.length === 0) return { comment, flags }
  const marked = marks.map(({ text }) => text)
  return {
    comment: [...(comment === null ? [] : [comment]), ...marked].join(' · ').slice(0, LONGEST_TEXT),
    flags: [...new Set([...flags, ...marks.flatMap((mark) => mark.flags)])],
    marked,
  }
}

/** Prepares the reading of figures: value, parts, number of answers, date, comment, flags. */
export function figureReader(
  reading: Reading,
  mapping: Mapping,
  header: Header,
  fileName: string,
  places: () => Iterable<Place>,
  book: MarkerBook,
  sheet: string | null,
): FigureReader {
  const rules = reading.figure
  const numbers = (source: NumberSource | undefined): NumberReader | null =>
    source === undefined ? null : numberReader(source, mapping, header, fileName, places, book, sheet)
  const main = numbers(rules.value ?? rules.numerator)
  const denominator = numbers(rules.denominator)
  const sample = numbers(rules.n)
  const yesNo = rules.yesNo === undefined ? null : yesNoReader(rules.yesNo, header, fileName, book)
  const orderOf = dateOrders(mapping.dateOrder, places, sheet)
  const achievedOn = dayReader(rules.achievedOn, header, fileName, orderOf)
  const presence = presenceReader(rules, header, fileName)
  const money = moneyReader(rules, header, fileName, numbers, orderOf)
  const comment = commentReader(rules, header, fileName)
  const flags = flagsReader(rules, header, fileName)
  const directTotal = directTotalReader(rules, header, fileName)
  const isRatio = rules.numerator !== undefined

  return (place, refuse) => {
    const answered = yesNo?.(place) ?? null
    const first = answered === null ? (main as NumberReader).read(place) : { ...answered.read, found: answered.found }
    const column = first.found.column
    let refused = false
    const refuseHere: RefuseFigure = (where, code, value) => {
      refused = true
      refuse(where, code, value)
    }
    const told = presence(place, refuseHere)
    if (told !== null && told.presence !== 'reported') {
      if (first.found.text !== '') refuseHere(told.column, 'figure_with_absence', first.found.text)
      return refused
        ? null
        : { column: told.column, figure: { ...absentFigure(told), comment: comment(place), flags: flags(place), directTotal: directTotal(place) } }
    }
    const amount = money(place, refuseHere)
    const isBlank = first.found.text === ''
    if (first.kind === 'skip' && amount === null) {
      if (refused) return null
      return isBlank && mapping.eraseBlanks ? { column, figure: { ...ERASED, directTotal: directTotal(place) } } : 'blank'
    }
    const reported = first.kind === 'number' || amount !== null
    if (first.kind === 'fault') refuseHere(column, first.code, first.found.text)

    const marks: Mark[] = []
    const noteMark = (read: NumberRead, { text }: Found) => {
      if (read.kind === 'number' && read.marked !== undefined) marks.push({ text, flags: read.marked.flags })
    }
    noteMark(first, first.found)
    const part = (reader: NumberReader | null, atLeast: 'positive' | 'any', code: string): string | null => {
      if (reader === null || !reported) return null
      const read = reader.read(place)
      if (read.kind === 'fault') refuseHere(read.found.column, read.code, read.found.text)
      if (read.kind !== 'number') return null
      noteMark(read, read.found)
      if (atLeast === 'positive' && (read.text === '0' || read.text.startsWith('-'))) {
        refuseHere(read.found.column, code, read.found.text)
        return null
      }
      return read.text
    }
    const denominatorText = part(denominator, 'positive', 'denominator_not_positive')
    if (isRatio && reported && denominatorText === null && !refused) refuseHere(null, 'denominator_missing', null)
    const sampleN = part(sample, 'positive', 'sample_not_positive')

    const achieved = achievedOn(place, refuseHere)
    if (refused) return null
    return {
      column,
      figure: {
        presence: first.kind === 'presence' ? first.presence : 'reported',
        presenceReason: first.kind === 'presence' ? (mapping.markers.reason ?? (first.found.text === '' ? null : first.found.text)) : null,
        value: first.kind === 'number' && rules.value !== undefined && amount === null ? first.text : null,
        ...(first.kind === 'number' && amount === null ? scaleOf(first) : {}),
        numerator: first.kind === 'number' && isRatio ? first.text : null,
        denominator: denominatorText,
        sampleN,
        boolValue: answered?.answer ?? null,
        achievedOn: achieved,
        money: amount,
        ...withMarks(comment(place), flags(place), marks),
        directTotal: directTotal(place),
        ...(isBlank && first.kind === 'presence' && !mapping.eraseBlanks ? { blank: 'may_fill' as const } : {}),
      },
    }
  }
}
