import { formatMeasure, type Measure } from '#shared/i18n/format.ts'
import type { Locale } from '#shared/i18n/locales.ts'
import { m } from '#shared/i18n/paraglide/messages.js'
import type { ProgressCell } from '#shared/progress/contract.ts'
import { isIncomplete, moveOf, standingOf } from '#shared/progress/finding.ts'
import { isMasked } from '#shared/progress/masked.ts'
import { STATUS_WORDS } from '#lib/ui/words.ts'

/** A title longer than this is no title (ux, chart rule 1). */
const MOST_WORDS = 10

const wordCount = (text: string) => text.split(/[\s\u00A0\u202F]+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length

const MOVES = { up: m.curve_move_up, down: m.curve_move_down, flat: m.curve_move_flat } as const

const STANDINGS = {
  met: m.curve_standing_met,
  unknown: m.curve_standing_unknown,
  behind_start: m.curve_standing_behind_start,
  on_track: m.curve_standing_on_track,
  watch: m.curve_standing_watch,
  off_track: m.curve_standing_off_track,
} as const

/**
 * The finding, ten words at most: « PRENATAL : en hausse depuis le départ, cible pas encore atteinte ». The name stands for itself where it
 * leaves room, else the code does.
 * @param first the first figure that compares with it and its period in words, for indicators without starting point
 * @param isStart whether the only figure is the starting point itself
 */
export function findingOf(
  cell: ProgressCell | undefined,
  name: string,
  code: string,
  first: { readonly value: string | null; readonly period: string } | null,
  isStart = false,
): string {
  if (cell?.reason === 'not_put_together') return titled(name, code, m.curve_finding_apart())
  if (cell === undefined || (cell.value === null && !isMasked(cell))) return titled(name, code, m.curve_finding_none())
  if (isMasked(cell)) return titled(name, code, m.curve_finding_masked())
  const standing = standingOf(cell)
  const parts = [movedText(cell, isStart ? null : first, isStart, standing), ...(standing === null ? [] : [STANDINGS[standing]()])]
  return titled(name, code, parts.join(', '))
}

/** Which way it went and since when: nothing of an incomplete figure. Farther from the target than at the start says since when itself. */
function movedText(cell: ProgressCell, first: Parameters<typeof findingOf>[3], isStart: boolean, standing: ReturnType<typeof standingOf>): string {
  if (isIncomplete(cell)) return m.curve_finding_incomplete()
  const move = isStart ? null : moveOf(cell, first?.value ?? null)
  if (move === null) return m.curve_finding_one()
  if (cell.baseline !== null) return standing === 'behind_start' ? MOVES[move]() : m.curve_since_start({ move: MOVES[move]() })
  return first === null ? MOVES[move]() : m.curve_since({ move: MOVES[move](), period: first.period })
}

function titled(name: string, code: string, finding: string): string {
  const long = m.curve_finding({ subject: name, finding })
  return wordCount(long) <= MOST_WORDS ? long : m.curve_finding({ subject: code, finding })
}

/** One to three sentences: the course, where it should be by now, and what weighs most on reading it. */
export function summaryOf(cell: ProgressCell | undefined, course: string | null, remark: string | null, measure: Measure, locale: Locale): string[] {
  const write = (value: string) => formatMeasure(locale, value, measure)
  if (cell !== undefined && isMasked(cell)) return [m.curve_summary_masked()]
  const aimed =
    cell === undefined || cell.target === null
      ? m.curve_summary_no_target()
      : cell.expected === null || cell.status === 'no_data'
        ? m.curve_summary_target({ target: write(cell.target) })
        : m.curve_summary_status({
            target: write(cell.target),
            expected: write(cell.expected),
            status: STATUS_WORDS[cell.reason === 'target_met' ? 'target_met' : cell.status]().toLocaleLowerCase(locale),
          })
  return [course, aimed, remark].filter((sentence) => sentence !== null)
}
