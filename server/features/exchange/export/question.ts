import type { ExportFilter } from '#shared/exchange/export/contract.ts'
import { categoryText, parseCategory } from '#shared/observations/category.ts'
import type { ObservationState } from '#shared/observations/life-cycle.ts'
import { parsePeriodCode } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import { territoriesWithin, type FigureQuestion, type PartnerFacts, type PeriodFacts, type PlaceFacts, type Slot, type VersionFacts } from './queries.ts'

/** Everything that filters may name. */
export interface Known {
  readonly versions: readonly VersionFacts[]
  readonly places: readonly PlaceFacts[]
  readonly partners: readonly PartnerFacts[]
  readonly periods: readonly PeriodFacts[]
}

/** What is handed in or further on: a draft is its author's, a returned figure is on its way back. */
const STATES: Readonly<Record<NonNullable<ExportFilter['basis']>, readonly ObservationState[]>> = {
  validated: ['validated', 'published'],
  provisional: ['submitted', 'validated', 'published'],
  published: ['published'],
}

function codesOf(list: string | undefined): string[] | null {
  const codes = (list ?? '')
    .split(',')
    .map((code) => code.trim())
    .filter((code) => code !== '')
  return codes.length === 0 ? null : codes
}

function idsOf<T extends { readonly id: string }>(
  field: string,
  codes: readonly string[] | null,
  all: readonly T[],
  codeOf: (one: T) => string,
): string[] | null {
  if (codes === null) return null
  const wanted = new Set(codes)
  const unknown = codes.find((code) => !all.some((one) => codeOf(one) === code))
  if (unknown !== undefined) throw problem('unknown_reference', { field, value: unknown }, [{ pointer: `/query/${field}`, code: 'unknown_reference' }])
  return all.filter((one) => wanted.has(codeOf(one))).map(({ id }) => id)
}

async function territoryIds(trx: Trx, { initiative }: Actor, filter: ExportFilter, places: readonly PlaceFacts[]): Promise<string[] | null> {
  const codes = codesOf(filter.territory)
  idsOf('territory', codes, places, ({ code }) => code)
  const ofLevel = filter.level === undefined ? null : (idsOf('level', [filter.level], places, ({ level }) => level) ?? [])
  if (codes === null) return ofLevel
  const within = new Set(await territoriesWithin(trx, initiative.id, codes))
  return ofLevel === null ? [...within] : ofLevel.filter((id) => within.has(id))
}

function periodIds({ initiative }: Actor, { period, from, to }: ExportFilter, periods: readonly PeriodFacts[]): string[] | null {
  const parsed = (code: string) => {
    const found = parsePeriodCode(code, initiative)
    if (found === null) throw problem('invalid_period', { value: code })
    return found
  }
  if (period !== undefined && period !== 'latest' && period !== 'all') {
    const { code } = parsed(period)
    return periods.filter((one) => one.code === code).map(({ id }) => id)
  }
  if (from === undefined && to === undefined) return null
  const [first, last] = [from === undefined ? '' : parsed(from).startsOn, to === undefined ? '9999-12-31' : parsed(to).endsOn]
  return periods.filter((one) => one.startsOn >= first && one.endsOn <= last).map(({ id }) => id)
}

function categoryOf(category: string | undefined): string | null {
  if (category === undefined || category === '*') return null
  const pairs = parseCategory(category)
  if (pairs === null) throw problem('unknown_reference', { field: 'category', value: category }, [{ pointer: '/query/category', code: 'unknown_reference' }])
  return categoryText(pairs)
}

/**
 * The figures that a filter asks for: everything that is not narrowed down, and of a contributor its own partner's only.
 * @throws unknown_reference, invalid_period
 */
export async function questionOf(trx: Trx, actor: Actor, filter: ExportFilter, known: Known): Promise<FigureQuestion> {
  const asked = idsOf('partner', codesOf(filter.partner), known.partners, ({ code }) => code)
  const own = actor.role === 'backbone' ? null : actor.partnerId === null ? [] : [actor.partnerId]
  return {
    initiativeId: actor.initiative.id,
    states: STATES[filter.basis ?? 'validated'],
    versionIds: idsOf('indicator', codesOf(filter.indicator), known.versions, ({ indicator }) => indicator),
    territoryIds: await territoryIds(trx, actor, filter, known.places),
    partnerIds: own === null || asked === null ? (own ?? asked) : own.filter((id) => asked.includes(id)),
    periodIds: periodIds(actor, filter, known.periods),
    category: categoryOf(filter.category),
  }
}

/** Of each indicator the last period that has figures and has begun. */
export function latestSlots(slots: readonly Slot[], known: Pick<Known, 'versions' | 'periods'>, today: string): Slot[] {
  const indicators = new Map(known.versions.map(({ id, indicator }) => [id, indicator]))
  const periods = new Map(known.periods.map((period) => [period.id, period]))
  const last = new Map<string, string>()
  for (const { versionId, periodId } of slots) {
    const [indicator, period] = [indicators.get(versionId), periods.get(periodId)]
    if (indicator === undefined || period === undefined || period.startsOn > today) continue
    if (period.endsOn > (last.get(indicator) ?? '')) last.set(indicator, period.endsOn)
  }
  return slots.filter(({ versionId, periodId }) => periods.get(periodId)?.endsOn === last.get(indicators.get(versionId) ?? ''))
}
