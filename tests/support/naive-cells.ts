import { Decimal, toText } from '#shared/values/decimal.ts'

/** A figure of the model: what a cell is made of. */
export interface ModelFigure {
  version: string
  territory: string
  period: string
  partner: string | null
  category: string
  state: string
  presence: string
  direct: boolean
  flags: string[]
  id: string
  value: string | null
  numerator: string | null
  denominator: string | null
  n: string | null
  bool: boolean | null
}
export interface ModelVersion {
  id: string
  weighs: boolean
  /** Figures of several partners are never put together, nor is one of them the place's. */
  keepsApart: boolean
  denominatorShared: boolean
  overlapPartners: boolean
  overlapTerritories: boolean
}
export interface Model {
  versions: ModelVersion[]
  /** Oldest first, with their last days. */
  periods: { id: string; endsOn: string }[]
  territories: string[]
  parentOf: Record<string, string | null>
  figures: ModelFigure[]
  /** Who owes what: version, territory, partner. */
  owed: { version: string; territory: string; partner: string | null }[]
  /** Sets of which a figure was once handed in. */
  sets: Set<string>
}

const FLAVOURS: Record<string, string[]> = { validated: ['validated', 'published'], provisional: ['submitted', 'validated', 'published'] }
const COUNTED = ['submitted', 'validated', 'published']

interface Cell {
  sumValue: Decimal | null
  sumNumerator: Decimal | null
  sumDenominator: Decimal | null
  sumValueN: Decimal | null
  sumN: Decimal | null
  lower: Decimal | null
  upper: Decimal | null
  yes: number
  no: number
  reported: number
  missing: number
  notApplicable: number
  notExpected: number
  weightMissing: number
  own: ModelFigure | null
  assigned: number
  received: number
  expectedWeight: Decimal
  receivedWeight: Decimal
  borrows: boolean
  flags: Set<string>
}

const dec = (text: string | null) => (text === null ? null : new Decimal(text))
const add = (a: Decimal | null, b: Decimal | null) => (a === null ? b : b === null ? a : a.plus(b))
const most = (a: Decimal | null, b: Decimal | null) => (a === null ? b : b === null ? a : Decimal.max(a, b))
const product = (a: string | null, b: string | null) => (a === null || b === null ? null : new Decimal(a).times(b))

function emptyCell(): Cell {
  return {
    sumValue: null,
    sumNumerator: null,
    sumDenominator: null,
    sumValueN: null,
    sumN: null,
    lower: null,
    upper: null,
    yes: 0,
    no: 0,
    reported: 0,
    missing: 0,
    notApplicable: 0,
    notExpected: 0,
    weightMissing: 0,
    own: null,
    assigned: 0,
    received: 0,
    expectedWeight: new Decimal(0),
    receivedWeight: new Decimal(0),
    borrows: false,
    flags: new Set(),
  }
}

/** Cells of one territory in one set, from the figures alone, children first: no database, no shortcut. */
function cellsOf(model: Model, version: ModelVersion, period: { id: string; endsOn: string }, territory: string, flavour: string): Map<string, Cell> {
  const states = FLAVOURS[flavour] as string[]
  const found = model.figures.filter(
    (figure) => figure.version === version.id && figure.period === period.id && figure.territory === territory && COUNTED.includes(figure.state),
  )
  const parties = new Set([
    ...model.owed.filter((owed) => owed.version === version.id && owed.territory === territory).map((owed) => owed.partner),
    ...found.filter((figure) => figure.direct && ['reported', 'missing'].includes(figure.presence)).map((figure) => figure.partner),
  ])
  parties.delete(null)
  const isOfPartners = version.keepsApart && parties.size > 1
  const here = found.map((figure) => (isOfPartners && figure.partner !== null ? { ...figure, direct: false } : figure))
  const inFlavour = here.filter((figure) => states.includes(figure.state))
  const children = model.territories.filter((child) => model.parentOf[child] === territory).map((child) => cellsOf(model, version, period, child, flavour))
  const cells = new Map<string, Cell>()
  const cell = (category: string) => {
    const found = cells.get(category) ?? emptyCell()
    cells.set(category, found)
    return found
  }

  for (const category of new Set([...inFlavour.map((figure) => figure.category), ...children.flatMap((child) => [...child.keys()])])) {
    const total = cell(category)
    const own = inFlavour.filter((figure) => figure.category === category && !figure.direct)
    const direct = inFlavour
      .filter((figure) => figure.category === category && figure.direct)
      .sort(
        (a, b) =>
          Number(a.presence !== 'reported') - Number(b.presence !== 'reported') ||
          Number(a.partner !== null) - Number(b.partner !== null) ||
          (a.id < b.id ? -1 : 1),
      )
    total.own = direct[0] ?? null
    let [leafLower, leafDenominator]: (Decimal | null)[] = [null, null]
    for (const figure of own) {
      total.sumValue = add(total.sumValue, dec(figure.value))
      total.sumNumerator = add(total.sumNumerator, dec(figure.numerator))
      if (figure.numerator !== null)
        leafDenominator = version.denominatorShared
          ? most(leafDenominator ?? null, dec(figure.denominator))
          : add(leafDenominator ?? null, dec(figure.denominator))
      total.sumValueN = add(total.sumValueN, product(figure.value, figure.n))
      if (figure.value !== null) total.sumN = add(total.sumN, dec(figure.n))
      leafLower = version.overlapPartners ? most(leafLower ?? null, dec(figure.value)) : add(leafLower ?? null, dec(figure.value))
      total.yes += Number(figure.bool === true)
      total.no += Number(figure.bool === false)
      total.reported += Number(figure.presence === 'reported')
      total.missing += Number(figure.presence === 'missing')
      total.notApplicable += Number(figure.presence === 'not_applicable')
      total.notExpected += Number(figure.presence === 'not_expected')
      total.weightMissing += Number(figure.value !== null && figure.n === null)
    }
    total.sumDenominator = leafDenominator ?? null
    total.upper = total.sumValue
    for (const figure of [...own, ...direct]) for (const flag of figure.flags) total.flags.add(flag)
    let childLower: Decimal | null = null
    for (const child of children.map((one) => one.get(category)).filter((one) => one !== undefined)) {
      for (const flag of child.flags) total.flags.add(flag)
      const figure = child.own?.presence === 'reported' ? child.own : null
      const value = figure === null ? child.sumValue : dec(figure.value)
      total.sumValue = add(total.sumValue, value)
      total.sumNumerator = add(total.sumNumerator, figure === null ? child.sumNumerator : dec(figure.numerator))
      total.sumDenominator = add(total.sumDenominator, figure === null ? child.sumDenominator : figure.numerator === null ? null : dec(figure.denominator))
      total.sumValueN = add(total.sumValueN, figure === null ? child.sumValueN : product(figure.value, figure.n))
      total.sumN = add(total.sumN, figure === null ? child.sumN : figure.value === null ? null : dec(figure.n))
      const lower = figure === null ? child.lower : value
      childLower = version.overlapTerritories ? most(childLower, lower) : add(childLower, lower)
      total.upper = add(total.upper, figure === null ? child.upper : value)
      total.yes += figure === null ? child.yes : Number(figure.bool === true)
      total.no += figure === null ? child.no : Number(figure.bool === false)
      total.reported += figure === null ? child.reported : 1
      total.missing += figure === null ? child.missing : 0
      total.notApplicable += figure === null ? child.notApplicable : 0
      total.notExpected += figure === null ? child.notExpected : 0
      total.weightMissing += figure === null ? child.weightMissing : Number(figure.value !== null && figure.n === null)
      total.assigned += child.assigned
      total.received += child.received
      total.expectedWeight = total.expectedWeight.plus(child.expectedWeight)
      total.receivedWeight = total.receivedWeight.plus(child.receivedWeight)
    }
    total.lower = version.overlapPartners || version.overlapTerritories ? most(leafLower ?? null, childLower) : total.upper
  }

  const weightOf = (figure: ModelFigure | undefined) => figure?.denominator ?? figure?.n ?? null
  const lastKnown = (partner: string | null) =>
    [...model.periods]
      .reverse()
      .filter(({ endsOn }) => endsOn <= period.endsOn)
      .flatMap(({ id }) =>
        model.figures
          .filter(
            (figure) =>
              figure.version === version.id &&
              figure.period === id &&
              figure.territory === territory &&
              figure.partner === partner &&
              figure.category === 'TOTAL' &&
              COUNTED.includes(figure.state),
          )
          .flatMap((figure) => weightOf(figure) ?? []),
      )[0] ?? null
  const partners = new Set([
    ...model.owed.filter((owed) => owed.version === version.id && owed.territory === territory).map((owed) => owed.partner),
    ...here.filter((figure) => figure.category === 'TOTAL').map((figure) => figure.partner),
  ])
  for (const partner of partners) {
    const figure = here.find((one) => one.category === 'TOTAL' && one.partner === partner)
    if (figure?.direct === true || figure?.presence === 'not_expected') continue
    const total = cell('TOTAL')
    const weight = new Decimal(weightOf(figure) ?? (version.weighs ? lastKnown(partner) : null) ?? 1)
    const isReceived = figure !== undefined && ['reported', 'not_applicable'].includes(figure.presence) && states.includes(figure.state)
    total.assigned += 1
    total.received += Number(isReceived)
    total.expectedWeight = total.expectedWeight.plus(weight)
    if (isReceived) total.receivedWeight = total.receivedWeight.plus(weight)
    if (version.weighs && weightOf(figure) === null) total.borrows = true
  }
  return cells
}

const text = (value: Decimal | null) => (value === null ? null : toText(value))

/** Every cell that should stand, by `version period territory flavour category`. */
export function naiveCells(model: Model): Map<string, Record<string, unknown>> {
  const all = new Map<string, Record<string, unknown>>()
  for (const version of model.versions) {
    for (const period of model.periods.filter(({ id }) => model.sets.has(`${version.id} ${id}`))) {
      for (const territory of model.territories) {
        for (const flavour of Object.keys(FLAVOURS)) {
          for (const [category, cell] of cellsOf(model, version, period, territory, flavour)) {
            all.set(`${version.id} ${period.id} ${territory} ${flavour} ${category}`, {
              sum_value: text(cell.sumValue),
              sum_numerator: text(cell.sumNumerator),
              sum_denominator: text(cell.sumDenominator),
              sum_value_n: text(cell.sumValueN),
              sum_n: text(cell.sumN),
              lower_bound: text(cell.lower),
              upper_bound: text(cell.upper),
              yes_count: cell.yes,
              no_count: cell.no,
              reported_count: cell.reported,
              missing_count: cell.missing,
              not_applicable_count: cell.notApplicable,
              not_expected_count: cell.notExpected,
              weight_missing_count: cell.weightMissing,
              own_value: text(dec(cell.own?.value ?? null)),
              own_numerator: text(dec(cell.own?.numerator ?? null)),
              own_denominator: text(dec(cell.own?.denominator ?? null)),
              own_n: text(dec(cell.own?.n ?? null)),
              own_bool: cell.own?.bool ?? null,
              own_presence: cell.own?.presence ?? null,
              assigned_count: cell.assigned,
              received_count: cell.received,
              expected_weight: text(cell.expectedWeight),
              received_weight: text(cell.receivedWeight),
              borrows_weight: cell.borrows,
              flags: [...cell.flags].sort(),
            })
          }
        }
      }
    }
  }
  return all
}
