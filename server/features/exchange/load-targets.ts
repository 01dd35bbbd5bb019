import type { Rejection } from '#shared/exchange/contract.ts'
import { Distinct, type ExtractedRecord, type Extraction, type Reference, type TerritoryReference } from '#shared/exchange/extraction.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import type { LoadedTarget, LoadedTargets } from '#shared/exchange/targets/load-targets.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import { canonicalText } from '#shared/values/decimal.ts'
import type { Period } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { createIndicator, readIndicator, readIndicators } from '#server/features/indicators/service.ts'
import { saveBaselines, saveTargets } from '#server/features/targets/service.ts'
import { listTerritories } from './queries.ts'
import { TerritoryBook } from './resolve-places.ts'
import { runImport } from './service.ts'

/** What a load of indicators with their baseline, target and actual did; nothing is kept when anything is rejected. */
export interface TargetsOutcome {
  readonly read: number
  readonly created: number
  readonly changed: number
  readonly unchanged: number
  readonly skipped: number
  /** Baselines, target points and figures that stand because of the file. */
  readonly baselines: number
  readonly targets: number
  readonly actuals: number
  readonly figuresCreated: number
  readonly figuresChanged: number
  /** Amounts that are none, or that the rules refuse: their indicator stands without them. */
  readonly aside: readonly Rejection[]
  readonly rejections: readonly Rejection[]
}

/** A table that says the same thing twice alike says it once. */
const RULES = Mapping.parse({
  duplicates: 'same',
  readings: [
    {
      indicator: { source: { column: 'code' } },
      territory: [{ source: { column: 'territory' } }],
      period: { source: { column: 'period' }, pattern: 'code' },
      figure: { value: { source: { column: 'actual' } } },
    },
  ],
})

/** Actuals as the records that every import writes. */
function extractionOf(items: readonly { item: LoadedTarget; territory: string }[]): Extraction {
  const indicators = new Distinct<Reference>()
  const territories = new Distinct<TerritoryReference>()
  const periods = new Distinct<Period>()
  const records = items.flatMap(({ item, territory }): ExtractedRecord[] => {
    const { actual } = item
    if (actual === null) return []
    return [
      {
        sheet: null,
        row: item.row,
        column: null,
        indicator: indicators.place(item.code, () => ({ text: item.code, by: 'code', column: null })),
        territory: territories.place(territory, () => ({ text: territory, by: 'code', column: null, level: null, create: null })),
        partner: -1,
        period: periods.place(actual.period.code, () => actual.period),
        categories: [],
        presence: 'reported',
        presenceReason: null,
        value: actual.value,
        numerator: null,
        denominator: null,
        sampleN: null,
        boolValue: actual.yes,
        achievedOn: actual.on,
        comment: null,
        flags: [],
        directTotal: 'auto',
      },
    ]
  })
  return {
    read: records.length,
    skipped: {},
    rejected: 0,
    rejections: [],
    indicators: indicators.items,
    territories: territories.items,
    partners: [],
    periods: periods.items,
    categories: [],
    records,
  }
}

const sameNumber = (a: string | null | undefined, b: string) => a != null && canonicalText(a) === canonicalText(b)

/** Sets the baseline and the target point of one indicator where they are not those that stand. @returns whether anything changed */
async function savePoints(trx: Trx, actor: Actor, now: Date, item: LoadedTarget, territory: string, detail: IndicatorDetail, why: string): Promise<boolean> {
  const { code, baseline, target } = item
  let changed = false
  const standing = detail.baselines.find((one) => one.territoryCode === territory && one.category === 'TOTAL')
  if (baseline !== null && !sameNumber(standing?.value, baseline)) {
    await saveBaselines(trx, actor, now, code, {
      items: [{ territoryCode: territory, category: 'TOTAL', value: baseline, isPending: false, sourceFr: why }],
      reasonFr: why,
    })
    changed = true
  }
  const point = detail.targetPoints.find((one) => one.territoryCode === territory && one.supersededOn === null && one.periodCode === target?.period.code)
  if (target !== null && !sameNumber(point?.value, target.value)) {
    await saveTargets(trx, actor, now, code, {
      items: [{ scope: 'one', territoryCode: territory, category: 'TOTAL', periodCode: target.period.code, value: target.value }],
      reasonFr: why,
    })
    changed = true
  }
  return changed
}

/**
 * Writes indicators with their baseline, target and actual. An indicator that exists keeps its definition; the same
 * table again changes nothing.
 */
export async function loadTargetsInto(
  trx: Trx,
  actor: Actor,
  now: Date,
  loaded: LoadedTargets,
  trace: { readonly fileName: string; readonly fileHash: string; readonly source: string },
): Promise<TargetsOutcome> {
  const rejections: Rejection[] = [...loaded.rejections]
  const aside: Rejection[] = [...loaded.aside]
  const counts = { created: 0, changed: 0, unchanged: 0, baselines: 0, targets: 0 }
  const book = new TerritoryBook(await listTerritories(trx, actor.initiative.id))
  const known = new Set((await readIndicators(trx, actor, {})).map(({ code }) => code))
  const placed: { item: LoadedTarget; territory: string }[] = []
  for (const item of loaded.items) {
    const at = (column: string | null, code: string, value: string | null): Rejection => ({ sheet: null, row: item.row, column, code, value })
    const found = book.find({ ...item.territory, level: null }, actor.today)
    if (!found.ok) {
      rejections.push(at(item.territory.column, found.code, item.territory.text))
      continue
    }
    const territory = found.found.code
    const isNew = !known.has(item.code)
    const detail = isNew
      ? await createIndicator(trx, actor, now, {
          code: item.code,
          scope: 'performance',
          isCore: false,
          position: 500,
          definition: item.definition,
          dimensionCodes: [],
        })
      : await readIndicator(trx, actor, item.code)
    const changed = await savePoints(trx, actor, now, item, territory, detail, trace.source).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error
      aside.push(at(null, error.errors[0]?.code ?? error.code, item.target?.value ?? item.baseline))
      return false
    })
    counts.baselines += Number(item.baseline !== null)
    counts.targets += Number(item.target !== null)
    counts[isNew ? 'created' : changed ? 'changed' : 'unchanged'] += 1
    placed.push({ item, territory })
  }
  const base = { read: loaded.read, skipped: loaded.skipped, aside }
  if (rejections.length > 0)
    return { ...base, created: 0, changed: 0, unchanged: 0, baselines: 0, targets: 0, actuals: 0, figuresCreated: 0, figuresChanged: 0, rejections }
  const { fileName, fileHash } = trace
  const done = await runImport(trx, actor, now, { fileName, fileHash, mapping: RULES, partial: true, dryRun: false, extraction: extractionOf(placed) })
  const figures = done.result
  aside.push(...(figures?.rejections ?? []))
  return {
    ...base,
    ...counts,
    actuals: (figures?.created ?? 0) + (figures?.changed ?? 0) + (figures?.unchanged ?? 0),
    figuresCreated: figures?.created ?? 0,
    figuresChanged: figures?.changed ?? 0,
    rejections,
  }
}
