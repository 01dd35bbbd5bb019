import { markup, paragraphs, type Markup, type Piece } from './html.ts'
import type { Voice } from './voice.ts'

/** One column of a table: its head, whether it names the row, whether it is a figure. */
export interface Column {
  readonly head: string
  readonly isName?: boolean
  readonly isFigure?: boolean
}

/** A table whose head comes again on each page; the first cells that name the row are its headings. */
export function table(voice: Voice, caption: string, columns: readonly Column[], rows: readonly (readonly Piece[])[]): Markup {
  const cell = (piece: Piece, column: Column | undefined) => {
    const kind = column?.isFigure === true ? markup` class="n"` : null
    return column?.isName === true ? markup`<th scope="row"${kind}>${piece}</th>` : markup`<td${kind}>${piece}</td>`
  }
  return markup`<div class="wide" role="group" tabindex="0" aria-label="${voice.say('states_table_scroll', { caption })}"><table><caption>${caption}</caption>
<thead><tr>${columns.map(({ head, isFigure }) => markup`<th scope="col"${isFigure === true && markup` class="n"`}>${head}</th>`)}</tr></thead>
<tbody>${rows.map((row) => markup`<tr>${row.map((piece, index) => cell(piece, columns[index]))}</tr>\n`)}</tbody></table></div> `
}

/** What was written for a place of the report in this language; else in French, marked so; null where nothing was. */
export function writtenText(voice: Voice, text: { readonly textFr: string | null; readonly textEn: string | null } | undefined): Markup | null {
  const [fr, en] = [text?.textFr ?? '', text?.textEn ?? '']
  if (voice.language === 'fr') return fr === '' ? null : markup`${paragraphs(fr)}`
  if (en !== '') return markup`${paragraphs(en)}`
  return fr === '' ? null : markup`<div lang="fr">${paragraphs(fr)}</div>`
}
