import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { browserIsThere, expectQuiet } from '../support/browser.ts'
import { journey } from '../support/journey.ts'

const G = '/fr-CA/i/grandir-entre-rives/governance'

/** Puts a decision to the steering committee, notes what its first fourteen seats say, and records the result. */
async function decide(page: Page, title: string, favourable: number): Promise<string> {
  await page.goto(`${G}/decisions/new`)
  await page.fill('input[name=titleFr]', title)
  await page.click('main button:has-text("Enregistrer")')
  await page.waitForURL(/decisions\/[0-9a-f-]{36}$/)
  const seats = page.locator('main form:has-text("Enregistrer les positions") select')
  expect(await seats.count()).toBe(18)
  for (let index = 0; index < 14; index += 1) await seats.nth(index).selectOption(index < favourable ? (index % 3 === 0 ? 'can_live_with' : 'for') : 'against')
  await seats.nth(14).selectOption('abstain')
  await page.click('button:has-text("Enregistrer les positions")')
  await page.getByText('À ce jour, le résultat serait').waitFor()
  await page.click('button:has-text("Inscrire le résultat")')
  await page.getByText('Le résultat est inscrit').waitFor()
  return (await page.textContent('main')) ?? ''
}

describe.skipIf(!browserIsThere())('who decides', { timeout: 120_000 }, () => {
  const { as } = journey()

  it('a decision by modified consensus is carried at 78.6 % and not at 71.4 %, without JavaScript', async () => {
    const { page, faults, leave } = await as('coordination', false)
    const carried = await decide(page, 'Un essai adopté', 11)
    expect(carried).toMatch(/11 votes favorables sur 14 exprimés\s: 78,6\s%/)
    expect(carried).toContain('Adoptée')
    const refused = await decide(page, 'Un essai non adopté', 10)
    expect(refused).toMatch(/10 votes favorables sur 14 exprimés\s: 71,4\s%/)
    expect(refused).toContain('Non adoptée')
    expectQuiet(faults)
    await leave()
  })

  it('S26 the home page of the backbone names the role that nobody holds, and leads to where somebody is named', async () => {
    const { page, leave } = await as('coordination')
    await page.goto('/fr-CA/i/grandir-entre-rives')
    const alert = page.locator('main').getByRole('link', { name: /^Nommer qui tient le rôle\s: relations avec les médias$/ })
    expect(await alert.getAttribute('href')).toBe(`${G}/leadership#roles`)
    await leave()
  })
})
