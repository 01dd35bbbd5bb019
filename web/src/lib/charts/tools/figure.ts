/** What the scripts of a chart read from its figure on the page. */
import type { CsvCell, CsvTable } from '../csv.ts'

const text = (element: Element | null | undefined) => (element?.textContent ?? '').replace(/\s+/g, ' ').trim()

export const titleOf = (figure: HTMLElement): string => text(figure.querySelector('.title'))
export const subtitleOf = (figure: HTMLElement): string => text(figure.querySelector('.title + p'))

/** Notes under the drawing. */
export const notesOf = (figure: HTMLElement): string[] => [...figure.querySelectorAll('.notes li')].map(text)

/** Source, owner, day and release, as the page tells them. */
export const aboutOf = (figure: HTMLElement): string[] => [...figure.querySelectorAll('[data-about]')].map(text)

/** The table of the figure, as its file tells it. */
export function tableOf(figure: HTMLElement, titleWord: string): CsvTable {
  const columns = [...figure.querySelectorAll('thead th')].map((head) => ({
    label: text(head),
    isNumber: head.classList.contains('number'),
    unit: head.getAttribute('data-unit'),
  }))
  const lines = [...figure.querySelectorAll('tbody tr')]
  const rows = lines.map((row) => [...row.children].map((cell): CsvCell => ({ text: text(cell), plain: cell.getAttribute('data-plain') })))
  const told = aboutOf(figure).map((line): [string, string] => {
    const [, name, rest] = /^([^:]{1,40}?)[\s\u00a0]*:[\s\u00a0]*(.+)$/.exec(line) ?? []
    return name === undefined || rest === undefined ? [line, ''] : [name, rest]
  })
  return { about: [[titleWord, titleOf(figure)], ['', subtitleOf(figure)], ...told], columns, rows, codes: lines.map((row) => row.getAttribute('data-code')) }
}

/** Words of a chart's rows by the code of their position or place: the very words of the table. */
export function rowsOf(figure: HTMLElement): { code: string; head: string; cells: string[] }[] {
  return [...figure.querySelectorAll<HTMLElement>('tbody tr[data-code]')].map((row) => ({
    code: row.dataset.code ?? '',
    head: text(row.querySelector('th')),
    cells: [...row.querySelectorAll('td')].map(text),
  }))
}

/** Language of the page: that of its numbers. */
export const languageOfPage = (): 'fr' | 'en' => (document.documentElement.lang.startsWith('en') ? 'en' : 'fr')

/** Name of a file made from a title. */
export function fileName(title: string, ending: string): string {
  const name = title
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
  return `${name.slice(0, 80) || 'maillage'}.${ending}`
}
