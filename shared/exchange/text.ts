/** Text of a file, tidied the same way everywhere: for headers, names, codes and markers. */

const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+/g
const INVISIBLE = /[\u200b-\u200d\u2060\ufeff]/g

/** Outer spaces removed; no-break, thin and repeated spaces become one ordinary space. */
export function tidy(text: string): string {
  return text.replace(INVISIBLE, '').replace(SPACES, ' ').trim()
}

/** Key that ignores case and accents only: `Men+` and `Men` stay two things. */
export function plain(text: string): string {
  return tidy(text)
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

/** Key that ignores case, accents, punctuation and kinds of dash: `Région--Sud` and `region sud` meet. */
export function fold(text: string): string {
  return plain(text)
    .replace(/œ/g, 'oe')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

/** A code made from a name: `Men+, 65 years and over` gives `men-65-years-and-over`. At most 60 characters. */
export function slug(text: string): string {
  const words = fold(text.replace(/\+/g, ' plus '))
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return (words === '' ? 'x' : words).slice(0, 60).replace(/-+$/, '')
}
