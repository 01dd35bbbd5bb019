import { html, paragraphs, type Markup, type Piece } from './html.ts'
import type { Voice } from './voice.ts'

/** One column of a table: its head, whether it names the row, whether it is a figure. */
export interface Column {
  readonly head: string
  readonly isName?: boolean
  readonly isFigure?: boolean
}

/** A table whose head comes again on each page; the first cells that name the row are its headings. */
export function table(caption: string, columns: readonly Column[], rows: readonly (readonly Piece[])[]): Markup {
  const cell = (piece: Piece, column: Column | undefined) => {
    const kind = column?.isFigure === true ? html` class="n"` : null
    return column?.isName === true ? html`<th scope="row" ${kind}>${piece}</th>` : html`<td${kind}>${piece}</td>`
  }
  return html`<div class="wide">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map(({ head, isFigure }) => html`<th scope="col" ${isFigure === true && html` class="n"`}>${head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${row.map((piece, index) => cell(piece, columns[index]))}
            </tr> `,
        )}
      </tbody>
    </table>
  </div> `
}

/** What was written for a place of the report in this language; else in French, marked so; null where nothing was. */
export function writtenText(voice: Voice, text: { readonly textFr: string | null; readonly textEn: string | null } | undefined): Markup | null {
  const [fr, en] = [text?.textFr ?? '', text?.textEn ?? '']
  if (voice.language === 'fr') return fr === '' ? null : html`${paragraphs(fr)}`
  if (en !== '') return html`${paragraphs(en)}`
  return fr === '' ? null : html`<div lang="fr">${paragraphs(fr)}</div>`
}
