import { writeXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet, pageFaults, signInOnPage } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

/** Two partners meet families of one place, perhaps the same; a third one, alone in its place, did not report the last quarter. */
const ROWS: readonly (readonly (string | number)[])[] = [
  ['Organisme', 'Municipalité', 'Indicateur', 'T1 2025', 'T2 2025', 'T3 2025', 'T4 2025'],
  ['Maison des familles', 'Saint-Pierre', 'Familles rencontrées', 46, 50, 45, 47],
  ['Centre d’action bénévole', 'Saint-Pierre', 'Familles rencontrées', 21, 23, 24, 31],
  ['CLSC', 'Sainte-Anne', 'Familles rencontrées', 10, 12, 10, 'n.d.'],
]

describe.skipIf(!browserIsThere())('a total that lacks a partner', { timeout: 240_000 }, () => {
  const { visit } = journey()
  const main = async (page: Page) => ((await page.textContent('main')) ?? '').replace(/\s+/g, ' ')
  const press = async (page: Page, selector: string) => Promise.all([page.waitForNavigation(), page.locator(selector).last().click()])

  /** The initiative of the file, its figures validated; where it lies. */
  async function imported(page: Page, name: string): Promise<string> {
    await page.goto('/fr-CA/new-initiative')
    await page.fill('input[name=nameFr]', name)
    await press(page, 'main form button')
    const at = new URL(page.url()).pathname.replace('/settings/first-run', '')
    await page.goto(`${at}/import`)
    const buffer = Buffer.from(await writeXlsx({ sheets: [{ name: 'Suivi', rows: ROWS.map((row) => [...row]) }] }))
    await page.setInputFiles('input[type=file]', { name: 'suivi.xlsx', mimeType: 'application/octet-stream', buffer })
    for (let step = 1; step <= 3; step += 1) await press(page, 'main form button.primary')
    for (const select of await page.locator('form[action="?/repair"] select').all()) {
      const offered = await select.locator('option').evaluateAll((all) => all.map((one) => (one as HTMLOptionElement).value))
      const answer = ['create:shared_persons', 'create', 'missing'].find((one) => offered.includes(one))
      if (answer !== undefined) await select.selectOption(answer)
    }
    await press(page, 'form[action="?/repair"] button')
    await press(page, 'main a.primary')
    await press(page, 'main form button.primary')
    await expect.poll(() => main(page)).toContain('C’est importé')
    await page.goto(`${at}/review`)
    await press(page, 'button[name=every]')
    return at
  }

  async function prepare(page: Page, at: string): Promise<void> {
    await page.goto(`${at}/releases`)
    await page.fill('main input[name=name]', 'T4 2025')
    await press(page, 'main form button.primary')
    await expect
      .poll(
        async () => {
          await page.reload()
          return main(page)
        },
        { timeout: 60_000 },
      )
      .toContain('Publier « T4 2025 »')
  }

  it('claims no upper bound, no rise and no « sans donnée » beside a number; a place without a figure says why', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    const at = await imported(page, 'Anse aux familles')
    await prepare(page, at)
    const preview = await main(page)
    expect(preview).toMatch(/47 ?au moins 47 : 47 à 78 parmi les données reçues ?la plus petite valeur possible ?sans cible ?données partielles/)
    expect(preview).not.toMatch(/borne prudente|sans donnée|fourchette : 47/)
    await page.check('main input[type=checkbox]')
    await press(page, 'main form button.primary')
    await page.setViewportSize({ width: 360, height: 900 })
    const address = `/fr-CA/p/${at.split('/').at(-1)}`
    await page.goto(address)
    expect(await page.locator('main').getByText('Anse aux familles', { exact: true }).count(), 'the initiative is named once').toBe(1)
    expect(await main(page)).toMatch(/T1 : janvier à mars.*au moins 47 : 47 à 78 parmi les données reçues.*sans cible ?données partielles/)
    const dash = page.locator('tr', { hasText: 'Sainte-Anne' }).getByText('attendue, non reçue')
    expect(await dash.isVisible(), 'beside its dash, on a phone too').toBe(true)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    await page.goto(`${address}/FAMILLES-RENCONTREES`)
    const told = await main(page)
    expect(await page.textContent('.headline h2')).toContain('Dernier chiffre incomplet')
    expect(told).toContain('De 46 (1er trimestre 2025) à 45 (3e trimestre 2025), soit −1. Dernier chiffre, 47 (4e trimestre 2025) : incomplet')
    expect(told).toContain('47 (au moins 47 : de 47 à 78 parmi les données reçues, partiel)')
    expect(told).toContain('mais il peut être plus grand')
    expect(told).not.toMatch(/hausse|fourchette : de 47/)
    expectQuiet(faults)
    await context.close()
  })

  it('a wrong answer about double counting is corrected with a reason until a release tells a figure; then the way out is said', async () => {
    const { context, page, faults } = await visit()
    await signInOnPage(page, 'admin')
    const at = await imported(page, 'Cap des familles')
    const definition = `${at}/settings/indicators/FAMILLES-RENCONTREES/definition`
    const never = async () => {
      await page.goto(definition)
      for (const name of ['overlapPartners', 'overlapTerritories']) await page.selectOption(`select[name=${name}]`, 'none')
      await press(page, 'form[action="?/edit"] button.primary')
    }
    await never()
    expect(await page.locator('.summary li').allTextContents()).toEqual([expect.stringContaining('Raison de la correction')])
    await page.fill('textarea[name=reason]', 'Chaque famille n’a qu’un organisme.')
    await press(page, 'form[action="?/edit"] button.primary')
    expect(await main(page)).toMatch(/C’est enregistré.*Raison : Chaque famille n’a qu’un organisme/)
    await page.goto(`${at}/indicators/FAMILLES-RENCONTREES`)
    expect(await main(page)).toMatch(/De 77 \(1er trimestre 2025\) à 79 \(3e trimestre 2025\)/)
    await prepare(page, at)
    await press(page, 'main form button.primary')
    await page.goto(definition)
    await page.selectOption('select[name=overlapPartners]', 'possible')
    await press(page, 'form[action="?/edit"] button.primary')
    expect((await page.locator('.summary li').allTextContents()).map((text) => text.trim())).toEqual([
      expect.stringMatching(/^Deux partenaires peuvent-ils.*demande une nouvelle version$/),
    ])
    expect(await main(page)).toMatch(/Premier jour possible : 1er janvier 2026.*annuler l’importation/)
    expect([...(await axeFaults(page)), ...(await pageFaults(page))]).toEqual([])
    expectQuiet(faults)
    await context.close()
  })
})
