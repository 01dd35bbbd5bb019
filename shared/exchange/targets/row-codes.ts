import { tidy } from '../text.ts'

const CODE_LIMIT = 40

/** A text as an indicator's code: what tells two long ones apart is often their end. */
export function fitCode(text: string): string {
  const plain = tidy(text)
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
  return plain.length <= CODE_LIMIT ? plain : `${plain.slice(0, 24)}-${plain.slice(-15)}`
}

/**
 * Codes of a table's rows. What the file gives stays as it is given: a second row with the same text is another indicator under
 * a name that is taken, and nobody but the file's author can say which. Only a code that had to be made of the text may be
 * numbered, and never onto one that the file gives.
 */
export class RowCodes {
  readonly #taken: Set<string>
  readonly #seen = new Set<string>()
  readonly #repeated: 'refuse' | 'number'

  /** @param texts what every row gives, so that codes that are fit keep their place. */
  constructor(texts: Iterable<string>, repeated: 'refuse' | 'number') {
    this.#taken = new Set([...texts].filter((text) => text !== '' && fitCode(text) === text))
    this.#repeated = repeated
  }

  /** The code of the next row; null when a row before gave the same text. */
  place(text: string): string | null {
    const isAgain = this.#seen.has(text)
    if (isAgain && this.#repeated === 'refuse') return null
    this.#seen.add(text)
    const code = fitCode(text)
    return !isAgain && code === text ? code : this.#free(code)
  }

  #free(code: string): string {
    let free = code
    for (let copy = 2; this.#taken.has(free); copy += 1) free = `${code.slice(0, CODE_LIMIT - 4)}-${copy}`
    this.#taken.add(free)
    return free
  }
}
