import { assembleSeries, type KnownPeriod, type Series } from '#shared/progress/assemble.ts'
import type { CellComponents } from '#shared/progress/components.ts'
import type { ProgressCell, ProgressFilter } from '#shared/progress/contract.ts'
import type { Place } from '#shared/progress/rules.ts'
import { existsOn } from '#shared/progress/rules.ts'
import type { ReleaseName } from '#shared/releases/name.ts'
import { parsePeriodCode, periodKindOf } from '#shared/values/period.ts'
import { readReleaseCells } from '#server/features/releases/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { readsRelease, STATES, viewOf, type Basis, type View } from './access.ts'
import { withExcuses } from './excused.ts'
import { withEstimates } from './overlap.ts'
import { readPartnerFigures } from './partner-queries.ts'
import { planVersions, type VersionPlan } from './plan.ts'
import { listOwed, readCells, readScope, type ComponentRow, type Pairs, type Scope } from './queries.ts'
import { readPeriods, readPlaces, readRules } from './scope.ts'

/** Most figures one question may ask for. */
const MAXIMUM_CELLS = 50_000

const codesOf = (list: string | undefined) =>
  list === undefined || list === ''
    ? null
    : [
        ...new Set(
          list
            .split(',')
            .map((code) => code.trim())
            .filter((code) => code !== ''),
        ),
      ]

export interface Progress {
  readonly basis: Basis
  readonly asOf: string
  readonly release: ReleaseName | null
  readonly cells: ProgressCell[]
}

/**
 * Progress of the asked indicators, by territory or by partner, as far as the actor's hat sees it: from a release, or live (D25).
 * @throws unknown_reference, invalid_period, too_many_cells
 */
export async function readProgress(trx: Trx, actor: Actor, filter: ProgressFilter): Promise<Progress> {
  if (!readsRelease(actor, filter)) return readLive(trx, actor, filter)
  const { basis: _basis, asKnownOn: _on, release: number, ...asked } = filter
  const found = await readReleaseCells(trx, actor, number === undefined ? null : Number(number), asked, false)
  return found === null ? { basis: 'published', asOf: actor.today, release: null, cells: [] } : { basis: 'published', ...found }
}

async function readLive(trx: Trx, actor: Actor, filter: ProgressFilter): Promise<Progress> {
  const view = viewOf(actor, filter)
  const span = spanOf(actor, filter)
  const asked = { indicators: codesOf(filter.indicator), territories: codesOf(filter.territory), partners: codesOf(filter.partner) }
  const { initiative, today } = actor
  const ownOnly = view.by === 'partner' && view.partnerId !== null ? [view.partnerId] : null
  const scope = await readScope(trx, {
    initiativeId: initiative.id,
    today,
    topTerritoryId: initiative.topTerritoryId,
    level: filter.level ?? null,
    ...asked,
    byPartner: view.by === 'partner',
    latest: span.kind === 'latest' ? { by: span.by, basis: view.basis, partnerIds: ownOnly, states: STATES[view.basis] } : null,
  })
  checkReferences(scope, filter, asked)
  const answer = { basis: view.basis, asOf: today, release: null }
  const periods = readPeriods(scope.periods)
  const places = readPlaces(scope.places, scope.breaks)
  const rules = readRules(scope.versions, scope.baselines, periods)
  const plans = planVersions(rules, periods, shownPeriods(span, periods, scope), view.by === 'partner')
  if (plans.reduce((total, plan) => total + plan.read.length, 0) * places.length > MAXIMUM_CELLS) throw problem('too_many_cells', { maximum: MAXIMUM_CELLS })
  const pairs = pairsOf(plans)
  const { category } = filter
  const partnerIds =
    ownOnly === null && asked.partners === null ? null : scope.partners.map(({ id }) => id).filter((id) => ownOnly === null || ownOnly.includes(id))
  const rows =
    view.by === 'territory'
      ? await withEstimates(trx, actor, plans, await readCells(trx, initiative.id, pairs, scope.places, view.basis, category), view.basis, category)
      : await readPartnerFigures(
          trx,
          initiative.id,
          pairs,
          places.map(({ id }) => id),
          partnerIds,
          STATES[view.basis],
          category,
        )
  const series = seriesOf(plans, places, scope, rows, view, category)
  const owed = view.by === 'territory' ? await owedFigures(trx, actor, plans, places, series) : new Set<string>()
  return { ...answer, cells: await withExcuses(trx, actor, assemble(actor, span, plans, series, owed, view)) }
}

type Span = { kind: 'period'; code: string } | { kind: 'range'; from: string; to: string } | { kind: 'latest'; by: string }

function spanOf({ initiative, today }: Actor, { period, from, to }: ProgressFilter): Span {
  const parsed = (code: string) =>
    parsePeriodCode(code, initiative) ??
    (() => {
      throw problem('invalid_period', { value: code })
    })()
  const last = to === undefined ? today : parsed(to).endsOn
  if (period === 'latest' || (period === undefined && from === undefined && to === undefined)) return { kind: 'latest', by: last < today ? last : today }
  if (period !== undefined) return { kind: 'period', code: parsed(period).code }
  return { kind: 'range', from: from === undefined ? '0001-01-01' : parsed(from).startsOn, to: last }
}

function checkReferences(
  scope: Scope,
  filter: ProgressFilter,
  asked: { indicators: string[] | null; territories: string[] | null; partners: string[] | null },
): void {
  const refuse = (field: string, codes: readonly string[] | null, known: readonly string[]) => {
    const unknown = codes?.find((code) => !known.includes(code))
    if (unknown !== undefined) throw problem('unknown_reference', { field, value: unknown }, [{ pointer: `/query/${field}`, code: 'unknown_reference' }])
  }
  refuse(
    'indicator',
    asked.indicators,
    scope.versions.map(({ code }) => code),
  )
  refuse('territory', asked.territories, scope.known_territories)
  refuse(
    'partner',
    asked.partners,
    scope.partners.map(({ code }) => code),
  )
  if (!scope.level_exists)
    throw problem('unknown_reference', { field: 'level', value: filter.level ?? '' }, [{ pointer: '/query/level', code: 'unknown_reference' }])
}

function shownPeriods(span: Span, periods: readonly KnownPeriod[], scope: Scope): (indicatorId: string) => readonly KnownPeriod[] {
  if (span.kind === 'latest') {
    const byId = new Map(periods.map((period) => [period.id, period]))
    const latest = new Map(scope.latest.map((row) => [row.indicator_id, byId.get(row.period_id)]))
    return (indicatorId) => {
      const period = latest.get(indicatorId)
      return period === undefined ? [] : [period]
    }
  }
  const shown = periods.filter((period) => (span.kind === 'period' ? period.code === span.code : period.startsOn >= span.from && period.endsOn <= span.to))
  return () => shown
}

function pairsOf(plans: readonly VersionPlan[]): Pairs {
  return { versionIds: plans.flatMap((plan) => plan.read.map(() => plan.rules.versionId)), periodIds: plans.flatMap((plan) => plan.read.map(({ id }) => id)) }
}

/** The read rows as series, in the order in which they are shown; territories without any row have an empty one. */
function seriesOf(
  plans: readonly VersionPlan[],
  places: readonly Place[],
  scope: Scope,
  rows: readonly ComponentRow[],
  view: View,
  category: string,
): Map<VersionPlan, Series[]> {
  const partners = new Map(scope.partners.map((partner) => [partner.id, partner]))
  const found = new Map<VersionPlan, Map<string, { placeId: string; partnerId: string | null; category: string; rows: Map<string, CellComponents> }>>()
  const slots = plans.flatMap((plan) => plan.read.map((period) => ({ plan, period })))
  for (const row of rows) {
    const { plan, period } = slots[row.slot - 1] as (typeof slots)[number]
    const ofPlan = found.get(plan) ?? new Map()
    found.set(plan, ofPlan)
    const key = `${row.territoryId} ${row.partnerId ?? ''} ${row.category}`
    const one = ofPlan.get(key) ?? { placeId: row.territoryId, partnerId: row.partnerId, category: row.category, rows: new Map() }
    ofPlan.set(key, one)
    one.rows.set(period.id, row)
  }
  return new Map(
    plans.map((plan) => {
      const ofPlan = found.get(plan) ?? new Map()
      const byPlace = Map.groupBy(ofPlan.values(), (one) => one.placeId)
      return [
        plan,
        places.flatMap((place): Series[] => {
          const ones = [...(byPlace.get(place.id) ?? [])]
          if (view.by === 'territory' && category !== '*' && ones.length === 0) ones.push({ placeId: place.id, partnerId: null, category, rows: new Map() })
          return ones
            .flatMap((one): Series[] => {
              const partner = one.partnerId === null ? null : partners.get(one.partnerId)
              return partner === undefined ? [] : [{ rules: plan.rules, place, partner, category: one.category, rows: one.rows }]
            })
            .sort((a, b) => (a.partner?.code ?? '').localeCompare(b.partner?.code ?? '') || (a.category < b.category ? -1 : a.category > b.category ? 1 : 0))
        }),
      ]
    }),
  )
}

/** Whether an absent figure is shown: of a period of the indicator's own frequency that has begun. */
const showsAbsent = (plan: VersionPlan, today: string) => (period: KnownPeriod) =>
  period.kind === periodKindOf(plan.rules.frequency) && period.startsOn <= today

const owedKey = (plan: VersionPlan, place: Place, period: KnownPeriod) => `${plan.rules.versionId} ${place.id} ${period.id}`

/** Of the figures that nobody reported, those that somebody owes. */
async function owedFigures(
  trx: Trx,
  { initiative, today }: Actor,
  plans: readonly VersionPlan[],
  places: readonly Place[],
  series: ReadonlyMap<VersionPlan, readonly Series[]>,
): Promise<Set<string>> {
  const absent = plans.flatMap((plan) =>
    plan.shown
      .filter(showsAbsent(plan, today))
      .filter((period) => (series.get(plan) ?? []).some((one) => !one.rows.has(period.id) && existsOn(one.place, period.endsOn)))
      .map((period) => ({ plan, period })),
  )
  if (absent.length === 0) return new Set()
  const byId = new Map(places.map((place) => [place.id, place]))
  const rows = await listOwed(
    trx,
    initiative.id,
    { versionIds: absent.map(({ plan }) => plan.rules.versionId), periodIds: absent.map(({ period }) => period.id) },
    places.map(({ id }) => id),
  )
  return new Set(
    rows.map((row) => {
      const { plan, period } = absent[row.slot - 1] as (typeof absent)[number]
      return owedKey(plan, byId.get(row.territoryId) as Place, period)
    }),
  )
}

function assemble(
  actor: Actor,
  span: Span,
  plans: readonly VersionPlan[],
  series: ReadonlyMap<VersionPlan, readonly Series[]>,
  owed: ReadonlySet<string>,
  view: View,
): ProgressCell[] {
  const standpoint = { today: actor.today, latestBy: span.kind === 'latest' ? span.by : null }
  return plans.flatMap((plan) =>
    (series.get(plan) ?? []).flatMap((one) => {
      const absentHere = showsAbsent(plan, actor.today)
      return assembleSeries(one, {
        periods: plan.read,
        shown: plan.shown,
        previousOf: plan.previousOf,
        precedingOf: plan.precedingOf,
        isOwed: (place, period) => owed.has(owedKey(plan, place, period)),
        showsAbsent: (period) => view.by === 'territory' && one.category === 'TOTAL' && absentHere(period) && existsOn(one.place, period.endsOn),
        standpoint,
        fiscalStartMonth: actor.initiative.fiscalStartMonth,
        showsComputed: view.showsComputed,
      })
    }),
  )
}
