import type { LeftTarget } from '#shared/exchange/targets/contract.ts'
import { withPurpose, type Trx } from '#server/platform/db/context.ts'
import {
  codesOfLoad,
  forgetRows,
  keepMadeRows,
  keepStanding,
  loadedRows,
  lockVersionsOf,
  removeLoaded,
  restoreBaselines,
  restorePoints,
  type LoadedKind,
  type LoadedRow,
} from './loaded-queries.ts'

/** Before a file writes anything of these indicators; `after` keeps what it wrote. */
export async function watchLoad(trx: Trx, initiativeId: string, loadId: string, codes: readonly string[]): Promise<{ after: () => Promise<void> }> {
  await lockVersionsOf(trx, initiativeId, codes)
  await keepStanding(trx, initiativeId, loadId, codes)
  return { after: () => keepMadeRows(trx, initiativeId, loadId, codes) }
}

const PART: Readonly<Record<LoadedKind, Exclude<LeftTarget['part'], 'figure'>>> = {
  indicator: 'indicator',
  indicator_version: 'indicator',
  baseline: 'baseline',
  baseline_revision: 'baseline',
  target_point: 'target',
  target_proposal: 'proposal',
}

/** What was taken back, and what is for others to take back or was left. */
export interface TakenBack {
  readonly taken: number
  readonly left: LeftTarget[]
  /** Indicators that the file created and nobody changed: they can go once their figures are gone. */
  readonly created: readonly { readonly id: string; readonly code: string }[]
}

/**
 * Takes back what a file wrote: baselines, target points and proposals are as before it, each kind of each indicator together; where
 * somebody changed any of them since, all of that kind stay and are told.
 */
export async function takeBackLoaded(trx: Trx, initiativeId: string, loadId: string): Promise<TakenBack> {
  const codes = await codesOfLoad(trx, initiativeId, loadId)
  await lockVersionsOf(trx, initiativeId, codes)
  const rows = await loadedRows(trx, initiativeId, loadId)
  const parts = Map.groupBy(rows, ({ kind, code }) => `${PART[kind]} ${code}`)
  const isTouched = ({ kind, code }: LoadedRow) => parts.get(`${PART[kind]} ${code}`)?.some((one) => one.isTouched) === true
  const mine = rows.filter((row) => !isTouched(row))
  const idsOf = (kind: LoadedKind, isCreated: boolean) => mine.filter((row) => row.kind === kind && row.isCreated === isCreated).map(({ id }) => id)
  await removeLoaded(trx, initiativeId, 'target_point', idsOf('target_point', true))
  await restorePoints(trx, initiativeId, loadId, idsOf('target_point', false))
  await removeLoaded(trx, initiativeId, 'baseline', idsOf('baseline', true))
  await restoreBaselines(trx, initiativeId, loadId, idsOf('baseline', false))
  // History and proposals are removed by nobody but this: exactly what the file made and nobody touched.
  await withPurpose(trx, 'maintenance', async () => {
    await removeLoaded(trx, initiativeId, 'baseline_revision', idsOf('baseline_revision', true))
    await removeLoaded(trx, initiativeId, 'target_proposal', idsOf('target_proposal', true))
  })
  await forgetRows(trx, initiativeId, [loadId])
  const told = new Map(
    rows
      .filter((row) => isTouched(row) && row.kind !== 'baseline_revision' && row.kind !== 'indicator_version')
      .filter((row) => row.kind !== 'target_point' || row.isCreated)
      .map((row) => {
        const left: LeftTarget = { indicator: row.code, part: PART[row.kind], territory: row.territory, period: row.period }
        return [JSON.stringify(left), left] as const
      }),
  )
  return {
    taken: mine.length,
    left: [...told.values()],
    created: mine.filter((row) => row.kind === 'indicator' && row.isCreated).map(({ id, code }) => ({ id, code })),
  }
}

/** What files wrote is no longer kept: they can no longer be taken back. */
export function forgetLoadedRows(trx: Trx, initiativeId: string, loadIds: readonly string[]): Promise<void> {
  return forgetRows(trx, initiativeId, loadIds)
}
