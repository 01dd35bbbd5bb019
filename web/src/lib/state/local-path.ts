/** A path inside this site, or the fallback: a link that a stranger made must not lead elsewhere. */
export function localPath(text: string | null | undefined, fallback: string): string {
  if (text === null || text === undefined || !/^\/(?![/\\])[\x21-\x7e]*$/.test(text) || text.includes('\\')) return fallback
  return text
}
