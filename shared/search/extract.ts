const AROUND = 70

/** Lower case without accents, one character for one: places in the result are places in the text. */
export function foldInPlace(text: string): string {
  return [...text]
    .map((one) => {
      const plain = one.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
      return plain.length === one.length ? plain : one
    })
    .join('')
}

/** The beginning that forms of one word share; short words are looked for whole. */
const stemOf = (word: string) => (word.length <= 4 ? word : word.slice(0, Math.max(4, word.length - 3)))

/**
 * Words around the first place where one of the asked words stands, at most some 140 characters, with « … » where text
 * was left out; null when none stands there (the search knows more forms of a word than this does).
 * It only shortens what the reader may read already.
 */
export function extractAround(text: string | null, asked: string): string | null {
  if (text === null) return null
  const clean = text.normalize('NFC').replace(/\s+/g, ' ').trim()
  const folded = foldInPlace(clean)
  const stems = (foldInPlace(asked.normalize('NFC')).match(/[\p{L}\p{N}]{2,}/gu) ?? []).map(stemOf)
  const places = [...folded.matchAll(/[\p{L}\p{N}]+/gu)].filter(([word]) => stems.some((stem) => word.startsWith(stem)))
  const at = places[0]?.index
  if (at === undefined) return null
  const from = at <= AROUND ? 0 : clean.indexOf(' ', at - AROUND) + 1
  const end = at + AROUND >= clean.length ? clean.length : clean.lastIndexOf(' ', at + AROUND)
  const to = end <= at ? Math.min(clean.length, at + AROUND) : end
  return `${from === 0 || from > at ? '' : '… '}${clean.slice(from > at ? 0 : from, to)}${to === clean.length ? '' : ' …'}`
}
