/** Width of text where there is no screen to measure it on: enough to leave room and to see a collision. */

const NARROW_LETTERS = new Set("iIjlft.,:;!|’'()[] \u00A0\u202F")
const WIDE_LETTERS = new Set('mwMW@%\u2212…')

/** Estimated width in pixels at a font size, of the widest of the usual system fonts. */
export function textWidth(text: string, font: number): number {
  let ems = 0
  for (const letter of text.normalize('NFD').replace(/\p{M}/gu, ''))
    ems += NARROW_LETTERS.has(letter) ? 0.36 : WIDE_LETTERS.has(letter) ? 0.95 : /[A-Z]/.test(letter) ? 0.72 : 0.62
  return Math.ceil(ems * font)
}

/** Shortened with « … » to fit a width. */
export function clipText(text: string, font: number, width: number): string {
  if (textWidth(text, font) <= width) return text
  const letters = [...text]
  while (letters.length > 1 && textWidth(`${letters.join('')}…`, font) > width) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** Lines that fit a width, at most so many, broken at spaces and after hyphens; the last is shortened. */
export function wrapText(text: string, font: number, width: number, lines: number): string[] {
  const done: string[] = []
  let line = ''
  const parts = text.split(/(?<=[ \u2013-])/)
  for (const [index, part] of parts.entries()) {
    if (line !== '' && textWidth((line + part).trimEnd(), font) > width) {
      if (done.length === lines - 1) return [...done, clipText(line + parts.slice(index).join(''), font, width)]
      done.push(line.trimEnd())
      line = part
    } else line += part
  }
  return [...done, clipText(line, font, width)]
}
