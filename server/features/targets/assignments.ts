import type { AssignmentInput, IndicatorDetail } from '#shared/indicators/contract.ts'
import type { InputError } from '#shared/problems/catalog.ts'
import type { Assignment, AssignmentOrphans } from '#shared/targets/contract.ts'
import type { z } from 'zod'
import { currentVersions, readIndicator } from '#server/features/indicators/service.ts'
import { recomputeExpectation } from '#server/features/observations/service.ts'
import { audit } from '#server/platform/audit.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { problem } from '#server/platform/http/problem.ts'
import {
  changeAssignmentRows,
  coverage,
  endAssignments,
  indicatorsWithGoal,
  listAllAssignments,
  overlappingAssignments,
  partnersOn,
  saveAssignmentRows,
  type AssignmentRecord,
} from './assignment-queries.ts'
import { lookUp, refuse, versionOf } from './look-up.ts'
import { partnersNamed, territoriesOn } from './queries.ts'

type AssignmentGiven = z.infer<typeof AssignmentInput>

/**
 * Says who owes the figure, where and from when; what is expected follows in the cells.
 * @throws not_found, unknown_reference, invalid_request, partner_on_population_indicator (nobody answers alone for a population)
 */
export async function saveAssignments(trx: Trx, actor: Actor, now: Date, code: string, input: { items: readonly AssignmentGiven[] }): Promise<IndicatorDetail> {
  const { initiative } = actor
  const version = await versionOf(trx, actor, code, undefined)
  const { territories, faults } = await lookUp(trx, actor, input.items)
  const partners = new Map(
    (
      await partnersNamed(
        trx,
        initiative.id,
        input.items.flatMap(({ partnerCode }) => partnerCode ?? []),
      )
    ).map((partner) => [partner.code, partner.id]),
  )
  const seen = new Set<string>()
  input.items.forEach((item, index) => {
    const at = (field: string, fault: string, params?: InputError['params']): InputError => ({
      pointer: `/items/${index}/${field}`,
      code: fault,
      ...(params === undefined ? {} : { params }),
    })
    if (item.partnerCode != null && version.scope === 'population') faults.push(at('partnerCode', 'partner_on_population_indicator', { indicator: code }))
    else if (item.partnerCode != null && !partners.has(item.partnerCode))
      faults.push(at('partnerCode', 'unknown_reference', { field: 'partnerCode', value: item.partnerCode }))
    if (item.validTo != null && item.validTo < item.validFrom) faults.push(at('validTo', 'reversed'))
    const key = `${item.territoryCode} ${item.partnerCode ?? ''} ${item.validFrom}`
    if (seen.has(key)) faults.push(at('territoryCode', 'duplicate'))
    seen.add(key)
  })
  refuse(faults)
  await saveAssignmentRows(
    trx,
    initiative.id,
    version.indicatorId,
    input.items.map((item) => ({
      territory: territories.get(item.territoryCode) ?? '',
      partner: item.partnerCode == null ? null : (partners.get(item.partnerCode) ?? null),
      from: item.validFrom,
      to: item.validTo ?? null,
      endings: item.periodFilter == null || item.periodFilter.length === 0 ? null : item.periodFilter,
      paused: item.paused ?? false,
    })),
    now,
  )
  await recomputeExpectation(trx, initiative.id, version.indicatorId, [...new Set(territories.values())])
  await audit(
    trx,
    actor,
    { action: 'targets.save_assignments', objectType: 'indicator', objectId: version.indicatorId, details: { code, count: input.items.length } },
    now,
  )
  return readIndicator(trx, actor, code)
}

/** A partner that leaves owes nothing more after a day (situation 1); what is expected follows in the cells. */
export async function endAssignmentsOf(trx: Trx, initiativeId: string, partnerId: string, on: string, now: Date): Promise<void> {
  const ended = Map.groupBy(await endAssignments(trx, initiativeId, { partnerId }, on, now), ({ indicatorId }) => indicatorId)
  for (const [indicatorId, rows] of ended) await recomputeExpectation(trx, initiativeId, indicatorId, [...new Set(rows.map(({ territoryId }) => territoryId))])
}

/** Nobody owes a figure after a day in territories that end on it; the caller brings the cells up to date. @returns how many were ended */
export async function endAssignmentsOfTerritories(trx: Trx, initiativeId: string, territoryIds: readonly string[], on: string, now: Date): Promise<number> {
  return (await endAssignments(trx, initiativeId, { territoryIds }, on, now)).length
}

const withoutIds = ({
  indicatorId: _indicator,
  territoryId: _territory,
  leftOn: _left,
  ...assignment
}: Awaited<ReturnType<typeof listAllAssignments>>[number]): Assignment => assignment

/** Who owes what, and what hangs in the air: indicators that nobody owes, assignments of partners who left, indicators without a goal. */
export async function readAssignments(
  trx: Trx,
  actor: Actor,
  filter: { indicator?: string | undefined; partner?: string | undefined; territory?: string | undefined; ended?: 'true' | undefined },
): Promise<{ items: Assignment[]; orphans: AssignmentOrphans }> {
  const { initiative, today } = actor
  const items = await listAllAssignments(trx, initiative.id, filter, filter.ended === 'true' ? null : today)
  const holding = await listAllAssignments(trx, initiative.id, {}, today)
  const indicators = await currentVersions(trx, initiative.id, today)
  const aimed = await indicatorsWithGoal(trx, initiative.id)
  const owed = new Set(holding.map(({ indicatorId }) => indicatorId))
  return {
    items: items.map(withoutIds),
    orphans: {
      unowed: indicators.filter(({ indicatorId }) => !owed.has(indicatorId)).map(({ code }) => code),
      ofPartnersGone: holding.filter(({ leftOn, validTo }) => leftOn !== null && leftOn < today && (validTo === null || validTo > leftOn)).map(withoutIds),
      withoutGoal: indicators.filter(({ indicatorId }) => !aimed.has(indicatorId)).map(({ code }) => code),
    },
  }
}

const distinct = (codes: readonly string[]) => [...new Set(codes)]

/**
 * Expects figures of every indicator, partner and territory named (the initiative itself where no partner is);
 * what is expected already is left as it is.
 * @throws unknown_reference, partner_on_population_indicator, invalid_request (dates reversed)
 */
export async function assign(
  trx: Trx,
  actor: Actor,
  now: Date,
  input: {
    indicators: readonly string[]
    partners: readonly string[]
    territories: readonly string[]
    onlyCovered: boolean
    validFrom: string
    validTo?: string | null | undefined
    periodFilter?: readonly string[] | null | undefined
  },
): Promise<{ created: number; kept: number }> {
  const { initiative, today } = actor
  const to = input.validTo ?? null
  if (to !== null && to < input.validFrom) throw problem('invalid_request', {}, [{ pointer: '/validTo', code: 'reversed' }])
  const versions = new Map((await currentVersions(trx, initiative.id, today)).map((version) => [version.code, version]))
  const territories = new Map((await territoriesOn(trx, initiative.id, input.territories, today)).map((one) => [one.code, one.id]))
  const partners = new Map((await partnersOn(trx, initiative.id, input.partners, input.validFrom)).map((one) => [one.code, one.id]))
  const unknown = (field: string, codes: readonly string[], known: ReadonlyMap<string, unknown>): InputError[] =>
    codes.flatMap((value, index) =>
      known.has(value) ? [] : [{ pointer: `/${field}/${index}`, code: 'unknown_reference', params: { field, value } } satisfies InputError],
    )
  const faults = [
    ...unknown('indicators', input.indicators, versions),
    ...unknown('partners', input.partners, partners),
    ...unknown('territories', input.territories, territories),
  ]
  if (input.partners.length > 0)
    input.indicators.forEach((indicator, index) => {
      if (versions.get(indicator)?.scope === 'population')
        faults.push({ pointer: `/indicators/${index}`, code: 'partner_on_population_indicator', params: { indicator } })
    })
  refuse(faults)
  const covers = input.onlyCovered
    ? new Set((await coverage(trx, initiative.id, [...partners.values()], input.validFrom)).map(({ partner, territory }) => `${partner} ${territory}`))
    : null
  const wanted = (input.partners.length === 0 ? [null] : distinct(input.partners).map((code) => partners.get(code) ?? null)).flatMap((partner) =>
    distinct(input.territories).flatMap((code) => {
      const territory = territories.get(code) ?? ''
      return covers !== null && partner !== null && !covers.has(`${partner} ${territory}`) ? [] : [{ partner, territory }]
    }),
  )
  let created = 0
  for (const code of distinct(input.indicators)) {
    const indicatorId = versions.get(code)?.indicatorId ?? ''
    const standing = new Set(
      (await overlappingAssignments(trx, initiative.id, indicatorId, input.validFrom, to)).map(({ partner, territory }) => `${partner ?? ''} ${territory}`),
    )
    const fresh = wanted.filter(({ partner, territory }) => !standing.has(`${partner ?? ''} ${territory}`))
    if (fresh.length === 0) continue
    const endings = input.periodFilter == null || input.periodFilter.length === 0 ? null : input.periodFilter
    await saveAssignmentRows(
      trx,
      initiative.id,
      indicatorId,
      fresh.map((one): AssignmentRecord => ({ ...one, from: input.validFrom, to, endings, paused: false })),
      now,
    )
    await recomputeExpectation(trx, initiative.id, indicatorId, distinct(fresh.map(({ territory }) => territory)))
    created += fresh.length
  }
  const { indicators, partners: partnerCodes, territories: places, validFrom } = input
  await audit(
    trx,
    actor,
    { action: 'targets.assign', objectType: 'indicator', details: { indicators, partners: partnerCodes, places, validFrom, created } },
    now,
  )
  return { created, kept: wanted.length * distinct(input.indicators).length - created }
}

/** Pauses, resumes or ends what is expected, or narrows its periods. @throws not_found (one is not of this initiative), invalid_request (nothing to change, dates reversed) */
export async function changeAssignments(
  trx: Trx,
  actor: Actor,
  now: Date,
  input: { ids: readonly string[]; paused?: boolean | undefined; validTo?: string | null | undefined; periodFilter?: readonly string[] | null | undefined },
): Promise<{ changed: number }> {
  const { initiative } = actor
  const { ids, paused, validTo, periodFilter } = input
  if (paused === undefined && validTo === undefined && periodFilter === undefined)
    throw problem('invalid_request', {}, [{ pointer: '/paused', code: 'required' }])
  const wanted = new Set(ids)
  const rows = (await listAllAssignments(trx, initiative.id, {}, null)).filter(({ id }) => wanted.has(id))
  if (rows.length < wanted.size) throw problem('not_found')
  if (validTo != null && rows.some(({ validFrom }) => validTo < validFrom)) throw problem('invalid_request', {}, [{ pointer: '/validTo', code: 'reversed' }])
  const endings = periodFilter === undefined ? undefined : periodFilter === null || periodFilter.length === 0 ? null : [...periodFilter]
  const changed = await changeAssignmentRows(trx, initiative.id, ids, { paused, valid_to: validTo, period_filter: endings }, now)
  for (const [indicatorId, list] of Map.groupBy(changed, (row) => row.indicatorId))
    await recomputeExpectation(trx, initiative.id, indicatorId, distinct(list.map(({ territoryId }) => territoryId)))
  await audit(
    trx,
    actor,
    { action: 'targets.change_assignments', objectType: 'reporting_assignment', details: { count: changed.length, paused, validTo, periodFilter } },
    now,
  )
  return { changed: changed.length }
}
