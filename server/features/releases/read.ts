import { sql } from 'kysely'
import { withoutStandIns } from '#shared/indicators/unwritten.ts'
import type { ProgressCell } from '#shared/progress/contract.ts'
import type { ReleaseCatalogue, ReleaseCellFilter, ReleaseName, ReleaseTerritory } from '#shared/releases/contract.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readCells } from './cell-queries.ts'
import { catalogueOf, releaseRowOf, territoriesOf } from './reader-queries.ts'

/** Most figures one question may ask for. */
const MAXIMUM_CELLS = 50_000

/** What the reading of releases needs to know of whoever reads; the public has no role. */
export interface ReleaseReader {
  readonly role: string | null
  readonly initiative: { readonly id: string; readonly fiscalStartMonth: number; readonly schoolStartMonth: number }
}

/** A release that is open to the transaction: its row, what is frozen beside its figures, its places. */
export interface OpenRelease {
  readonly id: string
  readonly name: ReleaseName
  readonly asOf: string
  readonly catalogue: ReleaseCatalogue
  readonly territories: readonly ReleaseTerritory[]
}

/**
 * Runs work as the role that can read releases and nothing else, then gives the role back. PostgreSQL itself refuses every
 * other table meanwhile.
 */
export async function asReleaseReader<T>(trx: Trx, work: () => Promise<T>): Promise<T> {
  await sql`select app.become_release_reader()`.execute(trx)
  const result = await work()
  await sql`set local role none`.execute(trx)
  return result
}

/**
 * Opens a published release to the rest of the transaction.
 * @param number null asks for the latest
 * @returns null when there is none that this reader may open
 */
export async function openRelease(trx: Trx, { initiative }: ReleaseReader, number: number | null): Promise<OpenRelease | null> {
  const { rows } = await sql<{ id: string | null }>`select app.open_release(${initiative.id}::uuid, ${number}::integer) as id`.execute(trx)
  const id = rows[0]?.id ?? null
  if (id === null) return null
  const row = await releaseRowOf(trx, initiative.id, id)
  const catalogue = await catalogueOf(trx, initiative.id, id)
  if (row === undefined || catalogue === null) return null
  // Releases from before said what an import left to be written.
  const indicators = catalogue.indicators.map((one) => ({ ...one, current: withoutStandIns(one.current) }))
  return { id, name: row.name, asOf: row.asOf, catalogue: { ...catalogue, indicators }, territories: await territoriesOf(trx, initiative.id, id) }
}

const codesOf = (list: string | undefined) => {
  const codes = (list ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
  return codes.length === 0 ? null : [...new Set(codes)]
}

function requireKnown(field: string, codes: readonly string[] | null, known: (code: string) => boolean): void {
  const unknown = codes?.find((code) => !known(code))
  if (unknown !== undefined) throw problem('unknown_reference', { field, value: unknown }, [{ pointer: `/query/${field}`, code: 'unknown_reference' }])
}

/** The given places with everything that lay in them when the release was built. */
function within(territories: readonly ReleaseTerritory[], codes: readonly string[]): ReadonlySet<string> {
  const below = Map.groupBy(territories, ({ parent }) => parent)
  const found = new Set<string>()
  const waiting = [...codes]
  for (let code = waiting.pop(); code !== undefined; code = waiting.pop()) {
    if (found.has(code)) continue
    found.add(code)
    waiting.push(...(below.get(code) ?? []).map((one) => one.code))
  }
  return found
}

function placesAsked({ territories }: OpenRelease, filter: ReleaseCellFilter): string[] {
  const asked = codesOf(filter.territory)
  requireKnown('territory', asked, (code) => territories.some((one) => one.code === code))
  if (filter.level !== undefined) {
    requireKnown('level', [filter.level], (code) => territories.some((one) => one.level === code))
    const inside = asked === null ? null : within(territories, asked)
    return territories.filter(({ level, code }) => level === filter.level && (inside === null || inside.has(code))).map(({ code }) => code)
  }
  return asked ?? territories.filter(({ isTop }) => isTop).map(({ code }) => code)
}

/** For each indicator asked for, the periods that are shown: `latest` is what was the latest when the release was built. */
function pairsAsked(
  { catalogue }: OpenRelease,
  reader: ReleaseReader,
  filter: ReleaseCellFilter,
  isStrict: boolean,
): { indicators: string[]; periods: string[] } {
  const asked = codesOf(filter.indicator)
  if (isStrict) requireKnown('indicator', asked, (code) => catalogue.indicators.some((one) => one.code === code))
  const indicators = catalogue.indicators.filter(({ code }) => asked === null || asked.includes(code)).map(({ code }) => code)
  const parsed = (code: string) => {
    const period = parsePeriodCode(code, reader.initiative)
    if (period === null) throw problem('invalid_period', { value: code })
    return period
  }
  const named = filter.period !== undefined && filter.period !== 'latest' ? parsed(filter.period).code : null
  const isRange = filter.period === undefined && (filter.from !== undefined || filter.to !== undefined)
  const since = filter.from === undefined ? '0001-01-01' : parsed(filter.from).startsOn
  const until = filter.to === undefined ? '9999-12-31' : parsed(filter.to).endsOn
  const pairs = indicators.flatMap((indicator) => {
    if (named !== null) return [{ indicator, period: named }]
    if (isRange)
      return catalogue.periods.filter(({ startsOn, endsOn }) => startsOn >= since && endsOn <= until).map(({ code }) => ({ indicator, period: code }))
    const last = catalogue.latest[indicator]
    return last === undefined ? [] : [{ indicator, period: last }]
  })
  return { indicators: pairs.map(({ indicator }) => indicator), periods: pairs.map(({ period }) => period) }
}

/**
 * Figures of a release with the filters of the progress request.
 * @param isStrict refuse an indicator that the release has not; else it has no figure there: it may be younger than the release
 * @returns null when there is no such release for this reader
 * @throws unknown_reference, invalid_period, too_many_cells
 */
export async function readReleaseCells(
  trx: Trx,
  reader: ReleaseReader,
  number: number | null,
  filter: ReleaseCellFilter,
  isStrict = true,
): Promise<{ release: ReleaseName; asOf: string; cells: ProgressCell[] } | null> {
  const isBackbone = reader.role === 'backbone'
  const look = async () => {
    const open = await openRelease(trx, reader, number)
    if (open === null) return null
    const byPartner = filter.partner !== undefined || filter.by === 'partner'
    const partners = codesOf(filter.partner)
    requireKnown('partner', partners, (code) => open.catalogue.partners.some((one) => one.code === code))
    const territories = placesAsked(open, filter)
    const pairs = pairsAsked(open, reader, filter, isStrict)
    if (pairs.periods.length * territories.length > MAXIMUM_CELLS) throw problem('too_many_cells', { maximum: MAXIMUM_CELLS })
    const category = filter.category === '*' ? null : filter.category
    const cells = await readCells(
      trx,
      { initiativeId: reader.initiative.id, releaseId: open.id, ...pairs, territories, category, byPartner, partners },
      isBackbone,
    )
    return { release: open.name, asOf: open.asOf, cells }
  }
  // The backbone sees why a figure is hidden, and a release before it is published.
  return isBackbone ? look() : asReleaseReader(trx, look)
}

/** Figures of the whole of places, all partners and categories together, that the release tells; a hidden one is not among them. */
export async function readToldFigures(
  trx: Trx,
  initiativeId: string,
  releaseId: string,
  addresses: readonly { readonly indicator: string; readonly period: string; readonly territory: string }[],
): Promise<ProgressCell[]> {
  if (addresses.length === 0) return []
  const [indicators, periods] = [addresses.map(({ indicator }) => indicator), addresses.map(({ period }) => period)]
  const territories = [...new Set(addresses.map(({ territory }) => territory))]
  const cells = await readCells(trx, { initiativeId, releaseId, indicators, periods, territories, category: 'TOTAL', byPartner: false, partners: null }, false)
  return cells.filter(({ mask, value }) => mask === 'none' && value !== null)
}
