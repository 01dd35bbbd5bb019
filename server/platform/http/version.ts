import { problem } from './problem.ts'

/**
 * Refuses a change of something that somebody changed meanwhile (D32); call it on a locked row.
 * @param expected version that the caller saw, from `If-Match`
 * @throws version_stale with the version that stands
 */
export function requireVersion(row: { readonly version: number }, expected: number): void {
  if (row.version !== expected) throw problem('version_stale', { version: row.version })
}
