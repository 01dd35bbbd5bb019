import { parsePeriodPattern } from '#shared/values/period.ts'
import type { ExtractedRecord } from './extraction.ts'
import type { Mapping, NumberSource, Reading } from './mapping.ts'
import { numberReader, type MarkerBook, type NumberRead, type NumberReader } from './read-number.ts'
import { sourceReader, type Found, type Place } from './source.ts'
import type { Header } from './table.ts'
import { fold, tidy } from './text.ts'

export type FigurePart = Pick<
  ExtractedRecord,
  'presence' | 'presenceReason' | 'value' | 'numerator' | 'denominator' | 'sampleN' | 'boolValue' | 'achievedOn' | 'comment' | 'flags' | 'directTotal'
>

/** Reads the figure of a place: `blank` when the file says nothing, null when it was refused. */
export type FigureReader = (
  place: Place,
  refuse: (column: string | null, code: string, value: string | null) => void,
) => { figure: FigurePart; column: string | null } | 'blank' | null

const NO_STARTS = { fiscalStartMonth: 1, schoolStartMonth: 1 }

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
  const achievedOn = rules.achievedOn === undefined ? null : sourceReader(rules.achievedOn, header, fileName)
  const comment = rules.comment === undefined ? null : sourceReader(rules.comment, header, fileName)
  const flags = rules.flags.map((flag) => sourceReader(flag, header, fileName))
  const isRatio = rules.numerator !== undefined

  return (place, refuse) => {
    const answered = yesNo?.(place) ?? null
    const first = answered === null ? (main as NumberReader).read(place) : { ...answered.read, found: answered.found }
    const column = first.found.column
    if (first.kind === 'skip') return 'blank'
    let refused = false
    const refuseHere = (where: string | null, code: string, value: string | null) => {
      refused = true
      refuse(where, code, value)
    }
    const reported = first.kind === 'number'
    if (first.kind === 'fault') refuseHere(column, first.code, first.found.text)

    const part = (reader: NumberReader | null, atLeast: 'positive' | 'any', code: string): string | null => {
      if (reader === null || !reported) return null
      const read = reader.read(place)
      if (read.kind === 'fault') refuseHere(read.found.column, read.code, read.found.text)
      if (read.kind !== 'number') return null
      if (atLeast === 'positive' && (read.text === '0' || read.text.startsWith('-'))) {
        refuseHere(read.found.column, code, read.found.text)
        return null
      }
      return read.text
    }
    const denominatorText = part(denominator, 'positive', 'denominator_not_positive')
    if (isRatio && reported && denominatorText === null && !refused) refuseHere(null, 'denominator_missing', null)
    const sampleN = part(sample, 'positive', 'sample_not_positive')

    let achieved: string | null = null
    const achievedText = achievedOn?.(place) ?? null
    if (achievedText !== null && achievedText.text !== '') {
      const day = parsePeriodPattern(achievedText.text, 'date', NO_STARTS)
      if (day === null || day.kind !== 'day') refuseHere(achievedText.column, 'not_a_date', achievedText.text)
      else achieved = day.startsOn
    }
    if (refused) return null
    const commentText = comment?.(place).text ?? ''
    return {
      column,
      figure: {
        presence: first.kind === 'presence' ? first.presence : 'reported',
        presenceReason: first.kind === 'presence' ? (mapping.markers.reason ?? (first.found.text === '' ? null : first.found.text)) : null,
        value: reported && rules.value !== undefined ? first.text : null,
        numerator: reported && isRatio ? first.text : null,
        denominator: denominatorText,
        sampleN,
        boolValue: answered?.answer ?? null,
        achievedOn: achieved,
        comment: commentText === '' ? null : commentText.slice(0, 2000),
        flags: flags.flatMap((read) => {
          const { text } = read(place)
          return text === '' ? [] : [tidy(text).slice(0, 20)]
        }),
        directTotal: rules.directTotal,
      },
    }
  }
}
