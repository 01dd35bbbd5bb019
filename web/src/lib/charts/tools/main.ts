/**
 * What a chart gains from a script: it can be explored and taken away. Small, without a framework; the drawing library
 * comes when somebody asks for it, and the drawing of the page stays where it does not come.
 */
import { download } from './download.ts'
import { openMap } from './map-zoom.ts'

/** What the script of the drawing library offers. */
interface Explorer {
  readonly openChart: (figure: HTMLElement, drawing: HTMLElement, readout: HTMLElement) => () => void
}

function wire(figure: HTMLElement): void {
  const [tools, drawing] = [figure.querySelector<HTMLElement>('[data-tools]'), figure.querySelector<HTMLElement>('[data-drawing]')]
  const [button, readout] = [figure.querySelector<HTMLButtonElement>('[data-explore]'), figure.querySelector<HTMLElement>('[data-readout]')]
  const failed = figure.querySelector<HTMLElement>('[data-failed]')
  const fail = (words: string | undefined) => {
    if (failed === null) return
    failed.textContent = words ?? ''
    failed.hidden = words === undefined
  }
  if (tools === null || drawing === null || button === null || readout === null) return
  tools.hidden = false
  const word = button.textContent
  const names = ['aria-labelledby', 'aria-describedby'].map((name) => [name, drawing.getAttribute(name)] as const)
  let close: (() => void) | null = null

  function end(): void {
    close?.()
    close = null
    drawing?.setAttribute('role', 'img')
    drawing?.removeAttribute('tabindex')
    drawing?.removeAttribute('aria-label')
    for (const [name, value] of names) if (value !== null) drawing?.setAttribute(name, value)
    if (button !== null) button.textContent = word
    if (readout !== null) readout.hidden = true
  }
  async function begin(place: HTMLElement, press: HTMLButtonElement, said: HTMLElement): Promise<void> {
    press.setAttribute('aria-busy', 'true')
    try {
      if (figure.dataset.chart === 'map') close = openMap(figure, place, said)
      else close = ((await import(/* @vite-ignore */ figure.dataset.explorer ?? '')) as Explorer).openChart(figure, place, said)
    } catch {
      return fail(failed?.dataset.explorerWords)
    } finally {
      press.removeAttribute('aria-busy')
    }
    fail(undefined)
    for (const [name] of names) place.removeAttribute(name)
    place.setAttribute('role', 'application')
    place.setAttribute('aria-label', `${place.dataset.name ?? ''}. ${place.dataset.keys ?? ''}`)
    place.tabIndex = 0
    press.textContent = press.dataset.end ?? word
    said.hidden = false
    said.textContent = place.dataset.keys ?? ''
    place.focus()
  }

  button.addEventListener('click', () => (close === null ? void begin(drawing, button, readout) : end()))
  drawing.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || close === null) return
    end()
    button.focus()
  })
  tools.addEventListener('click', (event) => {
    const kind = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-file]')?.dataset.file : undefined
    if (kind !== undefined)
      download(figure, kind).then(
        () => fail(undefined),
        () => fail(failed?.dataset.fileWords),
      )
  })
}

for (const figure of document.querySelectorAll<HTMLElement>('figure[data-chart]')) wire(figure)
