import type { IndicatorLimit, LimitInput, LimitProposal } from '#shared/indicators/limits-contract.ts'
import { limitsFromHistory, type Limit } from '#shared/indicators/limits.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import { decimal, divideText } from '#shared/values/decimal.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import {
  limitsOfVersions,
  listLimits,
  partnersByCodes,
  removeLimits,
  territoriesByCodes,
  upsertLimits,
  validatedFigures,
  type LimitRecord,
} from './limits-queries.ts'
import { listVersions, type VersionRow } from './queries.ts'

/** Limits of versions that the hat may read, in storage units; `limitFor` of shared/indicators picks the closest. */
export function limitsFor(trx: Trx, initiativeId: string, versionIds: readonly string[]): Promise<Limit[]> {
  return limitsOfVersions(trx, initiativeId, versionIds)
}

async function versionsOf(trx: Trx, actor: Actor, code: string): Promise<VersionRow[]> {
  const versions = await listVersions(trx, actor.initiative.id, [code])
  if (versions.length === 0) throw problem('not_found')
  return versions
}

/** The version asked for, else the one that holds today, else the last. @throws not_found */
function chosen(versions: readonly VersionRow[], today: string, number: number | undefined): VersionRow {
  const holds = ({ validFrom, validTo }: VersionRow) => validFrom <= today && (validTo === null || validTo >= today)
  const version = number === undefined ? (versions.find(holds) ?? versions[0]) : versions.find((one) => one.number === number)
  if (version === undefined) throw problem('not_found')
  return version
}

/** Limits of an indicator, of every version. @throws not_found */
export async function readLimits(trx: Trx, actor: Actor, code: string): Promise<IndicatorLimit[]> {
  const versions = await versionsOf(trx, actor, code)
  return listLimits(
    trx,
    actor.initiative.id,
    versions.map(({ id }) => id),
  )
}

/** What no figure of a kind can pass: below zero, above the whole, outside its scale. */
export function possible(version: Pick<VersionRow, 'unitKind' | 'indexMin' | 'indexMax' | 'isProportion'>): { low: string | null; high: string | null } {
  if (version.unitKind === 'index') return { low: version.indexMin, high: version.indexMax }
  if (version.isProportion || version.unitKind === 'milestone') return { low: '0', high: '1' }
  return { low: version.unitKind === 'mean' || version.unitKind === 'currency' ? null : '0', high: null }
}

/**
 * Sets limits by territory and partner; those not named stay, one without bounds is removed.
 * @throws not_found, unknown_reference, partner_on_population_indicator, invalid_request (reversed, outside what is possible, twice the same place)
 */
export async function saveLimits(
  trx: Trx,
  actor: Actor,
  now: Date,
  code: string,
  input: { items: readonly LimitInput[]; versionNumber?: number | undefined },
): Promise<IndicatorLimit[]> {
  const { initiative, today } = actor
  const versions = await versionsOf(trx, actor, code)
  const version = chosen(versions, today, input.versionNumber)
  const { items } = input
  const territories = new Map(
    (
      await territoriesByCodes(
        trx,
        initiative.id,
        items.flatMap((item) => item.territoryCode ?? []),
      )
    ).map((one) => [one.code, one.id]),
  )
  const partners = new Map(
    (
      await partnersByCodes(
        trx,
        initiative.id,
        items.flatMap((item) => item.partnerCode ?? []),
      )
    ).map((one) => [one.code, one.id]),
  )
  const range = possible(version)
  const faults: InputError[] = []
  const seen = new Set<string>()
  items.forEach((item, index) => {
    const refuse = (field: keyof LimitInput, fault: string, params?: InputError['params']) =>
      void faults.push({ pointer: `/items/${index}/${field}`, code: fault, ...(params === undefined ? {} : { params }) })
    if (item.territoryCode != null && !territories.has(item.territoryCode))
      refuse('territoryCode', 'unknown_reference', { field: 'territoryCode', value: item.territoryCode })
    if (item.partnerCode != null && version.scope === 'population') refuse('partnerCode', 'partner_on_population_indicator', { indicator: code })
    else if (item.partnerCode != null && !partners.has(item.partnerCode))
      refuse('partnerCode', 'unknown_reference', { field: 'partnerCode', value: item.partnerCode })
    if (item.low != null && item.high != null && decimal(item.low).gt(item.high)) refuse('high', 'reversed')
    for (const bound of ['low', 'high'] as const) {
      const value = item[bound]
      if (value == null) continue
      if ((range.low !== null && decimal(value).lt(range.low)) || (range.high !== null && decimal(value).gt(range.high))) refuse(bound, 'outside_range')
    }
    const key = `${item.territoryCode ?? ''} ${item.partnerCode ?? ''}`
    if (seen.has(key)) refuse('territoryCode', 'duplicate')
    seen.add(key)
  })
  const [first] = faults
  if (first?.code === 'unknown_reference' || first?.code === 'partner_on_population_indicator') throw problem(first.code, first.params ?? {}, faults)
  if (first !== undefined) throw problem('invalid_request', {}, faults)
  const records = items.map((item): LimitRecord => ({
    territory: item.territoryCode == null ? null : (territories.get(item.territoryCode) ?? null),
    partner: item.partnerCode == null ? null : (partners.get(item.partnerCode) ?? null),
    low: item.low ?? null,
    high: item.high ?? null,
    source: item.source,
  }))
  const isEmpty = ({ low, high }: LimitRecord) => low === null && high === null
  await upsertLimits(
    trx,
    initiative.id,
    version.id,
    today,
    records.filter((record) => !isEmpty(record)),
  )
  await removeLimits(trx, initiative.id, version.id, records.filter(isEmpty))
  await audit(
    trx,
    actor,
    {
      action: 'indicator.save_limits',
      objectType: 'indicator',
      objectId: version.indicatorId,
      details: { code, versionNumber: version.number, items: items.map(({ source: _, ...item }) => item) },
    },
    now,
  )
  return readLimits(trx, actor, code)
}

/** Limits that the validated figures of the current version suggest: for all of them, then for each series. @throws not_found */
export async function proposeLimits(trx: Trx, actor: Actor, code: string): Promise<LimitProposal[]> {
  const version = chosen(await versionsOf(trx, actor, code), actor.today, undefined)
  const figures = (await validatedFigures(trx, actor.initiative.id, version.id)).flatMap(({ numerator, denominator, value, ...place }) => {
    const figure = numerator !== null && denominator !== null ? divideText(numerator, denominator) : value
    return figure === null ? [] : [{ ...place, figure }]
  })
  const places = version.decimals + Math.max(0, decimal(version.displayFactor).log(10).ceil().toNumber())
  const range = possible(version)
  const from = (list: readonly { figure: string }[]) =>
    limitsFromHistory(
      list.map(({ figure }) => figure),
      places,
      range,
    )
  const series = [...Map.groupBy(figures, ({ territoryCode, partnerCode }) => `${territoryCode} ${partnerCode ?? ''}`).values()]
  const whole = from(figures)
  return [
    ...(whole === null ? [] : [{ territoryCode: null, partnerCode: null, ...whole, values: figures.length }]),
    ...series.flatMap((list) => {
      const limits = from(list)
      const [{ territoryCode, partnerCode }] = list as [(typeof list)[number]]
      return limits === null ? [] : [{ territoryCode, partnerCode, ...limits, values: list.length }]
    }),
  ]
}
