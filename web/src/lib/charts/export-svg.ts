/** A drawing to take away: alone it must say its title, what is measured, its source, its day and its release. */
import { escapeText } from './svg.ts'
import { wrapText } from './text.ts'

export interface Picture {
  /** A drawing of ours. */
  readonly svg: string
  readonly width: number
  readonly height: number
  readonly title: string
  readonly subtitle: string
  readonly legend: readonly { readonly swatch: string; readonly label: string }[]
  /** Notes, then source, day and release. */
  readonly lines: readonly string[]
  /** Value of a colour's name in the light set. */
  readonly color: (name: string) => string
}

const PAD = 20
const SMALL = 13
const FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', Arial, sans-serif"

/** Lines of text under each other; gives the markup and where the next one begins. */
function block(lines: readonly string[], y: number, size: number, color: string, isBold = false): { markup: string; next: number } {
  const step = Math.round(size * 1.4)
  return {
    markup: lines
      .map(
        (line, index) =>
          `<text x="${PAD}" y="${y + size + index * step}" font-size="${size}" fill="${color}"${isBold ? ' font-weight="600"' : ''}>${escapeText(line)}</text>`,
      )
      .join(''),
    next: y + lines.length * step,
  }
}

function swatch(kind: string, x: number, y: number): string {
  const box = `<rect x="${x}" y="${y}" width="24" height="16" fill="${/^[1-5]$/.test(kind) ? `var(--map-${kind})` : 'var(--surface)'}" stroke="var(--text-muted)"/>`
  if (kind === 'no_data') return `${box}<path d="M${x + 1} ${y + 8}l7-7m-7 14 14-14m-7 14 14-14m-7 14 8-8" fill="none" stroke="var(--text-muted)"/>`
  if (kind !== 'masked') return box
  return `${box}${[5, 12, 19].flatMap((dx) => [5, 11].map((dy) => `<circle cx="${x + dx}" cy="${y + dy}" r="1.2" fill="var(--text-muted)"/>`)).join('')}`
}

/** A picture that stands alone, in light colours on paper, without any reference to a page. */
export function pictureOf(picture: Picture): { svg: string; width: number; height: number } {
  const { width } = picture
  const whole = width + 2 * PAD
  const ink = 'var(--text)'
  const head = block(wrapText(picture.title, 20, width, 3), PAD, 20, ink, true)
  const sub = block(wrapText(picture.subtitle, SMALL, width, 3), head.next + 2, SMALL, 'var(--text-muted)')
  const top = sub.next + 12
  const legendTop = top + picture.height + 12
  const legend = picture.legend
    .map(
      ({ swatch: kind, label }, index) =>
        `${swatch(kind, PAD, legendTop + index * 22)}<text x="${PAD + 34}" y="${legendTop + 13 + index * 22}" font-size="${SMALL}" fill="${ink}">${escapeText(label)}</text>`,
    )
    .join('')
  const foot = block(
    picture.lines.flatMap((line) => wrapText(line, SMALL, width, 4)),
    legendTop + picture.legend.length * 22 + (picture.legend.length === 0 ? 0 : 6),
    SMALL,
    'var(--text-muted)',
  )
  const height = foot.next + PAD
  const [opening = ''] = /^<svg[^>]*>/.exec(picture.svg) ?? []
  const kept = [...opening.matchAll(/ (?:viewBox|font-size)="[^"]*"/g)].join('')
  const drawing =
    `<svg x="${PAD}" y="${top}" width="${width}" height="${picture.height}"${kept}>` +
    picture.svg.slice(opening.length).replace(/<text class="map-narrow"[^>]*>[^<]*<\/text>/g, '')
  const markup =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${whole}" height="${height}" viewBox="0 0 ${whole} ${height}" font-family="${FONT}">` +
    `<title>${escapeText(picture.title)}</title><desc>${escapeText([picture.subtitle, ...picture.lines].join(' '))}</desc>` +
    `<rect width="${whole}" height="${height}" fill="var(--surface)"/>${head.markup}${sub.markup}${drawing}${legend}${foot.markup}</svg>`
  return { svg: markup.replace(/var\((--[\w-]+)\)/g, (_, name: string) => picture.color(name)), width: whole, height }
}
