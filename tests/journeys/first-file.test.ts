import { writeXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

type Cell = string | number | null
const QUARTERS = ['T1 2025', 'T2 2025', 'T3 2025', 'T4 2025']
/** As people keep it: a title above, periods side by side, spaces in numbers, one absence in words, a total below. */
const ROWS: readonly Cell[][] = [
  ['Suivi trimestriel 2025'],
  [null],
  ['Organisme', 'Secteur', 'Indicateur', ...QUARTERS],
  ['CLSC de la Vallée', 'Nord', 'Enfants dépistés', 42, 48, '51 ', 55],
  ['CLSC de la Vallée', 'Sud', 'Enfants dépistés', 31, 29, 35, 'n.d.'],
  ['Maison de la famille', 'Nord', 'Ateliers tenus', '1 204', '1 310', '1 275', '1 402'],
  ['Maison de la famille', 'Sud', 'Ateliers tenus', 310, 295, '', 340],
  ['Commission scolaire', 'Nord', 'Élèves accompagnés (%)', '62,5 %', '64 %', '63,5 %', '65 %'],
  ['Commission scolaire', 'Sud', 'Élèves accompagnés (%)', '58 %', '52 %', '60 %', '67 %'],
  ['TOTAL', null, null, null, null, null, null],
]

describe.skipIf(!browserIsThere())('a coalition’s first file', { timeout: 240_000 }, () => {
  const { visit } = journey()
  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
  const press = async (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.locator(selector).last().click()])
  const steps = ['answer-indicator', 'answer-other'] as const

  /** What a person answers for each text that the initiative does not know yet. */
  async function answerAll(page: Page): Promise<void> {
    for (const select of await page.locator('form[action="?/repair"] select').all()) {
      const offered = await select.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      const text = await select.evaluate((one) => (one as HTMLSelectElement).labels[0]?.textContent ?? '')
      const answer = offered.includes('create:ratio')
        ? `create:${text.includes('%') ? 'ratio' : text.includes('Enfants') ? 'persons' : 'things'}`
        : offered.includes('create')
          ? 'create'
          : offered.includes('missing')
            ? 'missing'
            : null
      if (answer !== null) await select.selectOption(answer)
    }
    await press(page, 'form[action="?/repair"] button')
  }

  it('makes its sectors, partners and indicators, and its figures are validated, released and public within a few pages', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    await page.goto('/fr-CA/new-initiative')
    await page.check('input[name=preset][value=sectors]')
    await page.fill('input[name=nameFr]', 'Vallée verte')
    await page.fill('input[name=placeName]', 'La Vallée')
    await press(page, 'main form button')
    const at = '/fr-CA/i/vallee-verte'
    expect(new URL(page.url()).pathname).toBe(`${at}/settings/first-run`)

    await page.goto(`${at}/import`)
    const bytes = Buffer.from(await writeXlsx({ sheets: [{ name: 'Suivi', rows: ROWS.map((row) => [...row]) }] }))
    await page.setInputFiles('input[type=file]', { name: 'suivi-2025.xlsx', mimeType: 'application/octet-stream', buffer: bytes })
    await press(page, 'main form button.primary')
    await press(page, 'main form button.primary')
    await press(page, 'main form button.primary')
    for (const step of steps) {
      expect([...(await axeFaults(page)), ...(await pageFaults(page))], step).toEqual([])
      await answerAll(page)
    }
    expect(await main(page)).toContain('Rien à réparer')
    await press(page, 'main a.primary')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')

    // Nobody has looked at them yet, and the dashboard says so instead of calling them missing.
    await page.goto(`${at}/dashboard`)
    expect(await main(page)).toContain('23 chiffres transmis attendent d’être validés')
    await page.goto(`${at}/review`)
    await press(page, 'button[name=every]')
    expect(await main(page)).toContain('23 chiffres validés')
    await page.goto(`${at}/dashboard`)
    expect(await main(page)).toMatch(/Ateliers tenus ?1\s742/)

    await page.goto(`${at}/releases`)
    await page.fill('main input[name=name]', 'T4 2025')
    await press(page, 'main form button.primary')
    await expect
      .poll(async () => {
        await page.reload()
        return main(page)
      })
      .toContain('Publier « T4 2025 »')
    await page.check('main input[type=checkbox]')
    await press(page, 'main form button.primary')
    await page.goto('/fr-CA/p/vallee-verte')
    expect(await main(page)).toMatch(/Ateliers tenus.*1\s742/)
    // A percentage without its two numbers is never added up, and each sector keeps its own.
    await page.goto(`${at}/indicators/ELEVES-ACCOMPAGNES`)
    expect(await main(page)).toContain('65,0')
    expectQuiet(faults)
    await context.close()
  })
})
