import { describe, expect, it } from 'vitest'
import { axeFaults, browserIsThere, expectQuiet } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

describe.skipIf(!browserIsThere())('modules of a new initiative (D41)', { timeout: 120_000 }, () => {
  const { as } = journey()
  const I = '/fr-CA/i/petits-pas'
  const links = (text: string) => `main a:has-text("${text}")`

  it('begins with few pages, and each condition’s page switches on what it needs, without JavaScript too', async () => {
    const { page, leave } = await as('admin', false)
    await page.goto('/fr-CA/new-initiative')
    await page.fill('input[name="nameFr"]', 'Petits pas')
    await page.fill('input[name="slug"]', 'petits-pas')
    await page.click('main form button:not([type]), main form button[type="submit"]')
    await page.goto(`${I}/conditions`)
    expect(await page.locator(links('Qui décide')).count()).toBe(0)
    await page.goto(`${I}/conditions/activities`)
    expect(await page.locator(links('Qui fait quoi')).count()).toBe(0)
    await page.click('#modules button:has-text("Qui fait quoi")')
    expect(new URL(page.url()).pathname).toBe(`${I}/conditions/activities`)
    expect(await page.locator(`nav ${links('Qui fait quoi').slice(5)}`).count()).toBe(1)
    expect(await page.locator(links('Priorités')).count()).toBe(0)
    await page.goto(`${I}/conditions/agenda`)
    await page.click('#modules button:has-text("Qui décide")')
    expect(await page.locator(links('Qui décide')).count()).toBeGreaterThan(0)
    await leave()
  })

  it('leaves the menus when it is switched off, and keeps its address', async () => {
    const { page, faults, leave } = await as('admin')
    await page.goto(`${I}/conditions/activities`)
    await page.click('#modules button:has-text("Désactiver")')
    await page.locator('#modules button:has-text("Activer : Qui fait quoi")').waitFor()
    expect(await page.locator(links('Qui fait quoi')).count()).toBe(0)
    await page.goto(`${I}/conditions/activities/who`)
    expect(await page.locator('h1').innerText()).toContain('Qui fait quoi')
    for (const condition of ['agenda', 'activities', 'communication', 'backbone']) {
      await page.goto(`${I}/conditions/${condition}`)
      expect(await axeFaults(page), condition).toEqual([])
    }
    expectQuiet(faults)
    await leave()
  })

  it('is switched by who coordinates alone', async () => {
    const { page, leave } = await as('equipe', false)
    await page.goto('/fr-CA/i/grandir-entre-rives/conditions/activities')
    expect(await page.locator('#modules').count()).toBe(0)
    expect(await page.locator(links('Qui fait quoi')).count()).toBe(1)
    await leave()
  })
})
