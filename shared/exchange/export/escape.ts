/**
 * Signs with which a spreadsheet begins a formula: `=`, `+`, `-`, `@`, their full-width forms, tab and line breaks, also
 * behind spaces (OWASP, CSV injection). Apostrophes before them are ours or somebody's: one more keeps them apart.
 */
const RUNS = /^(?:'*[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|'*[\t\r\n])/
const ESCAPED = /^'+(?:[\s\u00a0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n])/

/** A text that no spreadsheet runs: a leading apostrophe where it would. The only encoder of every export. */
export function escapeText(text: string): string {
  return RUNS.test(text) ? `'${text}` : text
}

/** The text that was escaped. */
export function unescapeText(text: string): string {
  return ESCAPED.test(text) ? text.slice(1) : text
}
