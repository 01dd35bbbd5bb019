import { fold } from './text.ts'

/** First letters of the months, enough to tell them apart, in French and English. */
const MONTHS: readonly RegExp[] = [/^jan/, /^fe[vb]/, /^mar/, /^a[vp]r/, /^ma[iy]$/, /^jui?n/, /^jui?l/, /^aou|^aug/, /^sep/, /^oct/, /^nov/, /^dec/]

/** The period's code that a text written by hand most likely means (`janvier 2026`, `T1-2026`, `1er trim. 2026`); null when it tells none. */
export function suggestPeriod(text: string): string | null {
  const folded = fold(text)
  const year = /\b((?:19|20)\d{2})\b/.exec(folded)?.[1]
  if (year === undefined) return null
  const rest = folded.replace(year, ' ')
  const quarter = /\b[tq] ?([1-4])\b|\b([1-4])(?:er|re|e|eme|st|nd|rd|th)? ?(?:trim|quart)/.exec(rest)
  if (quarter !== null) return `${year}-Q${quarter[1] ?? quarter[2]}`
  const half = /\bs ?([12])\b|\b([12])(?:er|re|e|eme|st|nd)? ?(?:sem|half)/.exec(rest)
  if (half !== null) return `${year}-S${half[1] ?? half[2]}`
  for (const word of rest.split(' ')) {
    const month = MONTHS.findIndex((one) => one.test(word))
    if (word.length >= 3 && month >= 0) return `${year}-${String(month + 1).padStart(2, '0')}`
  }
  return /[a-z0-9]/.test(rest) ? null : year
}
