import type { GridData } from './model.ts'
import type { Waiting } from './queue.ts'
import { typedText } from './read-cell.ts'

/** A text that a spreadsheet shows and never runs. */
function inert(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text
  return /[;,"\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * Unsent values as a file, to be kept or imported elsewhere: one line for each, codes as the import reads them, in the
 * habit of the language (« ; » and the comma in French).
 */
export function unsentFile(waiting: readonly Waiting[], locale: GridData['locale'], headers: readonly string[], words: { yes: string; no: string }): string {
  const separator = locale === 'en' ? ',' : ';'
  const rows = waiting.map(({ key, content, since }) => {
    const [period = '', partner = '', indicator = '', territory = '', category = ''] = key.split('\t')
    const text = (part: 'value' | 'numerator' | 'denominator' | 'sampleN' | 'done' | 'achievedOn') => typedText(part, content.cells[part], locale, words)
    const absence = content.presence === 'missing' ? 'nd' : content.presence === 'not_applicable' ? 'so' : ''
    const value = absence === '' ? text('done') || text('value') : absence
    return [
      indicator,
      territory,
      partner,
      period,
      category,
      value,
      text('numerator'),
      text('denominator'),
      text('sampleN'),
      text('achievedOn'),
      content.reason,
      content.comment,
      since,
    ]
  })
  return `\ufeff${[headers, ...rows].map((row) => row.map(inert).join(separator)).join('\r\n')}\r\n`
}
