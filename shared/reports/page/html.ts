/** Markup that is put together from text: whatever is not markup already is escaped. */
export class Markup {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What may stand in markup; null and false are nothing. */
export type Piece = string | number | null | false | Markup | readonly Piece[]

const SIGNS: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

/** Text as markup; signs that no page may hold are left out. */
export function escaped(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]/gu, '').replace(/[&<>"']/g, (sign) => SIGNS[sign] ?? sign)
}

function written(piece: Piece): string {
  if (piece === null || piece === false) return ''
  if (piece instanceof Markup) return piece.text
  if (typeof piece === 'string') return escaped(piece)
  if (typeof piece === 'number') return String(piece)
  return piece.map(written).join('')
}

/** Markup from a template: its own text is trusted, what is put in is not. */
export function markup(parts: TemplateStringsArray, ...pieces: Piece[]): Markup {
  return new Markup(parts.reduce((text, part, index) => `${text}${written(pieces[index - 1] ?? null)}${part}`))
}

/** Text that people typed as paragraphs: an empty line begins another, a single one breaks it. */
export function paragraphs(text: string): Markup[] {
  return text
    .split(/\n\s*\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map((part) => markup`<p>${part.split('\n').map((line, index) => (index === 0 ? line.trim() : markup`<br />${line.trim()}`))}</p>`)
}
