/** Gentle hints on the words of a note: they suggest, they never block, they run where the person types (domain 4.4 rule 4, ux 11). */

export const HINT_KINDS = ['person', 'contact', 'organisation', 'blame'] as const
export type HintKind = (typeof HINT_KINDS)[number]

export interface TextHint {
  /**
   * `person`: somebody could be recognised. `contact`: an address or a telephone number, which is somebody's. `organisation`: the author's
   * own, which tells where a note that is not signed comes from. `blame`: the words point at people rather than at how things work.
   */
  readonly kind: HintKind
  readonly text: string
}

// « M. Tremblay », « Mme Diarra », « madame Roy », “Mr Smith”.
const TITLED = /(?<![\p{L}\p{N}])(?:M\.|MM\.|Mme|Mmes|Mlle|Dre?\.?|[Mm]onsieur|[Mm]adame|Mr\.?|Mrs\.?|Ms\.?)[ \u00A0]+\p{Lu}[\p{L}’'-]+/gu
const BLAME =
  /(?<![\p{L}\p{N}])(?:par la faute d[eu]s?|faute d[eu]s?|(?:aurait|aurai(?:en)?t|aurions|auriez|aurais) dû|n[’'](?:a|ai|as|avons|avez|ont) (?:pas|jamais) su|négligence|négligé|incompéten\p{L}*|coupables?|should have|failed to|fault of|to blame|careless\p{L}*|incompeten\p{L}*)(?![\p{L}\p{N}])/giu

const ADDRESS = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/gu
// « 418 555-0123 », « 04 11 22 33 44 », « 76 12 34 56 », “+223 20 22 33 44”: never thousands (« 12 355 000 ») nor a day (2026-10-15).
const TELEPHONE =
  /(?<![\p{L}\p{N}+])(?:\+\d{1,3}(?:[ \u00A0.-]?\(?\d{1,4}\)?){2,5}|(?:1[ \u00A0.-]?)?\(?\d{3}\)?[ \u00A0.-]?\d{3}[ \u00A0.-]?\d{4}|0\d(?:[ \u00A0.-]?\d{2}){4}|\d{2}(?:[ \u00A0.-]\d{2}){3})(?![\p{L}\p{N}])/gu

/** The organisation under whose hat somebody writes. */
export interface OwnOrganisation {
  readonly name: string
  readonly shortName: string | null
}
/** Words that an acronym leaves out. */
const LINKING = new Set(['a', 'au', 'aux', 'd', 'de', 'des', 'du', 'en', 'et', 'l', 'la', 'le', 'les', 'pour', 'sur', 'and', 'for', 'of', 'the'])

function fold(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('’', "'").toLowerCase()
}

/** Names of more than two letters that stand in the text as whole words: the full name, or the family name alone. */
function knownNames(text: string, names: readonly string[]): string[] {
  const words = ` ${fold(text).replace(/[^\p{L}\p{N}'-]+/gu, ' ')} `
  return names.filter((name) => {
    const parts = fold(name).trim().split(/\s+/)
    const family = parts.length > 1 ? (parts.at(-1) ?? '') : ''
    return words.includes(` ${parts.join(' ')} `) || (family.length > 3 && words.includes(` ${family} `))
  })
}

/** « Centre intégré de santé et de services sociaux » → CISSS; null below three letters, which stand for too many things. */
function acronymOf(name: string): string | null {
  const letters = fold(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '' && !LINKING.has(word))
    .map((word) => (word[0] ?? '').toUpperCase())
  return letters.length < 3 ? null : letters.join('')
}

/** Acronyms of an organisation: the one that its words make, and those that stand in its name (« CISSS du Haut-Rivage »). */
const acronymsOf = (name: string) => [acronymOf(name), ...(name.match(/(?<![\p{L}\p{N}])\p{Lu}{3,}(?![\p{L}\p{N}])/gu) ?? [])].flatMap((one) => one ?? [])

/**
 * How the text names the organisation: by its name, the part of it before a comma or a bracket, or its short name, in any case; else by an
 * acronym in capitals.
 */
function organisationWords(text: string, { name, shortName }: OwnOrganisation): string[] {
  const whole = (said: string) => said.replace(/[^\p{L}\p{N}]+/gu, ' ').trim()
  const words = ` ${whole(fold(text))} `
  const isNamed = (one: string) => one.length > 2 && words.includes(` ${whole(fold(one))} `)
  const known = [[name, name.split(/[,(]/)[0]?.trim() ?? ''].find(isNamed) ?? '', shortName ?? ''].filter(isNamed)
  const capitals = ` ${whole(text.replaceAll('.', ''))} `
  const acronyms = acronymsOf(name).filter(
    (one) => capitals.includes(` ${one} `) && !known.some((said) => ` ${whole(said)} `.toUpperCase().includes(` ${one} `)),
  )
  return [...new Set([...known, ...acronyms])]
}

/**
 * Hints on a text, each passage once, in the order of the text.
 * @param names names of the people of the initiative, when the caller may know them
 * @param organisation the author's own, when it has one
 */
export function textHints(text: string, names: readonly string[] = [], organisation: OwnOrganisation | null = null): TextHint[] {
  const found: (TextHint & { at: number })[] = []
  const collect = (kind: TextHint['kind'], pattern: RegExp) => {
    for (const match of text.matchAll(pattern)) found.push({ kind, text: match[0], at: match.index })
  }
  collect('person', TITLED)
  collect('contact', ADDRESS)
  collect('contact', TELEPHONE)
  collect('blame', BLAME)
  for (const name of knownNames(text, names)) found.push({ kind: 'person', text: name, at: text.length })
  if (organisation !== null) for (const name of organisationWords(text, organisation)) found.push({ kind: 'organisation', text: name, at: text.length })
  const seen = new Set<string>()
  return found
    .sort((a, b) => a.at - b.at)
    .filter(({ kind, text: passage }) => !seen.has(`${kind} ${fold(passage)}`) && seen.add(`${kind} ${fold(passage)}`))
    .map(({ kind, text: passage }) => ({ kind, text: passage }))
}
