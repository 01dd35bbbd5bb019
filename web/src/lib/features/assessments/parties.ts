import { hasTwins, MAX_PARTIES, MIN_PARTIES } from '#shared/assessments/parties.ts'
import { m } from '#shared/i18n/paraglide/messages.js'

export interface NamedParty {
  readonly nameFr: string
  readonly nameEn: string | null
}

/** Longest name of a party: it heads a column and stands beside a mark. */
const LONGEST = 80

const lines = (text: string) => text.split('\n').map((line) => line.trim())

/**
 * Parties of a form: those typed, one a line, then the groups that were ticked. English names stand on lines of their own, in the
 * same order; an empty line leaves one out.
 * @returns no party when nothing was typed or ticked, or the sentence of what is wrong
 */
export function readParties(
  typed: string,
  english: string,
  groups: readonly NamedParty[],
): { parties: NamedParty[]; fault: { field: string; message: string } | null } {
  const names = lines(typed).filter((name) => name !== '')
  const translated = lines(english)
  while (translated.at(-1) === '') translated.pop()
  const parties = [...names.map((nameFr, index) => ({ nameFr, nameEn: translated[index] || null })), ...groups]
  const refused = (message: string, field = 'parties') => ({ parties, fault: { field, message } })
  if (translated.length > names.length) return refused(m.assessments_parties_english(), 'partiesEn')
  if (parties.length === 0) return { parties, fault: null }
  if (parties.length < MIN_PARTIES || parties.length > MAX_PARTIES) return refused(m.assessments_parties_count())
  if (parties.some(({ nameFr, nameEn }) => nameFr.length > LONGEST || (nameEn ?? '').length > LONGEST)) return refused(m.assessments_parties_long())
  if (hasTwins(parties)) return refused(m.assessments_parties_twins())
  return { parties, fault: null }
}
