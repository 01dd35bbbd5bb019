import type { Presence } from '#shared/progress/components.ts'

/** Of a figure that a release hides: SDMX says no more of it, nor do we. */
export const SUPPRESSED = 'Q'

/** Codes of the SDMX list CL_OBS_STATUS that a figure's own flags may already be (domain 3.10). */
const OWN_CODES = new Set(['A', 'B', 'D', 'E', 'L', 'M', 'O', 'P', 'Q', 'S', 'U', 'V'])
/** Words of a cell and the code that says it. */
const WORDS: Readonly<Record<string, string>> = { break: 'B', overlap_estimated: 'E', fragile: 'U', incomplete: 'P', gaps: 'P' }
const PRESENCE_CODES: Readonly<Record<Presence, string | null>> = { reported: null, missing: 'O', not_applicable: 'M', not_expected: 'L' }

/**
 * SDMX observation status of a figure, several codes between bars, `A` alone when nothing else is to be said: absent
 * figures are O (missing), M (cannot exist) or L (not collected), unvalidated ones V.
 */
export function observationStatus(presence: Presence, flags: readonly string[], isValidated: boolean): string {
  const codes = new Set(flags.flatMap((flag) => (OWN_CODES.has(flag) && flag !== 'A' ? [flag] : (WORDS[flag] ?? []))))
  const absent = PRESENCE_CODES[presence]
  if (absent !== null) codes.add(absent)
  if (!isValidated) codes.add('V')
  return codes.size === 0 ? 'A' : [...codes].sort().join('|')
}
