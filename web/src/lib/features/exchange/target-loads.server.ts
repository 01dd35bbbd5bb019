import type { PreviewColumn } from '#shared/exchange/contract.ts'
import { COLUMN_NAMES, TargetChoices, type TargetColumns } from '#shared/exchange/targets/columns.ts'
import type { LeftTarget, LoadedTargetFile, TargetLoadResult } from '#shared/exchange/targets/contract.ts'
import { formatInteger, formatPeriod } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { translate } from '#shared/i18n/translate.ts'
import { reasonOf } from './refusal.server.ts'

/** Refused places that a page shows; all are counted, and can be downloaded. */
const SHOWN = 100

/** A column as a form names it: by its header, or by its place when others are called alike. */
export function columnKey(column: PreviewColumn, columns: readonly PreviewColumn[]): string {
  return column.name === '' || columns.filter(({ name }) => name === column.name).length > 1 ? `#${column.position}` : column.name
}

/** The field that a fault of the choices stands at. */
const fieldOf = (path: readonly PropertyKey[]) => (path[0] === 'columns' ? `column-${String(path[1])}` : String(path[0]))

/**
 * What the form says: how to read the table, why, and whether good rows are enough. What it says wrong is a fault at its field,
 * never a default that nobody chose; `asked` is what was typed.
 */
export function readTargetForm(form: FormData, locale: Locale) {
  const text = (name: string) => String(form.get(name) ?? '').trim()
  const asked = {
    columns: Object.fromEntries(COLUMN_NAMES.map((name) => [name, text(`column-${name}`)])) as TargetColumns,
    targetPeriod: text('targetPeriod'),
    actualPeriod: text('actualPeriod'),
    decimal: text('decimal'),
    frequency: text('frequency'),
    source: text('source'),
  }
  const choices = TargetChoices.safeParse(asked)
  const reasons = {
    reasonFr: text('reasonFr'),
    reasonEn: text('reasonEn'),
    decision: text('decision'),
    decidedBy: text('decidedBy'),
    decidedOn: text('decidedOn'),
  }
  const faults = (choices.error?.issues ?? []).map(({ path, code }) => ({
    field: fieldOf(path),
    message: translate(code === 'too_big' ? 'problems_field_too_big' : 'problems_field_invalid', {}, locale),
  }))
  return { given: { asked, reasons, partial: form.has('partial') }, choices: choices.data ?? null, faults }
}

const PARTS = ['indicators', 'baselines', 'targets', 'figures'] as const

/** What a file did, or would do, in words and numbers. */
export function outcomeView(result: TargetLoadResult, locale: Locale) {
  const number = (value: number) => formatInteger(locale, value)
  const changes = PARTS.reduce((sum, part) => sum + result[part].created + result[part].changed, 0)
  return {
    kind:
      result.read - result.skipped === 0
        ? ('empty' as const)
        : result.state === 'refused'
          ? ('refused' as const)
          : changes === 0 && result.refused === 0
            ? ('nothing' as const)
            : ('done' as const),
    isDry: result.dryRun,
    isProposed: result.isProposed,
    counts: PARTS.map((part) => {
      const { created, changed, unchanged } = result[part]
      return { part, created: number(created), changed: number(changed), unchanged: number(unchanged) }
    }),
    refused: result.refused,
    isCut: result.refused > SHOWN,
    places: result.refusals
      .slice(0, SHOWN)
      .map(({ row, column, code, value, expected }) => ({
        row: row === null ? '' : String(row),
        column: column ?? '',
        value: value ?? '',
        reason: reasonOf(code, locale),
        expected: translate(`target_loads_expected_${expected}`, {}, locale),
      })),
  }
}

export type OutcomeView = ReturnType<typeof outcomeView>

/** What an undo left, in words. */
export function leftView(left: readonly LeftTarget[], locale: Locale) {
  return left.map(({ indicator, part, territory, period }, index) => ({
    key: String(index),
    indicator,
    part: translate(`target_loads_part_${part}`, {}, locale),
    where: territory ?? '',
    period: period === null ? '' : formatPeriod(locale, period, 'short'),
  }))
}

/** A loaded file as the list shows it. */
export function fileLine(one: LoadedTargetFile, at: (instant: string) => string) {
  return {
    id: one.id,
    file: one.fileName,
    at: at(one.loadedAt),
    reason: one.reasonFr,
    undoableUntil: one.undoableUntil === null ? null : at(one.undoableUntil),
    isUndone: one.undoneAt !== null,
  }
}
