import type { ProgressCell, ProgressFilter } from '#shared/progress/contract.ts'
import { withoutStandIns } from '#shared/indicators/unwritten.ts'
import { changeBetween } from '#shared/releases/changes.ts'
import { conceal, type ConcealedCell } from '#shared/releases/conceal.ts'
import { contributorsOf, isDominated } from '#shared/releases/contributors.ts'
import type { MaskReport, ReleaseCatalogue } from '#shared/releases/contract.ts'
import { maskIndicator, type FormerFigures } from '#shared/releases/mask-indicator.ts'
import { cellKey, type IndicatorFacts, type VersionFacts } from '#shared/releases/relations.ts'
import { decimal } from '#shared/values/decimal.ts'
import { fiscalYearOf } from '#shared/values/period.ts'
import { readIndicators, readPeriods } from '#server/features/indicators/service.ts'
import { readCarriedComments, type CarriedComment } from '#server/features/observations/service.ts'
import { readProgress } from '#server/features/progress/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import {
  freezeTerritories,
  frozenNames,
  listContributions,
  listParents,
  listStarts,
  reasonsSince,
  thresholdsOf,
  unknownCategories,
  versionsForRelease,
  type VersionRow,
} from './build-queries.ts'
import { cellsOfIndicator, insertCells, insertChanges, type Audience } from './cell-queries.ts'
import { inOrder, sumOfContent, sumOfIndicator, sumsOfComments } from './checksum.ts'
import { insertComments, type StoredComment } from './comment-queries.ts'
import { releaseByNumber, type ReleaseRow } from './queries.ts'
import { openRelease } from './read.ts'

function factsOf(version: VersionRow, guardsMoney: boolean): VersionFacts {
  const counted = version.countingUnit === 'persons' || version.countingUnit === 'households'
  const running = version.accumulation === 'per_period' ? version.trackedAccumulation : version.accumulation
  return {
    unitKind: version.unitKind,
    isSensitive:
      version.unitKind === 'currency'
        ? guardsMoney
        : version.suppressionApplies || (counted && version.unitKind === 'count' && version.sourceKind !== 'official'),
    isForced: version.sourceKind === 'official',
    runs: running === 'year_to_date' ? 'year' : running === 'since_start' ? 'start' : 'no',
    addsOverTime: version.temporalKind === 'flow',
  }
}

/** What was built: everything that `finishRelease` keeps of it. */
export interface Built {
  readonly catalogue: ReleaseCatalogue
  readonly report: MaskReport
  readonly cellCount: number
  /** Of the content alone; publishing chains it to the release before. */
  readonly checksum: string
  readonly previous: string | null
}

/**
 * Gathers the validated figures of a release, hides what is too small, and writes its cells (domain 3.11, 3.12). One
 * indicator at a time: its figures over all places, periods, categories and partners are linked, those of two are not.
 * @param onProgress told after each indicator
 */
export async function buildRelease(trx: Trx, actor: Actor, release: ReleaseRow, onProgress: (done: number, total: number) => void): Promise<Built> {
  const { id: initiativeId } = actor.initiative
  const { scope } = release
  const all = await readIndicators(trx, actor, {})
  const indicators = all.filter(({ code, archivedOn }) => archivedOn === null && (scope.indicators === undefined || scope.indicators.includes(code)))
  const names = await frozenNames(trx, initiativeId)
  const levels = names.levels.filter(({ code }) => scope.levels === undefined || scope.levels.includes(code))
  const periods = await readPeriods(trx, actor)
  const through = periods.find(({ code }) => code === release.throughPeriod)
  const shownPeriods = periods.filter(({ endsOn }) => through === undefined || endsOn <= through.endsOn)
  await freezeTerritories(
    trx,
    initiativeId,
    release.id,
    levels.map(({ code }) => code),
    release.asOf,
  )
  const versions = Map.groupBy(
    indicators.length === 0
      ? []
      : await versionsForRelease(
          trx,
          initiativeId,
          indicators.map(({ code }) => code),
        ),
    ({ indicator }) => indicator,
  )
  const thresholds = await thresholdsOf(trx, initiativeId)
  const parents = await listParents(trx, initiativeId)
  const unknown = await unknownCategories(trx, initiativeId)
  const ranks = new Map(names.levels.map(({ code, rank }) => [code, rank]))
  const byPeriod = new Map(
    shownPeriods.map((period) => [period.code, { ...period, fiscalYear: String(fiscalYearOf(period, actor.initiative.fiscalStartMonth)) }]),
  )
  const audiences = new Map<string, Audience>(names.partners.map(({ code, audience }) => [code, audience]))
  const former = await releaseByNumber(trx, initiativeId, null)
  if (former !== undefined) await openRelease(trx, actor, former.number)

  const report = { cells: 0, primary: 0, secondary: 0, droppedBreakdowns: 0, heldCorrections: 0, exposed: 0, indicators: [] as MaskReport['indicators'] }
  const carried = Map.groupBy(await readCarriedComments(trx, initiativeId), ({ indicator }) => indicator)
  const comments: StoredComment[] = []
  const latest: Record<string, string> = {}
  const sums: string[] = []
  let changeCount = 0
  for (const [index, indicator] of indicators.entries()) {
    const own = versions.get(indicator.code) ?? []
    const versionOf = (period: string) => {
      const found = byPeriod.get(period)
      const holding = found === undefined ? undefined : own.filter(({ validFrom }) => validFrom <= found.endsOn).at(-1)
      return holding === undefined ? null : factsOf(holding, thresholds.guardsMoney)
    }
    const links: IndicatorFacts = { versionOf, periods: byPeriod, parents, rankOf: (level) => ranks.get(level) ?? 0, unknownCategories: unknown }
    const guarded = thresholds.guardsMoney ? own.filter(({ unitKind }) => unitKind === 'currency').map(({ id }) => id) : []
    const contributors = guarded.length === 0 ? null : contributorsOf(await listContributions(trx, initiativeId, guarded), links)
    const facts: IndicatorFacts = contributors === null ? links : { ...links, isPrimary: (cell, part) => isDominated(cell, part, contributors) }
    const live = await readLive(
      trx,
      actor,
      release,
      indicator.code,
      indicator.dimensionCodes.length > 0,
      levels.map(({ code }) => code),
      scope.partners,
    )
    if (live.latest !== null) latest[indicator.code] = live.latest
    const before: FormerFigures | null =
      former === undefined
        ? null
        : { cells: await cellsOfIndicator(trx, initiativeId, former.id, indicator.code), holdsSmallCorrections: release.corrects !== null }
    const masked = maskIndicator(live.cells, facts, thresholds, before)
    const starts = await listStarts(
      trx,
      initiativeId,
      own.map(({ id }) => id),
    )
    const startOf = new Map(starts.map((start) => [`${start.territory} ${start.category}`, start]))
    const isSmall = (value: string | null) => value !== null && decimal(value).gt(0) && decimal(value).lt(thresholds.smallestShown)
    const hidden = conceal(
      masked.cells,
      versionOf,
      masked.maskOf,
      masked.ratioMaskOf,
      (cell) => startOf.get(`${cell.territory} ${cell.category}`)?.period ?? null,
      (cell) => {
        const start = startOf.get(`${cell.territory} ${cell.category}`)
        const version = versionOf(cell.period)
        if (start === undefined || version?.isSensitive !== true) return false
        if (start.numerator === null || start.denominator === null) return version.unitKind === 'count' && isSmall(start.value)
        const rest = decimal(start.denominator).minus(start.numerator).toFixed()
        return isSmall(start.numerator) || isSmall(rest) || decimal(start.denominator).lt(thresholds.minDenominator)
      },
      masked.dropped,
    )
    const concealed = inOrder(release.isPreliminary ? hidden.map(asPreliminary) : hidden)
    const withAudience = concealed.map((cell) => ({
      ...cell,
      audience: cell.partner === null ? ('public' as const) : (audiences.get(cell.partner) ?? 'circle'),
    }))
    await insertCells(trx, initiativeId, release.id, withAudience)
    sums.push(sumOfIndicator(indicator.code, concealed))
    comments.push(...besideFigures(carried.get(indicator.code) ?? [], withAudience))
    const counts = { primary: count(concealed, 'primary'), secondary: count(concealed, 'secondary') }
    report.cells += concealed.length
    report.primary += counts.primary
    report.secondary += counts.secondary
    report.droppedBreakdowns += masked.dropped.size
    report.heldCorrections += masked.held
    report.exposed += masked.exposed
    report.indicators.push({ indicator: indicator.code, cells: concealed.length, ...counts })

    if (before !== null && former !== undefined) {
      const reasons = await reasonsSince(
        trx,
        initiativeId,
        own.map(({ id }) => id),
        former.builtAt ?? new Date(0),
      )
      const stood = new Map(before.cells.map((cell) => [cellKey(cell), cell]))
      const changes = withAudience.flatMap((cell) => {
        const change = changeBetween(stood.get(cellKey(cell)), cell)
        if (change === null) return []
        changeCount += 1
        return [{ ...change, id: changeCount, partner: cell.partner ?? '', audience: cell.audience, reasons: reasons.get(cell.period) ?? [] }]
      })
      await insertChanges(trx, initiativeId, release.id, changes)
    }
    onProgress(index + 1, indicators.length)
  }
  await insertComments(trx, initiativeId, release.id, comments)
  sums.push(...sumsOfComments(comments))
  const told = indicators.map((one) => ({ ...one, current: withoutStandIns(one.current) }))
  const catalogue: ReleaseCatalogue = { ...names, levels, indicators: told, latest, periods: shownPeriods }
  return {
    catalogue,
    report: { smallestShown: thresholds.smallestShown, ...report },
    cellCount: report.cells,
    checksum: sumOfContent(sums, catalogue),
    previous: former?.checksum ?? null,
  }
}

/** Comments whose partner's figure the release tells: beside a hidden one words could say what is hidden. */
function besideFigures(carried: readonly CarriedComment[], cells: readonly (ConcealedCell & { readonly audience: Audience })[]): StoredComment[] {
  return carried.flatMap(({ indicator, period, territory, partner, body }) => {
    const here = cells.filter((one) => one.period === period)
    const cell = here.find((one) => one.partner === partner && one.mask === 'none' && one.presence === 'reported')
    const isPlaceHidden = here.some((one) => one.partner === null && one.territory === territory && one.mask !== 'none')
    if (cell === undefined || cell.audience === 'public' || isPlaceHidden) return []
    return [{ indicator, period, territory, partner, audience: cell.audience, body }]
  })
}

/** Every figure of a preliminary release says that it may still change (domain 3.12); a hidden one says nothing. */
const asPreliminary = (cell: ConcealedCell): ConcealedCell =>
  cell.value === null || cell.flags.includes('P') ? cell : { ...cell, flags: [...cell.flags, 'P'].sort() }

const count = (cells: readonly ConcealedCell[], mask: 'primary' | 'secondary') => cells.filter((cell) => cell.mask === mask).length

/** Before every period that has a code. */
const BEGINNING = '1000'

/** Everything that is validated of one indicator: its whole series, and for the newest period what a reader of today would be told. */
async function readLive(
  trx: Trx,
  actor: Actor,
  release: ReleaseRow,
  indicator: string,
  isDivided: boolean,
  levels: readonly string[],
  withPartners: boolean,
): Promise<{ cells: ProgressCell[]; latest: string | null }> {
  const asked: Pick<ProgressFilter, 'by' | 'basis' | 'indicator'> = { by: 'territory', basis: 'validated', indicator }
  const byKey = new Map<string, ProgressCell>()
  const add = (cells: readonly ProgressCell[]) => {
    for (const cell of cells) byKey.set(cellKey(cell), cell)
  }
  const series = { from: BEGINNING, to: release.throughPeriod }
  const newest = await readProgress(trx, actor, { ...asked, category: 'TOTAL', period: 'latest', to: release.throughPeriod })
  const latest = newest.cells[0]?.period ?? null
  for (const level of levels) {
    if (isDivided) add((await readProgress(trx, actor, { ...asked, ...series, level, category: '*' })).cells)
    add((await readProgress(trx, actor, { ...asked, ...series, level, category: 'TOTAL' })).cells)
    // The last figure is judged as one: that it is old, that the next is not due yet.
    if (latest !== null) {
      const last = await readProgress(trx, actor, { ...asked, level, category: isDivided ? '*' : 'TOTAL', period: 'latest', to: release.throughPeriod })
      add(last.cells.filter((cell) => cell.period === latest))
    }
  }
  if (withPartners) add((await readProgress(trx, actor, { ...asked, ...series, by: 'partner', category: 'TOTAL' })).cells)
  return { cells: [...byKey.values()], latest }
}
