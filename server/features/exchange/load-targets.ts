import type { Rejection } from '#shared/exchange/contract.ts'
import { Distinct, type ExtractedRecord, type Extraction, type Reference, type TerritoryReference } from '#shared/exchange/extraction.ts'
import { Mapping } from '#shared/exchange/mapping.ts'
import type { TargetReasons } from '#shared/exchange/targets/contract.ts'
import type { LoadedTarget, LoadedTargets } from '#shared/exchange/targets/load-targets.ts'
import type { IndicatorDetail } from '#shared/indicators/contract.ts'
import { canonicalText, decimal, decimalOrNull, divide } from '#shared/values/decimal.ts'
import type { Period } from '#shared/values/period.ts'
import type { Trx } from '#server/platform/db/context.ts'
import { savepoint } from '#server/platform/db/savepoint.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { Problem } from '#server/platform/http/problem.ts'
import { defineIndicator, readIndicator, readIndicators } from '#server/features/indicators/service.ts'
import { mayApprove, propose, readProposals, setBaselines, setTargets } from '#server/features/targets/service.ts'
import { listTerritories } from './queries.ts'
import { TerritoryBook } from './resolve-places.ts'
import { runImport } from './service.ts'

export interface Tally {
  created: number
  changed: number
  unchanged: number
}

/** What a load of indicators with their baseline, target and actual did. */
export interface TargetsOutcome {
  readonly read: number
  readonly skipped: number
  readonly indicators: Readonly<Tally>
  readonly baselines: Readonly<Tally>
  readonly targets: Readonly<Tally>
  /** Actuals, as the import of figures counts them; `importId` is what takes them back. */
  readonly figures: Readonly<Tally>
  readonly importId: string | null
  /** Amounts that are none, or that the rules refuse: their indicator stands without them. */
  readonly aside: readonly Rejection[]
  /** Rows that could not be read at all. */
  readonly rejections: readonly Rejection[]
}

/** Why and by whom, said once for the whole table. */
export interface TargetsTrace {
  readonly fileName: string
  readonly fileHash: string
  readonly source: string
  readonly reasons: Omit<TargetReasons, 'reasonFr'> & { readonly reasonFr: string }
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
        column: item.said.actual.column,
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

type Done = keyof Tally

/** What somebody who is no lead has proposed of an indicator and nobody answered. */
async function openProposals(trx: Trx, actor: Actor, code: string) {
  return mayApprove(actor) ? [] : (await readProposals(trx, actor, code)).filter(({ state }) => state === 'proposed')
}
type Open = Awaited<ReturnType<typeof openProposals>>

/** Where the points of an item lie: a point of the whole initiative is that of its top territory. */
interface Where {
  readonly code: string
  readonly isTop: boolean
}

interface Pointing {
  readonly trx: Trx
  readonly actor: Actor
  readonly now: Date
  readonly item: LoadedTarget
  readonly where: Where
  /** Nothing stands of an indicator that the file brings. */
  readonly detail: IndicatorDetail | null
  readonly open: Open
  readonly trace: TargetsTrace
}

/** Sets the baseline of an indicator, or proposes it where the actor may not; nothing when it stands, or is proposed already. */
async function saveBaseline({ trx, actor, now, item, where, detail, open, trace }: Pointing, value: string): Promise<Done> {
  const { reasons, source } = trace
  const isHere = (one: { territoryCode: string; category: string }) => one.territoryCode === where.code && one.category === 'TOTAL'
  const standing = detail?.baselines.find((one) => isHere(one) && one.versionNumber === detail.current.number)
  const [numerator, denominator] = [decimalOrNull(standing?.numerator), decimalOrNull(standing?.denominator)]
  const isSameShare = numerator !== null && denominator !== null && divide(numerator, denominator)?.equals(decimal(value)) === true
  if (sameNumber(standing?.value, value) || isSameShare) return 'unchanged'
  const { decision, decidedBy, decidedOn } = reasons
  const baselines = [{ territoryCode: where.code, category: 'TOTAL', value, isPending: false, sourceFr: source, decision, decidedBy, decidedOn }]
  if (mayApprove(actor)) await setBaselines(trx, actor, now, item.code, { items: baselines, reasonFr: reasons.reasonFr, reasonEn: reasons.reasonEn })
  else if (open.some((one) => one.kind === 'baselines' && one.baselines.some((other) => isHere(other) && sameNumber(other.value, value)))) return 'unchanged'
  else await propose(trx, actor, now, item.code, { kind: 'baselines', baselines, ...reasons })
  return standing === undefined ? 'created' : 'changed'
}

/** As `saveBaseline`, for the target of one period; the other points of the indicator stay as they are. */
async function saveTarget({ trx, actor, now, item, where, detail, open, trace }: Pointing, target: NonNullable<LoadedTarget['target']>): Promise<Done> {
  const { reasons } = trace
  const isHere = (one: { scope?: string; territoryCode?: string | null | undefined; category?: string; periodCode: string }) =>
    one.periodCode === target.period.code &&
    one.category === 'TOTAL' &&
    (one.scope === 'one' ? one.territoryCode === where.code : one.scope === 'whole' && where.isTop)
  const standing =
    detail?.targetPoints.filter((one) => one.supersededOn === null && one.partnerCode === null && one.versionNumber === detail.current.number) ?? []
  const former = standing.find(isHere)
  if (sameNumber(former?.value, target.value)) return 'unchanged'
  const { decision, decidedBy, decidedOn } = reasons
  const scope = former?.scope ?? ('one' as const)
  const points = [
    ...standing
      .filter((one) => one !== former)
      .map(({ scope, territoryCode, category, periodCode, value }) => ({ scope, territoryCode, category, periodCode, value })),
    {
      scope,
      territoryCode: scope === 'one' ? where.code : null,
      category: 'TOTAL',
      periodCode: target.period.code,
      value: target.value,
      decision,
      decidedBy,
      decidedOn,
    },
  ]
  if (mayApprove(actor)) await setTargets(trx, actor, now, item.code, { items: points, reasonFr: reasons.reasonFr, reasonEn: reasons.reasonEn })
  else if (open.some((one) => one.kind === 'targets' && one.points.some((other) => isHere(other) && sameNumber(other.value, target.value)))) return 'unchanged'
  else await propose(trx, actor, now, item.code, { kind: 'targets', points, ...reasons })
  return former === undefined ? 'created' : 'changed'
}

/**
 * Writes indicators with their baseline, target and actual. An indicator that exists keeps its definition; the same
 * table again changes nothing. Whoever may not approve baselines and targets proposes them (domain 5, row 15). What a rule refuses
 * leaves nothing behind and is named: whether the rest is kept is for the caller to say.
 */
export async function loadTargetsInto(trx: Trx, actor: Actor, now: Date, loaded: LoadedTargets, trace: TargetsTrace): Promise<TargetsOutcome> {
  const rejections: Rejection[] = [...loaded.rejections]
  const aside: Rejection[] = [...loaded.aside]
  const tally = (): Tally => ({ created: 0, changed: 0, unchanged: 0 })
  const [indicators, baselines, targets] = [tally(), tally(), tally()]
  const book = new TerritoryBook(await listTerritories(trx, actor.initiative.id))
  const known = new Set((await readIndicators(trx, actor, {})).map(({ code }) => code))
  const placed: { item: LoadedTarget; territory: string }[] = []
  for (const item of loaded.items) {
    const at = (part: keyof LoadedTarget['said'], reason: string) => refusedAt(item, part, reason)
    const found = placeOf(book, item.territory, actor.today)
    if (!found.ok) {
      rejections.push(at('territory', found.code))
      continue
    }
    const where: Where = { code: found.found.code, isTop: found.found.id === actor.initiative.topTerritoryId }
    const isNew = !known.has(item.code)
    const { code, definition } = item
    const detail = isNew
      ? await orRefused(trx, async () => {
          await defineIndicator(trx, actor, now, { code, scope: 'performance', isCore: false, position: 500, definition, dimensionCodes: [] })
          return null
        })
      : await readIndicator(trx, actor, code)
    if (detail instanceof Problem) {
      rejections.push(at('code', reasonOf(detail)))
      continue
    }
    const pointing: Pointing = { trx, actor, now, item, where, detail, open: isNew ? [] : await openProposals(trx, actor, item.code), trace }
    let isChanged = false
    const save = async (part: 'baseline' | 'target', counts: Tally, work: () => Promise<Done>) => {
      const done = await orRefused(trx, work)
      if (done instanceof Problem) return void aside.push(at(part, reasonOf(done)))
      counts[done] += 1
      isChanged ||= done !== 'unchanged'
    }
    const { baseline, target } = item
    if (baseline !== null) await save('baseline', baselines, () => saveBaseline(pointing, baseline))
    if (target !== null) await save('target', targets, () => saveTarget(pointing, target))
    indicators[isNew ? 'created' : isChanged ? 'changed' : 'unchanged'] += 1
    placed.push({ item, territory: where.code })
  }
  const extraction = extractionOf(placed)
  const base = { read: loaded.read, skipped: loaded.skipped, indicators, baselines, targets, rejections }
  if (extraction.records.length === 0) return { ...base, figures: tally(), importId: null, aside }
  const { fileName, fileHash } = trace
  const done = await runImport(trx, actor, now, {
    fileName,
    fileHash,
    mapping: RULES,
    partial: true,
    dryRun: false,
    extraction,
    onRejections: (all) =>
      aside.push(
        ...all.map(({ sheet, row, column, code, value }) => {
          const item = column === null ? undefined : placed.find((one) => one.item.row === row && one.item.said.actual.column === column)?.item
          return item === undefined ? { sheet, row, column, code, value } : refusedAt(item, 'actual', code)
        }),
      ),
  })
  const { created = 0, changed = 0, unchanged = 0, requested = 0 } = done.result ?? {}
  return { ...base, figures: { created, changed: changed + requested, unchanged }, importId: done.id, aside }
}

/** A refused part of a row, with what the file says there: what is stored of it may be written otherwise. */
function refusedAt(item: LoadedTarget, part: keyof LoadedTarget['said'], reason: string): Rejection {
  const { text, column } = item.said[part]
  return { sheet: null, row: item.row, column, code: reason, value: text === '' ? null : text }
}

function placeOf(book: TerritoryBook, { text, by }: LoadedTarget['territory'], today: string) {
  if (by !== 'either') return book.find({ text, by, level: null }, today)
  const byCode = book.find({ text, by: 'code', level: null }, today)
  return byCode.ok || byCode.code !== 'territory_unknown' ? byCode : book.find({ text, by: 'name', level: null }, today)
}

const reasonOf = (refused: Problem): string => refused.errors[0]?.code ?? refused.code

/** Runs a step; what a rule refuses leaves nothing of the step behind. @returns its refusal then */
async function orRefused<T>(trx: Trx, work: () => Promise<T>): Promise<T | Problem> {
  const before = await savepoint(trx, 'load_step')
  try {
    const result = await work()
    await before.keep()
    return result
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await before.back()
    return error
  }
}
