import type { DefinitionInput } from '#shared/indicators/contract.ts'
import { Decimal } from '#shared/values/decimal.ts'
import { parsePeriodPattern, type DateOrder, type Period, type YearStarts } from '#shared/values/period.ts'
import { detectDateOrder } from '../date-order.ts'
import type { FileRejection } from '../extraction.ts'
import { allHold, sourceReader, type Found, type Place, type Reader } from '../source.ts'
import { cellText, dataRows, readHeader, type Header, type Table } from '../table.ts'
import { tidy } from '../text.ts'
import { readAmount, readTyped, type Amount } from './amount.ts'
import { fitCode, RowCodes } from './row-codes.ts'
import type { Adding, TargetLoad, TargetReading, UnitKind } from './target-load.ts'

/** Parts of a row that something may be refused for. */
type SaidPart = 'code' | 'territory' | 'baseline' | 'target' | 'actual'

/** An indicator of the table with its three amounts, in storage units. */
export interface LoadedTarget {
  readonly row: number
  readonly code: string
  readonly definition: DefinitionInput
  readonly territory: { readonly text: string; readonly by: 'code' | 'name' | 'either' }
  /** What the file says, word for word, and where: for whoever refuses a part later. */
  readonly said: Readonly<Record<SaidPart, { readonly text: string; readonly column: string | null }>>
  readonly baseline: string | null
  readonly target: { readonly value: string; readonly period: Period } | null
  readonly actual: { readonly value: string | null; readonly yes: boolean | null; readonly on: string | null; readonly period: Period } | null
}

export interface LoadedTargets {
  readonly read: number
  readonly skipped: number
  readonly items: readonly LoadedTarget[]
  /** Amounts that could not be kept beside their indicator, each with its reason and its text. */
  readonly aside: readonly FileRejection[]
  readonly rejections: readonly FileRejection[]
}

interface Prepared {
  readonly rule: TargetReading
  readonly takes: (place: Place) => boolean
  readonly read: Record<'code' | 'nameFr' | 'territory' | 'unit' | 'adding', Reader>
  readonly nameEn: Reader | null
  readonly resultType: Reader | null
  readonly definition: readonly Reader[]
  readonly amounts: Record<'baseline' | 'target' | 'actual', Reader | null>
  readonly periods: Record<'target' | 'actual', Reader | null>
}

function prepare(rule: TargetReading, header: Header, fileName: string): Prepared {
  const reader = (source: Parameters<typeof sourceReader>[0]) => sourceReader(source, header, fileName)
  const holds = rule.when === undefined ? null : allHold(rule.when, header)
  const optional = (source: Parameters<typeof sourceReader>[0] | undefined) => (source === undefined ? null : reader(source))
  return {
    rule,
    takes: ({ table, index }) => holds === null || holds(table.rows[index] ?? []),
    read: {
      code: reader(rule.code),
      nameFr: reader(rule.nameFr),
      territory: reader(rule.territory.source),
      unit: reader(rule.unit.source),
      adding: reader(rule.adding.source),
    },
    nameEn: optional(rule.nameEn),
    resultType: optional(rule.resultType?.source),
    definition: rule.definition.map(reader),
    amounts: { baseline: optional(rule.baseline?.source), target: optional(rule.target?.source), actual: optional(rule.actual?.source) },
    periods: { target: optional(rule.target?.period.source), actual: optional(rule.actual?.period.source) },
  }
}

const lookUp = <T>(words: Readonly<Record<string, T>>, text: string): T | undefined =>
  Object.entries(words).find(([word]) => tidy(word).toLowerCase() === text.toLowerCase())?.[1]

/** What a cell says: a number that a workbook holds as such has no signs to read. */
const readCell = (found: Found, kind: UnitKind, load: TargetLoad, order: DateOrder): Amount =>
  typeof found.cell === 'number' && kind !== 'date' ? readTyped(found.cell, kind) : readAmount(found.text, kind, load, order)

/** The order of a table's dates: what any of them tells; the day first where none does, or where they disagree. */
function orderIn(table: Table): DateOrder {
  const found = detectDateOrder(table.rows.flatMap((cells) => cells.map(cellText).filter((text) => text.includes('/'))))
  return found.ok ? found.order : 'day_first'
}

const isWhole = (text: string) => new Decimal(text).isInteger() && !new Decimal(text).isNegative()

interface Facts {
  readonly nameFr: string
  readonly nameEn: string
  readonly words: string
  readonly unit: string
  readonly kind: UnitKind
  readonly currency: string | undefined
  readonly adding: Adding
  readonly resultType: 'how_much' | 'how_well' | 'better_off'
  readonly isDecrease: boolean
}

function definitionOf(facts: Facts, load: TargetLoad): DefinitionInput {
  const { kind, adding, unit } = facts
  const unitKind = ({ count: 'count', share: 'ratio', money: 'currency', date: 'milestone', yes_no: 'milestone', quantity: 'ratio' } as const)[kind]
  const words = (facts.words === '' ? facts.nameFr : facts.words).slice(0, 4000)
  return {
    nameFr: facts.nameFr.slice(0, 200),
    ...(facts.nameEn === '' ? {} : { nameEn: facts.nameEn.slice(0, 200) }),
    definitionFr: words,
    purposeFr: `À préciser : repris de ${load.source}.`,
    purposeEn: `To be said: taken over from ${load.source}.`,
    conditions: ['shared_measurement'],
    resultType: facts.resultType,
    unitKind,
    countingUnit: unitKind === 'currency' ? 'money' : 'things',
    temporalKind: adding === 'stock' ? 'stock' : 'flow',
    accumulation: adding === 'since_start' ? 'since_start' : 'per_period',
    trackedAccumulation: adding === 'since_start' ? 'since_start' : 'per_period',
    periodsDistinct: false,
    direction: facts.isDecrease ? 'decrease' : 'increase',
    containment: false,
    isProportion: false,
    partsUnknown: unitKind === 'ratio',
    denominatorShared: false,
    completeList: false,
    displayFactor: kind === 'share' ? '100' : '1',
    decimals: unitKind === 'ratio' ? 2 : 0,
    ...(unit === '' || kind === 'share' ? {} : { unitLabelFr: unit.slice(0, 60), unitLabelEn: unit.slice(0, 60) }),
    ...(unitKind === 'currency' ? { currencyCode: facts.currency } : {}),
    frequency: load.frequency,
    overlapPartners: 'none',
    overlapTerritories: 'none',
    onTrackRatio: '0.9',
    watchRatio: '0.7',
    minCoverage: '0.8',
    minDenominator: 20,
    dueDays: 20,
    sourceKind: 'official',
    sourceFr: load.source,
    sourceEn: load.source,
  }
}

/** Reads a table of indicators with baseline, target and actual. An amount that is none is set aside; its indicator stays. */
export function loadTargets(table: Table, load: TargetLoad, fileName: string, starts: YearStarts, today: string): LoadedTargets {
  const header = readHeader(table, load.file)
  const readings = load.readings.map((rule) => prepare(rule, header, fileName))
  const skips = load.skip.map(({ when }) => allHold(when, header))
  const items: LoadedTarget[] = []
  const aside: FileRejection[] = []
  const rejections: FileRejection[] = []
  const order = orderIn(table)
  let read = 0
  let skipped = 0
  const rows: { row: number; place: Place; reading: Prepared; code: Found }[] = []
  for (const { row, cells } of dataRows(table, header)) {
    read += 1
    const place: Place = { table, header, fileName, carried: new Map(), index: row - 1, column: -1 }
    const reading = readings.find(({ takes }) => takes(place))
    if (reading === undefined || skips.some((skip) => skip(cells))) skipped += 1
    else rows.push({ row, place, reading, code: reading.read.code(place) })
  }
  const codes = new RowCodes(
    rows.map(({ code }) => code.text),
    load.repeatedCodes,
  )
  for (const { row, place, reading, code } of rows) {
    const { rule } = reading
    const at = (reader: Reader | null): Found => reader?.(place) ?? { text: '', column: null, cell: null }
    const put = (list: FileRejection[], found: { text: string; column: string | null }, reason: string) =>
      void list.push({ sheet: table.sheet, row, column: found.column, code: reason, value: found.text === '' ? null : found.text })
    const [name, territory] = [at(reading.read.nameFr), at(reading.read.territory)]
    if (code.text === '' || fitCode(code.text) === '') put(rejections, code, 'code_blank')
    if (name.text === '') put(rejections, name, 'name_blank')
    if (territory.text === '') put(rejections, territory, 'territory_blank')
    if (fitCode(code.text) === '' || name.text === '' || territory.text === '') continue
    const ownCode = codes.place(code.text)
    if (ownCode === null) {
      put(rejections, code, 'code_twice')
      continue
    }

    const unit = at(reading.read.unit).text
    const known = lookUp(rule.unit.kinds, unit) ?? { kind: 'quantity' as const }
    const found = { baseline: at(reading.amounts.baseline), target: at(reading.amounts.target), actual: at(reading.amounts.actual) }
    const amounts: Record<keyof typeof found, Amount> = {
      baseline: readCell(found.baseline, known.kind, load, order),
      target: readCell(found.target, known.kind, load, order),
      actual: readCell(found.actual, known.kind, load, order),
    }
    const numbers = Object.values(amounts).flatMap((amount) => (amount.kind === 'number' ? [amount.text] : []))
    const kind = known.kind === 'count' && !numbers.every(isWhole) ? 'quantity' : known.kind
    for (const part of ['baseline', 'target', 'actual'] as const) {
      const amount = amounts[part]
      if (amount.kind === 'aside') put(aside, found[part], amount.code)
    }
    const periodOf = (part: 'target' | 'actual') => {
      const said = at(reading.periods[part])
      const pattern = rule[part]?.period.pattern ?? 'code'
      const period = parsePeriodPattern(said.text, pattern, starts, order)
      if (period === null) put(aside, said, said.text === '' ? 'period_blank' : 'period_unreadable')
      return period
    }
    const yearOf = (day: string) => parsePeriodPattern(day.slice(0, 4), 'year', starts)

    let target: LoadedTarget['target'] = null
    if (amounts.target.kind === 'number' || amounts.target.kind === 'answer') {
      const value = amounts.target.kind === 'number' ? amounts.target.text : amounts.target.yes ? '1' : '0'
      const period = amounts.target.kind === 'answer' && amounts.target.on !== null ? yearOf(amounts.target.on) : periodOf('target')
      if (period !== null) target = { value, period }
    }
    let actual: LoadedTarget['actual'] = null
    if (amounts.actual.kind === 'answer' && amounts.actual.on !== null && amounts.actual.on > today) put(aside, found.actual, 'achieved_on_in_future')
    else if (amounts.actual.kind === 'number' || amounts.actual.kind === 'answer') {
      const period = amounts.actual.kind === 'answer' && amounts.actual.on !== null ? yearOf(amounts.actual.on) : periodOf('actual')
      if (period !== null) {
        actual =
          amounts.actual.kind === 'number'
            ? { value: amounts.actual.text, yes: null, on: null, period }
            : { value: null, yes: amounts.actual.yes, on: amounts.actual.yes ? (amounts.actual.on ?? period.startsOn) : null, period }
      }
    }
    const baseline = amounts.baseline.kind === 'number' ? amounts.baseline.text : null
    const result = lookUp(rule.resultType?.meanings ?? {}, at(reading.resultType).text)
    items.push({
      row,
      code: ownCode,
      definition: definitionOf(
        {
          nameFr: name.text,
          nameEn: at(reading.nameEn).text,
          words: reading.definition
            .map((reader) => at(reader).text)
            .filter((text) => text !== '')
            .join(' — '),
          unit,
          kind,
          currency: 'currency' in known ? known.currency : undefined,
          adding: kind === 'date' || kind === 'yes_no' ? 'per_period' : (lookUp(rule.adding.meanings, at(reading.read.adding).text) ?? 'stock'),
          resultType: result === 'how_well' || result === 'better_off' ? result : 'how_much',
          isDecrease: baseline !== null && target !== null && new Decimal(target.value).lt(baseline),
        },
        load,
      ),
      territory: {
        text: rule.territory.aliases?.[territory.text] ?? territory.text,
        by: rule.territory.aliases?.[territory.text] === undefined ? rule.territory.by : 'code',
      },
      said: { code, territory, ...found },
      baseline,
      target,
      actual,
    })
  }
  return { read, skipped, items, aside, rejections }
}
