import type { ObservationInput } from '#shared/observations/contract.ts'
import { decimalSignOf, readTyped, toStorage } from '#shared/observations/typed.ts'

/** What one row of the form sends, as it was typed. */
export interface TypedRow {
  readonly index: number
  readonly indicator: string
  readonly territory: string
  readonly category: string
  readonly version: number
  readonly id: string | null
  readonly factor: string
  readonly presence: string
  readonly reason: string
  readonly value: string
  readonly numerator: string
  readonly denominator: string
  readonly sampleN: string
  readonly done: string
  readonly achievedOn: string
  readonly comment: string
  readonly directTotal: boolean
  readonly before: string
}

/** A row that could not be read: which field, and the code of its sentence. */
export interface RowFault {
  readonly index: number
  readonly field: string
  readonly code: string
}

const NUMBER_FIELDS = ['value', 'numerator', 'denominator', 'sampleN'] as const

/** The rows of a posted form, in their order. */
export function rowsOf(form: FormData): TypedRow[] {
  const rows: TypedRow[] = []
  for (let index = 0; form.has(`r${index}.indicator`); index += 1) {
    const text = (name: string) => String(form.get(`r${index}.${name}`) ?? '')
    rows.push({
      index,
      indicator: text('indicator'),
      territory: text('territory'),
      category: text('category') || 'TOTAL',
      version: Number(text('version')) || 0,
      id: text('id') || null,
      factor: text('factor') || '1',
      presence: text('presence') || 'reported',
      reason: text('reason').trim(),
      value: text('value'),
      numerator: text('numerator'),
      denominator: text('denominator'),
      sampleN: text('sampleN'),
      done: text('done'),
      achievedOn: text('achievedOn'),
      comment: text('comment').trim(),
      directTotal: text('directTotal') === '1',
      before: text('before'),
    })
  }
  return rows
}

/** What a row holds, to tell whether it was touched. */
export function signatureOf(
  row: Pick<TypedRow, 'presence' | 'reason' | 'value' | 'numerator' | 'denominator' | 'sampleN' | 'done' | 'achievedOn' | 'comment'>,
): string {
  return JSON.stringify([row.presence, row.reason, row.value, row.numerator, row.denominator, row.sampleN, row.done, row.achievedOn, row.comment])
}

function presenceBefore(row: TypedRow): string {
  return row.before === '' ? 'reported' : String((JSON.parse(row.before) as unknown[])[0])
}

/**
 * Reads the touched rows. Numbers are read with the habit that the whole form shows; a row that cannot
 * be read keeps its text and says why, and the others are saved.
 */
export function readRows(
  rows: readonly TypedRow[],
  key: { partner: string | null; period: string },
): { inputs: { index: number; input: ObservationInput }[]; faults: RowFault[] } {
  const touched = rows.filter((row) => signatureOf(row) !== row.before)
  const sign = decimalSignOf(touched.flatMap((row) => NUMBER_FIELDS.map((field) => row[field])))
  const inputs: { index: number; input: ObservationInput }[] = []
  const faults: RowFault[] = []
  for (const row of touched) {
    const numbers: Partial<Record<(typeof NUMBER_FIELDS)[number], string>> = {}
    let presence = row.presence as ObservationInput['presence']
    let isRead = true
    for (const field of NUMBER_FIELDS) {
      const typed = readTyped(row[field], sign)
      if (typed.kind === 'fault') {
        faults.push({ index: row.index, field, code: typed.code })
        isRead = false
      } else if (typed.kind === 'absence') presence = typed.presence
      else if (typed.kind === 'number') numbers[field] = field === 'value' ? toStorage(typed.text, row.factor) : typed.text
    }
    if (!isRead) continue
    // A number typed where an absence stood takes its place; an absence chosen beside a number is for the server to refuse.
    if (Object.keys(numbers).length > 0 && presence !== 'reported' && row.presence === presenceBefore(row)) presence = 'reported'
    const isEmpty = Object.keys(numbers).length === 0 && row.done === '' && presence === 'reported'
    if (isEmpty && row.version === 0) continue
    if (isEmpty) {
      faults.push({ index: row.index, field: 'value', code: 'emptied' })
      continue
    }
    inputs.push({
      index: row.index,
      input: {
        indicator: row.indicator,
        territory: row.territory,
        partner: key.partner,
        period: key.period,
        category: row.category,
        presence,
        presenceReason: row.reason === '' ? null : row.reason,
        ...(presence === 'reported'
          ? { ...numbers, boolValue: row.done === '' ? null : row.done === 'yes', achievedOn: row.achievedOn === '' ? null : row.achievedOn }
          : {}),
        isDirectTotal: row.directTotal,
        flags: [],
        comment: row.comment === '' ? null : row.comment,
        version: row.version,
      },
    })
  }
  return { inputs, faults }
}
