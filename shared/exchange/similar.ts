import { fold } from './text.ts'

/** How sure a suggestion is; screens say it in words. */
export type Confidence = 'sure' | 'likely' | 'possible'

const LIKELY = 0.75
const POSSIBLE = 0.5

/** Text prepared once for many comparisons. */
export interface Prepared {
  readonly folded: string
  readonly words: ReadonlySet<string>
  readonly pairs: ReadonlyMap<string, number>
  readonly size: number
}

/** Small words that tell names apart from nothing: « Région de la Côte » is « Côte ». */
const EMPTY_WORDS = new Set([
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'l',
  'd',
  'et',
  'the',
  'of',
  'and',
  'region',
  'mrc',
  'ville',
  'city',
  'municipalite',
  'cercle',
  'commune',
])

export function prepare(text: string): Prepared {
  const folded = fold(text)
  const joined = folded.replaceAll(' ', '')
  const pairs = new Map<string, number>()
  for (let index = 0; index < joined.length - 1; index += 1) {
    const pair = joined.slice(index, index + 2)
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1)
  }
  return { folded, words: new Set(folded.split(' ').filter((word) => word !== '' && !EMPTY_WORDS.has(word))), pairs, size: Math.max(0, joined.length - 1) }
}

/**
 * Likeness of two texts from 0 to 1: the share of letter pairs that they have in common (Sørensen–Dice,
 * 1948), raised when all telling words of the shorter one are in the longer one. Case, accents and dashes do not count.
 */
export function similarity(a: Prepared, b: Prepared): number {
  if (a.folded === b.folded) return a.folded === '' ? 0 : 1
  let common = 0
  for (const [pair, count] of a.pairs) common += Math.min(count, b.pairs.get(pair) ?? 0)
  const dice = a.size + b.size === 0 ? 0 : (2 * common) / (a.size + b.size)
  const [few, many] = a.words.size <= b.words.size ? [a.words, b.words] : [b.words, a.words]
  const held = few.size > 0 && [...few].every((word) => many.has(word))
  return held ? Math.max(dice, few.size === many.size ? 0.95 : 0.8) : dice
}

const LETTERS = 4

/** Whether one letter too many, one too few, another one or two that changed places make one word of the other. */
function isLetterOff(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a]
  if (long.length - short.length > 1) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at += 1
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  const rest = at + 1
  return short.slice(rest) === long.slice(rest) || (short[at] === long[rest] && short[rest] === long[at] && short.slice(rest + 1) === long.slice(rest + 1))
}

/**
 * Whether two names are the same but for one letter of one word, or for where words are cut: a slip of the hand, most likely.
 * Numbers and short words tell names apart: « École 2 » and « École 3 », « CPE A » and « CPE B ».
 */
export function isOneSlip(one: string, other: string): boolean {
  const [a, b] = [fold(one), fold(other)]
  if (a === b) return false
  if (a.replaceAll(' ', '') === b.replaceAll(' ', '')) return true
  const [left, right] = [a.split(' '), b.split(' ')]
  if (left.length !== right.length) return false
  const differing = left.flatMap((word, index) => (word === right[index] ? [] : [[word, right[index] as string] as const]))
  const [pair] = differing
  if (pair === undefined || differing.length > 1) return false
  return pair.every((word) => word.length >= LETTERS && !/\d/.test(word)) && isLetterOff(...pair)
}

export interface Suggestion {
  readonly code: string
  readonly name: string
  readonly confidence: Confidence
}

/** Something of ours that a text of a file may mean. */
export interface KnownThing {
  readonly code: string
  readonly name: string
  /** Its code and every name it is known under. */
  readonly texts: readonly string[]
}

/** Prepares a list to be searched; `suggest` gives the best few for a text. */
export function suggester(things: readonly KnownThing[], most = 3): (text: string) => Suggestion[] {
  const prepared = things.map((thing) => ({ thing, texts: thing.texts.map(prepare) }))
  return (text) => {
    const wanted = prepare(text)
    return prepared
      .map(({ thing, texts }) => ({ thing, score: Math.max(0, ...texts.map((one) => similarity(wanted, one))) }))
      .filter(({ score }) => score >= POSSIBLE)
      .sort((a, b) => b.score - a.score || (a.thing.code < b.thing.code ? -1 : 1))
      .slice(0, most)
      .map(({ thing, score }) => ({ code: thing.code, name: thing.name, confidence: score >= 0.999 ? 'sure' : score >= LIKELY ? 'likely' : 'possible' }))
  }
}
