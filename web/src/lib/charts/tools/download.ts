/** A chart taken away: as a picture that stands alone, or as the numbers of its table. */
import { chartCsv, chartJson } from '../csv.ts'
import { pictureOf } from '../export-svg.ts'
import { aboutOf, fileName, languageOfPage, notesOf, subtitleOf, tableOf, titleOf } from './figure.ts'

/** Twice the size on the screen: sharp in a document. */
const PNG_SCALE = 2
const WIDTH = 720

/** Colours by their names in the light set, whatever the page wears now: a picture lies on paper. */
function lightColors(names: readonly string[]): Map<string, string> {
  const root = document.documentElement
  const worn = root.dataset.theme
  root.dataset.theme = 'light'
  const style = getComputedStyle(root)
  const found = new Map(names.map((name) => [name, style.getPropertyValue(name).trim()]))
  if (worn === undefined) delete root.dataset.theme
  else root.dataset.theme = worn
  return found
}

function picture(figure: HTMLElement) {
  const svg =
    figure.querySelector<SVGSVGElement>('[data-explore-drawing] svg') ?? figure.querySelector<SVGSVGElement>('.drawing .wide svg, .drawing .every svg')
  if (svg === null) throw new TypeError('a chart without a drawing')
  const box = svg.viewBox.baseVal
  // Where somebody stands on the drawing is not a part of it.
  const alone = svg.cloneNode(true) as SVGSVGElement
  for (const mark of alone.querySelectorAll('.ring, .thread')) mark.remove()
  const markup = new XMLSerializer()
    .serializeToString(alone)
    .replace(/ xmlns="[^"]*"/, '')
    .replace(/ (?:data-place|aria-hidden|focusable|class)="(?!map-narrow")[^"]*"/g, '')
  const names = [...new Set([...markup.matchAll(/var\((--[\w-]+)\)/g)].map(([, name = '']) => name))]
  const colors = lightColors([...names, '--text', '--text-muted', '--surface', '--map-1', '--map-2', '--map-3', '--map-4', '--map-5'])
  return pictureOf({
    svg: markup,
    width: WIDTH,
    height: Math.round((WIDTH * box.height) / box.width),
    title: titleOf(figure),
    subtitle: subtitleOf(figure),
    legend: [...figure.querySelectorAll<HTMLElement>('[data-swatch]')].map((one) => ({ swatch: one.dataset.swatch ?? '', label: one.textContent.trim() })),
    lines: [...notesOf(figure), aboutOf(figure).join(' · ')].filter((line) => line !== ''),
    color: (name) => colors.get(name) ?? '#1b2430',
  })
}

function hand(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

async function png(svg: string, width: number, height: number): Promise<Blob> {
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * PNG_SCALE
  canvas.height = height * PNG_SCALE
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  // At once: `toBlob` waits for an idle moment, up to seven seconds, and a browser may then hold back what nobody seems to have asked for.
  const [, encoded = ''] = canvas.toDataURL('image/png').split(';base64,')
  if (encoded === '') throw new TypeError('no picture')
  return new Blob([Uint8Array.from(atob(encoded), (character) => character.codePointAt(0) ?? 0)], { type: 'image/png' })
}

/** Hands the file of a chart to the person. @throws when this browser cannot make the picture */
export async function download(figure: HTMLElement, kind: string): Promise<void> {
  const name = subtitleOf(figure) || titleOf(figure)
  if (kind === 'csv' || kind === 'json') {
    const words = figure.querySelector<HTMLElement>('[data-tools]')?.dataset
    const table = tableOf(figure, words?.title ?? '')
    const text = kind === 'json' ? chartJson(table) : chartCsv(table, languageOfPage(), (column) => (words?.shown ?? '{column}').replace('{column}', column))
    hand(new Blob([text], { type: kind === 'json' ? 'application/json' : 'text/csv;charset=utf-8' }), fileName(name, kind))
    return
  }
  const { svg, width, height } = picture(figure)
  const blob = kind === 'svg' ? new Blob([svg], { type: 'image/svg+xml' }) : await png(svg, width, height)
  hand(blob, fileName(name, kind))
}
