import type { TotalsLeftOut } from '#shared/exchange/draft-contract.ts'
import type { Extraction } from '#shared/exchange/extraction.ts'
import type { KnownThing } from '#shared/exchange/similar.ts'
import { fold } from '#shared/exchange/text.ts'
import type { HeldTotal } from '#shared/exchange/total-lines.ts'
import { ruleOverPlaces } from '#shared/indicators/definition.ts'
import { decimal } from '#shared/values/decimal.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { versionsNamed } from '#server/features/indicators/service.ts'
import { listVersions } from './queries.ts'

/** Lines and differences that a check names; all are counted. */
const SHOWN = 20

type Version = Awaited<ReturnType<typeof versionsNamed>> extends Map<string, infer One> ? One : never

/** The newest version of each indicator that a line of totals speaks of, by the text of the file. */
async function versionsOf(trx: Trx, actor: Actor, texts: readonly string[], indicators: readonly KnownThing[]): Promise<ReadonlyMap<string, Version>> {
  const { id } = actor.initiative
  const codes = new Map(
    texts.flatMap((text) => {
      const found = indicators.filter((one) => one.code === text || one.texts.some((name) => fold(name) === fold(text)))
      return found.length === 1 ? [[text, found[0]?.code ?? ''] as const] : []
    }),
  )
  const newest = new Map([...(await listVersions(trx, id, [...new Set(codes.values())]))].reverse().map(({ code, version_id }) => [code, version_id]))
  const versions = await versionsNamed(trx, id, [...newest.values()])
  return new Map(
    [...codes].flatMap(([text, code]) => {
      const version = versions.get(newest.get(code) ?? '')
      return version === undefined ? [] : [[text, version] as const]
    }),
  )
}

const isSame = ({ total, sum }: HeldTotal) => decimal(total).equals(sum)

/** Whether a total says something else than its lines: shares are never added up, and people who may be the same are fewer than the sum. */
function differs(held: HeldTotal, version: Version | undefined, isAddedUp: boolean): boolean {
  if (isSame(held)) return false
  if (version === undefined) return isAddedUp
  const rule = ruleOverPlaces(version, 'partners')
  if (rule === 'range') return decimal(held.total).greaterThan(held.sum) || decimal(held.total).lessThan(held.largest)
  return rule === 'sum'
}

/** What the lines of totals of a file say beside the lines that they add up. Advice: it stops nothing. */
export async function totalsLeftOut(
  trx: Trx,
  actor: Actor,
  { totals = [] }: Extraction,
  indicators: readonly KnownThing[],
): Promise<TotalsLeftOut | undefined> {
  if (totals.length === 0) return undefined
  const all = totals.flatMap(({ sheet, held }) => held.map((one) => ({ sheet, held: one })))
  const versions = await versionsOf(trx, actor, [...new Set(all.map(({ held }) => held.indicator))], indicators)
  // Of an indicator that nobody knows yet: one total that is the sum of its lines says that the others should be.
  const addedUp = new Set(all.flatMap(({ held }) => (isSame(held) ? [fold(held.indicator)] : [])))
  const differences = all.filter(({ held }) => differs(held, versions.get(held.indicator), addedUp.has(fold(held.indicator))))
  return {
    count: totals.length,
    lines: totals.slice(0, SHOWN).map(({ sheet, row, text }) => ({ sheet, row, text })),
    differences: differences.slice(0, SHOWN).map(({ sheet, held: { row, indicator, period, total, sum, without } }) => {
      const version = versions.get(indicator)
      const named = { code: version?.code ?? '', nameFr: version?.nameFr ?? indicator, nameEn: version?.nameEn ?? null }
      return { sheet, row, indicator: named, period, total, sum, without }
    }),
    differenceCount: differences.length,
  }
}
