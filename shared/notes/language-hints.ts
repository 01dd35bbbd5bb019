/** Gentle hints on the words of a note: they suggest, they never block, they run where the person types (domain 4.4 rule 4, ux 11). */

export interface TextHint {
  /** `person`: somebody could be recognised. `blame`: the words point at people rather than at how things work. */
  readonly kind: 'person' | 'blame'
  readonly text: string
}

// « M. Tremblay », « Mme Diarra », « madame Roy », “Mr Smith”.
const TITLED = /(?<![\p{L}\p{N}])(?:M\.|MM\.|Mme|Mmes|Mlle|Dre?\.?|[Mm]onsieur|[Mm]adame|Mr\.?|Mrs\.?|Ms\.?)[ \u00A0]+\p{Lu}[\p{L}’'-]+/gu
const BLAME =
  /(?<![\p{L}\p{N}])(?:par la faute d[eu]s?|faute d[eu]s?|(?:aurait|aurai(?:en)?t|aurions|auriez|aurais) dû|n[’'](?:a|ai|as|avons|avez|ont) (?:pas|jamais) su|négligence|négligé|incompéten\p{L}*|coupables?|should have|failed to|fault of|to blame|careless\p{L}*|incompeten\p{L}*)(?![\p{L}\p{N}])/giu

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

/**
 * Hints on a text, each passage once, in the order of the text.
 * @param names names of the people of the initiative, when the caller may know them
 */
export function textHints(text: string, names: readonly string[] = []): TextHint[] {
  const found: (TextHint & { at: number })[] = []
  const collect = (kind: TextHint['kind'], pattern: RegExp) => {
    for (const match of text.matchAll(pattern)) found.push({ kind, text: match[0], at: match.index })
  }
  collect('person', TITLED)
  collect('blame', BLAME)
  for (const name of knownNames(text, names)) found.push({ kind: 'person', text: name, at: text.length })
  const seen = new Set<string>()
  return found
    .sort((a, b) => a.at - b.at)
    .filter(({ kind, text: passage }) => !seen.has(`${kind} ${fold(passage)}`) && seen.add(`${kind} ${fold(passage)}`))
    .map(({ kind, text: passage }) => ({ kind, text: passage }))
}
