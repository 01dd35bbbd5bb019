import { slug } from './text.ts'

/** A code made of a name, such as `ENFANTS-VACCINES`, that nothing has yet. */
export function freeCode(name: string, taken: ReadonlySet<string>): string {
  const base = slug(name).toUpperCase().slice(0, 24).replace(/-$/, '') || 'X'
  for (let number = 1; ; number += 1) {
    const code = number === 1 ? base : `${base}-${number}`
    if (!taken.has(code)) return code
  }
}
