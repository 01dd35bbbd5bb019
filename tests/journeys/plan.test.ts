import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserIsThere } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const PLAN = '/fr-CA/i/grandir-entre-rives/conditions/activities'
const FILTERS = 'partner=P09&territory=CV'

/** Names of the activities of a view. */
const names = async (page: Page) =>
  (await page.locator('main tbody th a, main .board h3 a, main section.tight li > a').allInnerTexts()).map((text) => text.trim()).sort()

describe.skipIf(!browserIsThere())('the action plan without JavaScript', { timeout: 60_000 }, () => {
  const { as } = journey()

  it('S68 filtered by partner and MRC, list, board, calendar and file hold the same set; a card moves by its menu', async () => {
    const { page, faults, leave } = await as('coordination', false)
    const expected = ['Halte mobile sur la Côte', 'Transport vers le rendez-vous de 18 mois']
    for (const view of ['', '&view=board', '&view=calendar', '&view=calendar&year=2020']) {
      await page.goto(`${PLAN}?${FILTERS}${view}`)
      expect(await names(page), view).toEqual(expected)
    }
    const file = await page.request.get(`${PLAN}/csv?${FILTERS}`)
    expect(file.headers()['content-type']).toContain('text/csv')
    const lines = (await file.text()).trim().split('\r\n').slice(1)
    expect(lines.map((line) => line.split(';')[0]).sort()).toEqual(expected)

    await page.goto(`${PLAN}?${FILTERS}&view=board`)
    const card = page.locator('article', { hasText: 'Transport vers' })
    await card.locator('select').selectOption('under_way')
    await card.getByRole('button').click()
    await page.getByText('Déplacée.').waitFor()
    expect(await page.locator('section:has(h2:text("En cours")) h3').allInnerTexts()).toEqual(['Transport vers le rendez-vous de 18 mois'])
    expect(page.url()).toContain(FILTERS)
    expect(faults).toEqual([])
    await leave()
  })

  it('a partner votes, changes its ballot, and reads no other', async () => {
    const { page, faults, leave } = await as('contribution', false)
    await page.goto(`${PLAN}/priorities`)
    await page.getByRole('link', { name: 'Deux gestes pour l’hiver 2027' }).click()
    for (const select of await page.locator('main form select').all()) await select.selectOption('3')
    await page.getByRole('button', { name: 'Enregistrer le bulletin' }).click()
    await page.getByText('1 bulletin sur 14 partenaires').waitFor()
    expect(await page.locator('main form select').first().inputValue()).toBe('3')
    expect(faults).toEqual([])
    await leave()
  })
})
