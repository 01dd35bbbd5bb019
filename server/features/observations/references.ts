import { categoryText, parseCategory, TOTAL } from '#shared/observations/category.ts'
import type { ObservationInput } from '#shared/observations/contract.ts'
import { parsePeriodCode, type Period } from '#shared/values/period.ts'
import { dimensionsFor, ensurePeriods, readDimensions, rulesOfVersions, versionFor, type FigureRulesRow } from '#server/features/indicators/service.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { rejected, type FigureOutcome, type ResolvedFigure } from './figures.ts'
import { keysNamed, type NamedKey } from './lookup-queries.ts'
import type { KnownReferences } from './plan.ts'

/** The territory that had the code on a day: one code may have had several. */
function generationOn(generations: readonly NamedKey[] | undefined, day: string): NamedKey | undefined {
  return generations?.find(({ from, until }) => (from === null || from <= day) && (until === null || until > day))
}

/** The kind of period in which a version is reported. */
function fits(version: FigureRulesRow, period: Period): boolean {
  return version.frequency === 'ad_hoc' || period.kind === (version.frequency === 'every_n_years' ? 'year' : version.frequency)
}

/** Categories that versions may be divided by: `dimension:code` of their declared dimensions. */
async function declaredCategories(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<Map<string, Set<string>>> {
  const links = await dimensionsFor(trx, initiativeId, versionIds)
  if (links.length === 0) return new Map()
  const codes = new Map(
    (await readDimensions(trx, initiativeId)).map(({ code, categories }) => [code, categories.map((category) => `${code}:${category.code}`)]),
  )
  return new Map(
    [...Map.groupBy(links, ({ versionId }) => versionId)].map(([versionId, list]) => [versionId, new Set(list.flatMap(({ code }) => codes.get(code) ?? []))]),
  )
}

/**
 * Looks the codes of typed figures up, all at once; periods that were never reported are created, but for no row
 * of a partner that is not the contributor's own.
 * @returns for each row the figure, or why its key is refused; and all that was looked up
 */
export async function resolveInputs(
  trx: Trx,
  actor: Pick<Actor, 'initiative' | 'role' | 'partnerId'>,
  items: readonly ObservationInput[],
): Promise<{ rows: (ResolvedFigure | FigureOutcome)[]; known: KnownReferences }> {
  const { initiative } = actor
  const distinct = (values: readonly (string | null | undefined)[]) => [...new Set(values.filter((value) => value !== null && value !== undefined))]
  const periods = new Map(distinct(items.map(({ period }) => period)).map((code) => [code, parsePeriodCode(code, initiative)]))
  const [versionRows, named] = await Promise.all([
    rulesOfVersions(trx, initiative.id, distinct(items.map(({ indicator }) => indicator))),
    keysNamed(trx, {
      initiativeId: initiative.id,
      territories: distinct(items.map(({ territory }) => territory)),
      partners: distinct(items.map(({ partner }) => partner)),
      periods: [...periods.values()].flatMap((period) => (period === null ? [] : [period.code])),
    }),
  ])
  const versions = Map.groupBy(versionRows, ({ code }) => code)
  const of = (kind: NamedKey['kind']) => named.filter((key) => key.kind === kind)
  const territories = Map.groupBy(of('territory'), ({ code }) => code)
  const listed = of('partner').map(({ id, code, until }) => ({ id, code, leftOn: until }))
  const partners = new Map(listed.map(({ code, id }) => [code, id]))
  const storedPeriods = new Map(of('period').map(({ code, id }) => [code, id]))
  const categories = items.some(({ category }) => category !== TOTAL)
    ? await declaredCategories(
        trx,
        initiative.id,
        [...versions.values()].flat().map(({ id }) => id),
      )
    : new Map<string, Set<string>>()

  const keys = items.map((item) => {
    const period = periods.get(item.period)
    if (period === undefined || period === null) return rejected('invalid_period', 'period')
    if (!versions.has(item.indicator)) return rejected('unknown_reference', 'indicator')
    const version = versionFor(versions.get(item.indicator) ?? [], item.indicator, period)
    if (version === undefined || !fits(version, period)) return rejected('invalid_period', 'period')
    const territory = generationOn(territories.get(item.territory), period.endsOn)
    if (territory === undefined) return rejected('unknown_reference', 'territory')
    const partnerId = item.partner === null || item.partner === undefined ? null : partners.get(item.partner)
    if (partnerId === undefined) return rejected('unknown_reference', 'partner')
    if (actor.role === 'partner_contributor' && partnerId !== actor.partnerId) return rejected('partner_not_yours', 'partner')
    const pairs = parseCategory(item.category)
    if (pairs === null || pairs.some(({ dimension, code }) => categories.get(version.id)?.has(`${dimension}:${code}`) !== true))
      return rejected('unknown_reference', 'category')
    return { versionId: version.id, territoryId: territory.id, partnerId, period, category: categoryText(pairs) }
  })
  const used = keys.flatMap((key) => ('period' in key ? [key.period] : []))
  const periodIds = used.every(({ code }) => storedPeriods.has(code)) ? storedPeriods : await ensurePeriods(trx, initiative, used)

  const rows = items.map((item, index) => {
    const key = keys[index] as (typeof keys)[number]
    if (!('period' in key)) return key
    const { period, ...rest } = key
    return {
      ...rest,
      periodId: periodIds.get(period.code) ?? '',
      presence: item.presence,
      presenceReason: item.presenceReason ?? null,
      value: item.value ?? null,
      numerator: item.numerator ?? null,
      denominator: item.denominator ?? null,
      sampleN: item.sampleN ?? null,
      boolValue: item.boolValue ?? null,
      achievedOn: item.achievedOn ?? null,
      amountOriginal: item.amountOriginal ?? null,
      currencyCode: item.currencyCode ?? null,
      fxRate: item.fxRate ?? null,
      fxDate: item.fxDate ?? null,
      isDirectTotal: item.isDirectTotal,
      flags: item.flags,
      comment: item.comment ?? null,
      seenVersion: item.version ?? 0,
    }
  })
  const known = {
    versions: new Map([...versions.values()].flat().map((version) => [version.id, version])),
    partners: new Map(listed.map((partner) => [partner.id, partner])),
    periodStarts: new Map(used.map((period) => [periodIds.get(period.code) ?? '', period.startsOn])),
  }
  return { rows, known }
}
