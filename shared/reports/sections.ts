/** Sections of a report and their order. */

/** In the order in which a new report has them. */
export const SECTION_KINDS = ['summary', 'figures', 'indicators', 'equity', 'notes', 'changes', 'method', 'annex'] as const
export type SectionKind = (typeof SECTION_KINDS)[number]

/** One section: shown or not, with what was written in each language. */
export interface SectionText {
  readonly kind: SectionKind
  readonly isShown: boolean
  readonly textFr: string | null
  readonly textEn: string | null
}

/** Sections of a new report; notes are shown once some are chosen. */
export function firstSections(): SectionText[] {
  return SECTION_KINDS.map((kind) => ({ kind, isShown: true, textFr: null, textEn: null }))
}

/**
 * Every section once: of one that is given twice the first counts, and those that are absent come last and hidden, so that a
 * report written before a section existed stays as it was.
 */
export function everySection(given: readonly SectionText[]): SectionText[] {
  const seen = new Map<SectionKind, SectionText>()
  for (const section of given) if (!seen.has(section.kind)) seen.set(section.kind, section)
  const absent = SECTION_KINDS.filter((kind) => !seen.has(kind)).map((kind) => ({ kind, isShown: false, textFr: null, textEn: null }))
  return [...seen.values(), ...absent]
}

/** The list with one thing a place nearer to the beginning or the end; unchanged where it cannot go further. */
export function moved<T>(list: readonly T[], isIt: (one: T) => boolean, way: 'up' | 'down'): T[] {
  const from = list.findIndex(isIt)
  const to = way === 'up' ? from - 1 : from + 1
  if (from < 0 || to < 0 || to >= list.length) return [...list]
  const changed = [...list]
  const [one] = changed.splice(from, 1)
  changed.splice(to, 0, one as T)
  return changed
}

/** How the address of a frozen version names it: its day and its number. */
export function versionName(version: { readonly frozenOn: string; readonly number: number }): string {
  return `${version.frozenOn}-v${version.number}`
}
