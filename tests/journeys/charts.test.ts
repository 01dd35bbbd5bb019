import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const I = '/fr-CA/i/grandir-entre-rives'
const INDICATOR = `${I}/indicators/SCREEN18`
const KINDS = ['line', 'bar', 'map'] as const

const figureOf = (page: Page, kind: (typeof KINDS)[number]) => page.locator(`figure[data-chart="${kind}"]`).first()
const text = async (place: Locator) => ((await place.textContent()) ?? '').replace(/\s+/g, ' ').trim()
/** What each row of the table of a figure says: its heading and its first figure. */
const tableOf = (figure: Locator) =>
  figure
    .locator('tbody tr')
    .evaluateAll((rows) =>
      rows.map((row) => ({
        head: row.querySelector('th')?.textContent?.replace(/\s+/g, ' ').trim() ?? '',
        cells: [...row.querySelectorAll('td')].map((cell) => cell.textContent?.replace(/\s+/g, ' ').trim() ?? ''),
      })),
    )

describe.skipIf(!browserIsThere())('charts under the hands', { timeout: 240_000 }, () => {
  const { as, visit } = journey()

  it('the drawing library does not travel before somebody explores a chart', async () => {
    const { page, faults, leave } = await as('coordination')
    const asked: string[] = []
    page.on('request', (request) => void asked.push(request.url()))
    await page.goto(INDICATOR, { waitUntil: 'networkidle' })
    expect(asked.some((url) => url.includes('chart-tools'))).toBe(true)
    expect(asked.some((url) => url.includes('chart-explorer'))).toBe(false)
    await figureOf(page, 'line').locator('[data-explore]').click()
    await page.waitForSelector('[data-explore-drawing] svg')
    expect(asked.filter((url) => url.includes('chart-explorer'))).toHaveLength(1)
    expectQuiet(faults)
    await leave()
  })

  for (const kind of KINDS) {
    it(`every point of a ${kind} chart is reached by the arrows, read in the words of its table, and left by Escape`, async () => {
      const { page, faults, leave } = await as('coordination')
      await page.goto(INDICATOR)
      const figure = figureOf(page, kind)
      const rows = (await tableOf(figure)).filter((row) => row.cells[0] !== '')
      await figure.locator('[data-explore]').click()
      const drawing = figure.locator('[data-drawing]')
      await page.waitForFunction((one) => document.activeElement === one, await drawing.elementHandle())
      await drawing.press('Home')
      for (const [index, row] of rows.entries()) {
        if (index > 0) await drawing.press('ArrowRight')
        const said = await text(figure.locator('[data-readout]'))
        expect(said.startsWith(row.head), `${said} | ${row.head}`).toBe(true)
        expect(said).toContain(row.cells[0])
      }
      await drawing.press('ArrowRight')
      expect(await text(figure.locator('[data-readout]'))).toContain(rows.at(-1)?.head)
      await drawing.press('Home')
      expect(await text(figure.locator('[data-readout]'))).toContain(rows[0]?.head)
      await drawing.press('End')
      expect(await text(figure.locator('[data-readout]'))).toContain(rows.at(-1)?.cells[0])
      expect(await axeFaults(page)).toEqual([])
      await drawing.press('Escape')
      expect(await drawing.getAttribute('role')).toBe('img')
      expect(await figure.locator('[data-explore]').evaluate((one) => document.activeElement === one)).toBe(true)
      expectQuiet(faults)
      await leave()
    })
  }

  it('a chart of several series goes from one to the other, and shows those that are chosen', async () => {
    const { page, leave } = await as('coordination')
    await page.goto(INDICATOR)
    const figure = page.locator('figure[data-chart="line"]', { has: page.locator('thead th:nth-child(4)') }).last()
    const names = await figure.locator('thead th').evaluateAll((heads) => heads.slice(1).map((head) => head.textContent?.trim() ?? ''))
    await figure.locator('[data-explore]').click()
    const drawing = figure.locator('[data-drawing]')
    await page.waitForFunction((one) => document.activeElement === one, await drawing.elementHandle())
    await drawing.press('End')
    expect(await text(figure.locator('[data-readout]'))).toContain(names[0])
    await drawing.press('ArrowDown')
    expect(await text(figure.locator('[data-readout]'))).toContain(names[1])
    await drawing.press('ArrowUp')
    expect(await text(figure.locator('[data-readout]'))).toContain(names[0])
    const before = await drawing.locator('svg').last().innerHTML()
    await figure.locator('input[type=checkbox]').first().uncheck()
    expect(await drawing.locator('svg').last().innerHTML()).not.toBe(before)
    await leave()
  })

  it('where the library cannot come, the drawing and the table stay, and the page says so', async () => {
    const { page, leave } = await as('coordination')
    await page.route('**/chart-explorer*', (route) => route.abort())
    await page.goto(INDICATOR)
    const figure = figureOf(page, 'line')
    await figure.locator('[data-explore]').click()
    await figure.locator('[data-failed]:not([hidden])').waitFor()
    expect(await text(figure.locator('[data-failed]'))).toContain('ne s’est pas chargé')
    expect(await figure.locator('[data-drawing] svg').first().isVisible()).toBe(true)
    await leave()
  })

  it('a map comes nearer and goes back, without a drawing library', async () => {
    const { page, leave } = await as('coordination')
    await page.goto(INDICATOR)
    const figure = figureOf(page, 'map')
    await figure.locator('[data-explore]').click()
    const box = () => figure.locator('[data-drawing] svg').first().getAttribute('viewBox')
    const whole = await box()
    await figure.locator('[data-by=in]').click()
    expect(Number((await box())?.split(' ')[2])).toBeLessThan(Number(whole?.split(' ')[2]))
    await figure.locator('[data-by=all]').click()
    expect((await box())?.split(' ').map(Number)).toEqual(whole?.split(' ').map(Number))
    await leave()
  })

  // A page for each: a browser drops the eleventh file that one page hands over within a second.
  for (const kind of KINDS) {
    it(`a ${kind} chart is taken away as a picture and as numbers, each with its title, its day and whether it may still change`, async () => {
      const { page, faults, leave } = await as('coordination')
      await page.goto(INDICATOR)
      const figure = figureOf(page, kind)
      const title = await text(figure.locator('.title'))
      const take = async (file: string) => {
        const [download] = await Promise.all([page.waitForEvent('download'), figure.locator(`[data-file=${file}]`).click()])
        expect(download.suggestedFilename()).toMatch(new RegExp(`\\.${file}$`))
        return readFile(await download.path())
      }
      const svg = (await take('svg')).toString('utf8').replaceAll('\u00a0', ' ')
      expect(svg).toContain(title.replaceAll('\u00a0', ' '))
      expect(svg).toContain('Données vivantes, 15 octobre 2026')
      expect(svg).not.toMatch(/var\(|class=|undefined|NaN/)
      const png = await take('png')
      expect([...png.subarray(1, 4)].map((one) => String.fromCharCode(one)).join('')).toBe('PNG')
      expect(png.length).toBeGreaterThan(5000)
      const csv = (await take('csv')).toString('utf8')
      expect(csv.startsWith('\ufeffTitre;')).toBe(true)
      expect(csv).toContain('Données vivantes, 15 octobre 2026')
      const told = JSON.parse((await take('json')).toString('utf8')) as { about: string[]; rows: { code: string | null; cells: { value: string | null }[] }[] }
      expect(told.about.join(' ')).toContain('Données vivantes, 15 octobre 2026')
      expect(told.rows.some(({ code, cells }) => code !== null && cells.some(({ value }) => /^-?[\d.]+$/.test(value ?? '')))).toBe(true)
      const [row] = (await tableOf(figure)).filter(({ cells }) => /^[\d\s]+,\d/.test(cells[0] ?? ''))
      expect(csv.replaceAll('\u00a0', ' ')).toContain(/[\d ]+,\d/.exec(row?.cells[0]?.replaceAll('\u00a0', ' ') ?? '')?.[0])
      expectQuiet(faults)
      await leave()
    })
  }

  it('without JavaScript every chart keeps its drawing, its sentences and its table, and offers nothing that needs one', async () => {
    const { context, page } = await visit({ javaScript: false })
    await signInOnPage(page, 'coordination')
    for (const path of [INDICATOR, `${I}/territories/R`]) {
      await page.goto(path)
      const figures = page.locator('figure[data-chart]')
      for (let index = 0; index < (await figures.count()); index += 1) {
        const figure = figures.nth(index)
        expect(await figure.locator('[data-drawing] svg').count()).toBeGreaterThan(0)
        expect(await figure.locator('tbody tr').count()).toBeGreaterThan(0)
        const summary = await text(figure.locator('.summary'))
        expect(summary.length, summary).toBeGreaterThanOrEqual(20)
        expect(summary.length, summary).toBeLessThanOrEqual(400)
        expect(await figure.locator('[data-explore]').isVisible()).toBe(false)
      }
    }
    await context.close()
  })

  it('staff send outlines, check them first, and see what was not found', async () => {
    const { page, faults, leave } = await as('coordination')
    await page.goto(`${I}/settings/territories/shapes`)
    const ring = [
      [-71, 47],
      [-70, 47],
      [-70, 48],
      [-71, 47],
    ]
    const document = {
      type: 'FeatureCollection',
      features: ['VB', 'nulle-part'].map((code) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring] } })),
    }
    await page.selectOption('select[name=level]', 'mrc')
    await page.setInputFiles('input[name=file]', { name: 'contours.geojson', mimeType: 'application/geo+json', buffer: Buffer.from(JSON.stringify(document)) })
    await page.check('input[name=dryRun]')
    await page.click('main button[type=submit]')
    await page.waitForSelector('text=rien n’est encore enregistré')
    expect(await page.textContent('main')).toContain('nulle-part')
    await page.setInputFiles('input[name=file]', {
      name: 'contours.geojson',
      mimeType: 'application/geo+json',
      buffer: Buffer.from('{"type":"FeatureCollection","features":[]}'),
    })
    await page.click('main button[type=submit]')
    await page.waitForSelector('text=ne contient aucune surface')
    expectQuiet(faults)
    await leave()
  })
})
