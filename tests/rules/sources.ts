import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '#server/platform/root.ts'

/** A source file: its path from the root and its text. */
export interface Source {
  readonly path: string
  readonly text: string
}

/** Source files under these folders, generated and planted ones left out. */
export function sources(...patterns: string[]): Source[] {
  return patterns
    .flatMap((pattern) => globSync(pattern, { cwd: ROOT }))
    .filter((path) => !/(^|\/)(node_modules|paraglide|\.svelte-kit|planted|dist)\//.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(ROOT, path), 'utf8') }))
}
