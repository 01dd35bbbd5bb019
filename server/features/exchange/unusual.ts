import { CHECK_CODES, type CheckWarning } from '#shared/observations/checks.ts'
import type { ImportResult } from '#shared/exchange/contract.ts'
import type { Trx } from '#server/platform/db/context.ts'
import type { Actor } from '#server/platform/http/actor.ts'
import { warningsOfImport, type WriteOptions } from '#server/features/observations/service.ts'
import type { ReadyFigure } from './resolve.ts'

/** A figure that an import writes, with what stood there. */
export interface WrittenFigure {
  readonly figure: ReadyFigure
  readonly before: Parameters<NonNullable<WriteOptions['onChange']>>[1]
}

export interface UnusualFigure extends WrittenFigure {
  readonly warnings: readonly CheckWarning[]
}

/** Written figures that look unusual (domain 3.10), in the order of the file. */
export async function unusualOf(trx: Trx, actor: Actor, written: readonly WrittenFigure[]): Promise<UnusualFigure[]> {
  const found = await warningsOfImport(
    trx,
    actor,
    written.map(({ figure, before }) => ({ ...figure, formerState: before?.state ?? null })),
  )
  return [...found].map(([index, warnings]) => ({ ...(written[index] as WrittenFigure), warnings })).sort((a, b) => a.figure.row - b.figure.row)
}

/** One kind of warning, with each figure's numbers. */
export interface UnusualGroup {
  readonly code: CheckWarning['code']
  readonly members: readonly { readonly unusual: UnusualFigure; readonly numbers: CheckWarning['numbers'] }[]
}

/** Unusual figures by kind of warning; one with two kinds is in both. */
export function unusualGroups(unusual: readonly UnusualFigure[]): UnusualGroup[] {
  return CHECK_CODES.flatMap((code) => {
    const members = unusual.flatMap((one) => one.warnings.filter((warning) => warning.code === code).map(({ numbers }) => ({ unusual: one, numbers })))
    return members.length === 0 ? [] : [{ code, members }]
  })
}

/** What the answer of an import says of unusual figures: how many of each kind, and the first. */
export function warningSums(unusual: readonly UnusualFigure[]): NonNullable<ImportResult['warnings']> {
  return unusualGroups(unusual).flatMap(({ code, members }) => {
    const [first] = members
    if (first === undefined) return []
    const { sheet, row, column } = first.unusual.figure
    return [{ code, count: members.length, first: { sheet, row, column }, numbers: { ...first.numbers } }]
  })
}
